import DecisionRules
import Foundation
import JirgaTestSupport
import Testing

/// Worked cases: those shared with other implementations, and our own beside them.
@Suite struct `Worked cases` {
    private func differences(in path: String) throws -> (evaluated: Int, withoutInput: [String], problems: [String]) {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var (evaluated, withoutInput, problems): (Int, [String], [String]) = (0, [], [])
        for vector in try DecisionVectors(json: Array(data)).vectors {
            switch vector.evaluate() {
            case .same: evaluated += 1
            case .withoutInput: withoutInput.append("\(vector.rule): \(vector.name)")
            case .differs(let result):
                problems.append(
                    "\(vector.index) \(vector.rule): \(vector.name): \(result.notation.written), expected \(vector.expected?.written ?? "-")"
                )
            case .unreadable(let problem): problems.append("\(vector.index) \(vector.rule): \(problem)")
            }
        }
        return (evaluated, withoutInput, problems)
    }

    @Test func `shared ones come out as expected`() throws {
        let found = try differences(in: try SharedData.folder + "/data/table/decision-vectors.json")
        #expect(found.problems == [])
        #expect(found.evaluated >= 42)
        #expect(found.withoutInput == ["silence: five working days", "staged: regional college 70%", "staged: lists"])
    }

    @Test func `our own come out as expected`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let found = try differences(in: tests.appendingPathComponent("Vectors/decision-vectors.json").path)
        #expect(found.problems == [])
        #expect(found.evaluated > 60 && found.withoutInput == [])
    }

    // MARK: What can't be read

    private func evaluation(_ vector: String) throws -> DecisionVector.Evaluation {
        let file = #"{"schema":"jirga.decision-vectors/1","vectors":[\#(vector)]}"#
        return try #require(try DecisionVectors(json: Array(file.utf8)).vectors.first).evaluate()
    }

    @Test(arguments: [
        (#"{"rule":"consensus","expect":"adopted","input":{"v":[],"sidebar":1}}"#, "input.sidebar"),
        (#"{"rule":"consensus","expect":"adopted","input":{"v":[{"id":"A","vote":"maybe"}]}}"#, "input.v[0].vote"),
        (
            #"{"rule":"consensus","expect":"adopted","input":{"v":[{"id":"A","vote":"assent","hat":1}]}}"#,
            "input.v[0].hat"
        ),
        (#"{"rule":"consensus","expect":"adopted","input":{}}"#, "input.v"),
        (#"{"rule":"consensus","expect":"adopted","input":[]}"#, "input"),
        (#"{"rule":"acclamation","expect":"adopted","input":{"v":[]}}"#, "rule"),
        (#"{"rule":"consensus","input":{"v":[]}}"#, "expect"),
        (#"{"rule":"consensus","expect":"adopted","inputs":{"v":[]}}"#, "inputs"),
        (#"{"rule":"qualified","expect":"adopted","input":{"v":[],"q":"2/0"}}"#, "input.q"),
        (#"{"rule":"qualified","expect":"adopted","input":{"v":[],"q":"4/3"}}"#, "input.q"),
        (
            #"{"rule":"qualified","expect":"adopted","input":{"v":[{"id":"A","vote":"assent","weight":-1}],"q":"1/2"}}"#,
            "input.v[0].weight"
        ),
        (
            #"{"rule":"qualified","expect":"adopted","input":{"v":[{"id":"A","vote":"assent","count":1e9}],"q":"1/2"}}"#,
            "input.v[0].count"
        ),
        (
            #"{"rule":"qualified","expect":"adopted","input":{"v":[{"id":"A","vote":"assent","weight":99999999999999999999}],"q":"1/2"}}"#,
            "input.v[0].weight"
        ),
        (#"{"rule":"two_threshold","expect":"adopted","input":{"first":[51,50]}}"#, "input.first"),
        (
            #"{"rule":"silence","expect":"adopted","input":{"start":"2022-13-01T00:00Z","deadline":"2022-08-15T16:00Z"}}"#,
            "input.start"
        ),
        (
            #"{"rule":"silence","expect":"x","input":{"start":"2022-08-01T00:00Z","working_days":1,"weekend":[1,2,3,4,5,6,7],"now":"2022-08-01T00:00Z"}}"#,
            "input.working_days"
        ),
        (#"{"rule":"package","expect":{"package":"open","spare":[]},"input":{"clauses":[]}}"#, "expect.spare"),
        (
            #"{"rule":"consensus","expect":"adopted","input":{"v":[{"id":"A","vote":"assent"},{"id":"A","vote":"object"}]}}"#,
            "input"
        ),
    ])
    func `a bad one names its field`(vector: String, field: String) throws {
        guard case .unreadable(let problem) = try evaluation(vector) else {
            Issue.record("was read: \(vector)")
            return
        }
        #expect(problem.field == field && problem.vector == 1)
    }

    @Test func `a file that is none is refused as a whole`() {
        for text in [
            "", "[", "{\"schema\":\"x\"}", "[]", "{\"schema\":\"jirga.decision-vectors/1\",\"vectors\":{}}",
            "{\"a\":1,\"a\":2}",
        ] {
            #expect(throws: VectorProblem.self, "\(text)") { try DecisionVectors(json: Array(text.utf8)) }
        }
    }

    @Test func `a less specific expectation is met, another one is not`() throws {
        let input = #""input":{"v":[{"id":"A","vote":"object","poll":3,"bloc":"u"}],"blocs":["u"]}"#
        func isSame(_ expected: String) throws -> Bool {
            if case .same = try evaluation(#"{"rule":"sufficient_formula","expect":"\#(expected)",\#(input)}"#) {
                true
            } else {
                false
            }
        }
        #expect(try isSame("not_adopted:poll") && isSame("not_adopted"))
        #expect(try !isSame("not_adopted:u") && !isSame("adopted") && !isSame("not_adopted:"))
    }

    @Test func `notes beside the input are passed over`() throws {
        let file = """
            {"schema":"jirga.decision-vectors/1","edition":2,"vectors":[{"rule":"consensus","expect":"adopted","mood":"good",
            "input":{"v":[{"id":"A","vote":"assent"}]}}]}
            """
        guard case .same = try DecisionVectors(json: Array(file.utf8)).vectors.first?.evaluate() else {
            Issue.record("was not read")
            return
        }
    }

    @Test func `decimals are exact`() throws {
        // In binary fractions 0.1 + 0.2 is more than 0.3.
        let vector = """
            {"rule":"qualified","expect":"not_adopted","input":{"q":"more than 1/2","weight":true,"v":[
            {"id":"A","vote":"assent","weight":0.1},{"id":"B","vote":"assent","weight":0.2},{"id":"C","vote":"object","weight":0.3}]}}
            """
        guard case .same = try evaluation(vector) else {
            Issue.record("0.1 + 0.2 of 0.6 is exactly half")
            return
        }
    }
}
