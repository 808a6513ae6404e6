import Foundation
import JirgaTestSupport
import Synchronization

/// People who answer without pause, and what the server acknowledged to them.
///
/// Each keeps its own account of what the database may hold: the last answer that was acknowledged, and those sent since
/// of which nobody can know.
final class Crowd: Sendable {
    struct Account: Sendable {
        /// What each statement's answer may be now; nil stands for none.
        var possible: [String: Set<String?>] = [:]
        var acknowledged = 0
        var sent = 0
    }

    final class Person: Sendable {
        private let state = Mutex((cookies: [String: String](), account: Account()))

        var cookies: [String: String] { state.withLock { $0.cookies } }
        var account: Account { state.withLock { $0.account } }

        fileprivate func remember(_ cookies: [String: String]) { state.withLock { $0.cookies = cookies } }

        fileprivate func sends(_ choice: String, to statement: String) {
            state.withLock { state in
                state.account.possible[statement, default: [nil]].insert(choice)
                state.account.sent += 1
            }
        }

        fileprivate func isAcknowledged(_ choice: String, to statement: String) {
            state.withLock { state in
                state.account.possible[statement] = [choice]
                state.account.acknowledged += 1
            }
        }
    }

    /// Everybody who ever came.
    private let everybody = Mutex<[Person]>([])
    private let statements: [String]
    private let slug: String
    /// A person answers no faster than people may, so each comes for so many answers and another takes the place.
    private static let answersOfOnePerson = 40

    /// - Parameter statements: their ids.
    init(of statements: [String], in slug: String) {
        self.statements = statements
        self.slug = slug
    }

    var people: [Person] { everybody.withLock { $0 } }
    var acknowledged: Int { people.reduce(0) { $0 + $1.account.acknowledged } }
    var sent: Int { people.reduce(0) { $0 + $1.account.sent } }

    /// Answers at several addresses in turn, one after another in each of `lanes` lanes, until told to stop.
    ///
    /// - Parameters:
    ///   - isOver: asked before each answer.
    ///   - staysThroughFaults: goes on after an error, as people with patience do; otherwise the first error ends a lane.
    ///   - onAnswer: called after each acknowledged answer.
    func answer(
        at addresses: [String], lanes: Int, seed: UInt64, staysThroughFaults: Bool = false,
        until isOver: @escaping @Sendable () -> Bool, onAnswer: @escaping @Sendable () -> Void = {}
    ) async {
        await withTaskGroup { group in
            for lane in 0..<lanes {
                group.addTask {
                    var generator = SeededGenerator(seed: seed &* 1_000 &+ UInt64(lane))
                    var place = lane
                    while !isOver() {
                        let person = Person()
                        self.everybody.withLock { $0.append(person) }
                        let address = addresses[place % addresses.count]
                        place += 1
                        let isWell = await self.answer(
                            as: person, at: address, until: isOver, onAnswer: onAnswer, using: &generator)
                        if !isWell {
                            guard staysThroughFaults else { return }
                            try? await Task.sleep(for: .milliseconds(50))
                        }
                    }
                }
            }
        }
    }

    /// - Returns: whether everything that was sent was answered.
    private func answer(
        as person: Person, at address: String, until isOver: @Sendable () -> Bool, onAnswer: @Sendable () -> Void,
        using generator: inout SeededGenerator
    ) async -> Bool {
        let session = WebSession(address)
        do {
            // The first answer makes the person known; the form after it is theirs.
            for isKnown in [false, true] {
                let form = try await session.get("/d/\(slug)").page.form("/vote")
                guard let token = form.value("token") else { return false }
                for _ in 0..<(isKnown ? Self.answersOfOnePerson : 1) where !isOver() {
                    guard let statement = statements.randomElement(using: &generator),
                        let choice = ["agree", "disagree", "pass"].randomElement(using: &generator)
                    else { return false }
                    person.sends(choice, to: statement)
                    let answer = try await session.post(
                        "/d/\(slug)/vote", [("token", token), ("statement", statement), ("choice", choice)])
                    guard answer.status == 303 else { return false }
                    person.remember(session.cookies)
                    person.isAcknowledged(choice, to: statement)
                    onAnswer()
                }
            }
            return true
        } catch {
            return false
        }
    }

    /// Compares what the server shows each person with their own account.
    ///
    /// - Returns: a sentence for each answer that is missing, wrong, or was never given.
    func differences(at address: String) async throws -> [String] {
        let words = ["Agree": "agree", "Disagree": "disagree", "Not sure": "pass"]
        var found: [String] = []
        for (number, person) in people.enumerated() {
            // Somebody who never got an answer is not known to the server by anything they could show.
            guard !person.cookies.isEmpty else { continue }
            let page = try await WebSession(address, cookies: person.cookies).get("/d/\(slug)/mine")
            var kept: [String: String] = [:]
            for item in page.body.components(separatedBy: "<li").dropFirst() {
                guard let statement = item.firstMatch(of: /name="statement" value="([^"]+)"/)?.1,
                    let word = item.firstMatch(of: /<strong>([^<]+)<\/strong>/)?.1
                else { continue }
                kept[String(statement)] = words[String(word)] ?? String(word)
            }
            let account = person.account
            for (statement, possible) in account.possible where !possible.contains(kept[statement]) {
                found.append(
                    "person \(number): \(statement) is \(kept[statement] ?? "unanswered"), should be "
                        + possible.map { $0 ?? "unanswered" }.sorted().joined(separator: " or "))
            }
            for statement in kept.keys where account.possible[statement] == nil {
                found.append("person \(number): an answer to \(statement) that nobody gave")
            }
        }
        return found
    }

    /// Lets go of those who were compared, so that the next round begins with new people.
    func sendHome() { everybody.withLock { $0 = [] } }
}
