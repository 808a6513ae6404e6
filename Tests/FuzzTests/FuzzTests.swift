import Crypto
import DecisionRules
import DialogueLog
import Foundation
import HTTPTypes
import JirgaTestSupport
import PolisFormat
import Site
import Testing
import TextAnalysis
import TransparencyLog

/// Everything that reads bytes from outside, with bytes nobody meant. What is being tested is that there is an answer: no
/// trap and no end. Where something is accepted, what it says of itself must be true as well.
@Suite struct FuzzTests {
    private func bytes(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }

    /// Text for what reads text: only what is text gets that far.
    private func text(_ input: [UInt8]) -> String? { String(validating: input, as: UTF8.self) }

    // MARK: Requests

    @Test func `forms`() {
        FuzzRun.run(
            "form",
            bytes("token=a.b&statement=s&choice=agree", "a=b", "text=%D8%A2%D8%A8+1&x=", "a=1&b=2&c=3&d=%E2%82%AC")
        ) { input in
            guard let form = try? FormData(input) else { return }
            #expect(Set(form.names).count == form.names.count && form.names.allSatisfy { !$0.isEmpty })
            for name in form.names {
                _ = try? form.text(name, limit: 100)
                _ = try? form.integer(name, in: 0...1_000)
                _ = try? form.typedNumber(name, in: 0...1_000)
            }
        }
    }

    @Test func `addresses`() {
        FuzzRun.run(
            "path", bytes("/", "/d/demo?show=3", "/fa/d/%D8%A2%D8%A8/list?p=2&q=a+b", "/assets/jirga.css", "/en")
        ) {
            guard let target = text($0), let path = try? RequestPath(target) else { return }
            #expect(path.path.hasPrefix("/") && !path.path.contains("\0") && !path.path.contains("/../"))
        }
    }

    @Test func `cookies`() {
        FuzzRun.run("cookies", bytes("jirga-participant=a1b2", "a=b; c=d; __Host-x=y", "a=b;a=c", ";;;=;")) { input in
            guard let value = text(input) else { return }
            var headers: HTTPFields = [:]
            headers[.cookie] = value
            for isSecure in [true, false] {
                _ = try? RequestCookies(headers, isSecure: isSecure)["jirga-participant"]
            }
        }
    }

    @Test func `form tokens`() {
        let tokens = FormTokens(key: .init(size: .bits256))
        let origin = RequestOrigin(fetchSite: nil, origin: nil, host: nil)
        FuzzRun.run("token", bytes(tokens.issue(for: "me", at: fixedTime), "a.b", ".", "zzzzzzzzzzzzz.AAAA")) { input in
            guard let token = text(input), token != tokens.issue(for: "me", at: fixedTime) else { return }
            // Base64 has spare bits at its end, so that a few texts are the same bytes.
            guard (try? tokens.verify(token, identity: "me", origin: origin, at: fixedTime)) != nil else { return }
            #expect(token.dropLast() == tokens.issue(for: "me", at: fixedTime).dropLast())
        }
    }

    @Test func `ranges of addresses`() {
        FuzzRun.run("range", bytes("10.0.0.0/8", "::1", "2001:db8::/32", "192.0.2.7")) {
            if let text = text($0) { _ = AddressRange(text) }
        }
    }

    // MARK: Texts

    @Test func `statements`() {
        let policy = TextPolicy(characters: 280, bytes: 1_120)
        FuzzRun.run("text", bytes("Water is life.", "آب زندگی است‌.", "👩‍👩‍👧 🇦🇫 é", "a\u{0301}\u{0301}", "ไทย")) { input in
            guard let admitted = try? policy.admit(input) else { return }
            #expect((try? policy.admit(admitted)) == admitted, "what is admitted is admitted again, unchanged")
            _ = TextPolicy.personalDataHints(in: admitted)
            _ = TextPolicy.mixesScripts(admitted)
            _ = FoldedText(admitted)
        }
    }

    @Test func `language tags`() {
        FuzzRun.run("language", bytes("en", "fa-AF", "zh-Hant-TW", "x-private")) {
            if let text = text($0) { _ = LanguageTag(text) }
        }
    }

    // MARK: Files

    @Test func `exports`() {
        let votes = "timestamp,datetime,comment-id,voter-id,vote\n1700000000000,x,0,0,1\n1700000000000,x,1,0,-1\n"
        let comments =
            "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
            + "1700000000000,x,0,0,1,0,1,\"Water, \"\"all\"\" of it\"\n1700000000000,x,1,0,0,1,1,Roads\n"
        let matrix = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n0,0,1,2,1,1,1,-1\n"
        for (name, seed) in [("votes.csv", votes), ("comments.csv", comments), ("participants-votes.csv", matrix)] {
            FuzzRun.run(name, bytes(seed, votes, comments)) { input in
                var files = [PolisFile(name: name, bytes: input)]
                if name == "comments.csv" { files.append(PolisFile(name: "votes.csv", bytes: Array(votes.utf8))) }
                _ = try? PolisConversation.read(files)
            }
        }
    }

    @Test func `published results`() {
        FuzzRun.run(
            "blob", bytes(#"{"n":2,"n-cmts":1,"tids":[0],"base-clusters":{"x":[1.5],"y":[0],"id":[0]}}"#, "[1]")
        ) {
            _ = try? PolisBlob.read(PolisFile(name: "blob.json", bytes: $0))
        }
    }

    @Test func `worked cases of decision rules`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = try Data(contentsOf: tests.appendingPathComponent("Vectors/decision-vectors.json"))
        // Single cases, because inputs are cut off where they grow long.
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("  {") }
        let cases = lines.map { line in
            let vector = line.hasSuffix(",") ? line.dropLast() : line
            return Array(#"{"schema":"jirga.decision-vectors/1","vectors":[\#(vector)]}"#.utf8)
        }
        try #require(cases.count > 60)
        FuzzRun.run("vectors", cases) { input in
            guard let vectors = try? DecisionVectors(json: input).vectors else { return }
            for vector in vectors {
                switch vector.evaluate() {
                case .same(let result), .differs(let result): #expect(!result.notation.written.isEmpty)
                case .withoutInput: break
                case .unreadable(let problem): #expect(problem.vector == vector.index)
                }
            }
        }
    }

    @Test func `texts of decision rules`() {
        let rules: [DecisionRule] = [
            .qualifiedMajority(QualifiedMajority(.majority, quorum: .members(3))),
            .silence(
                SilenceProcedure(calendar: WorkingCalendar(holidays: [-3, 19_223], offset: -270), hold: .minutes(60))),
            .package(
                final: .constituencyVeto(base: .consensus(.none), ConstituencyVeto(constituencies: ["n", "\"شمال"]))),
            .sufficientFormula(SufficientFormula(blocs: ["u"], poll: 97, blocPolls: ["u": 5], governments: ["UK"])),
            .twoThresholds(TwoThresholds()), .stagedSelection(StagedSelection(endorsements: ["west": 8])),
        ]
        FuzzRun.run("rule", rules.map { Array(DecisionLadder($0).canonicalText.utf8) }) {
            guard let text = text($0), let ladder = try? DecisionLadder(canonicalText: text) else { return }
            #expect(Array(ladder.canonicalText.utf8) == $0, "a rule has one text")
            _ = try? ladder.blocking(among: [Ballot(member: "A", value: .none), Ballot(member: "B", value: .none)])
        }
    }

    // MARK: The log

    private func note() throws -> (note: SignedNote, key: SigningKey) {
        let key = try #require(SigningKey(name: "example.org/log", type: .ed25519))
        let checkpoint = Checkpoint(origin: "example.org/log", size: 3, root: TreeHash.leaf([1]))
        var note = try SignedNote(text: checkpoint.text)
        try note.sign(with: key)
        return (note, key)
    }

    @Test func `signed notes and checkpoints`() throws {
        let (note, key) = try note()
        FuzzRun.run("note", [note.bytes]) { input in
            guard let parsed = try? SignedNote(input) else { return }
            #expect(parsed.bytes == input)
            _ = try? Checkpoint(parsed.text)
            guard let checkpoint = try? Checkpoint(parsed, signedBy: [key.verifier], origin: "example.org/log") else {
                return
            }
            #expect(checkpoint.text == note.text, "only what was signed is signed")
        }
        FuzzRun.run("checkpoint", bytes(note.text)) {
            guard let text = text($0), let checkpoint = try? Checkpoint(text) else { return }
            #expect(text.hasPrefix(checkpoint.origin))
        }
    }

    @Test func `receipts and requests to witnesses`() throws {
        let (note, key) = try note()
        let receipt = InclusionReceipt(
            extra: [1, 2], index: 1, hashes: [TreeHash.leaf([2]), TreeHash.leaf([3])], note: note)
        FuzzRun.run("receipt", [receipt.bytes]) { input in
            guard let parsed = try? InclusionReceipt(input) else { return }
            _ = try? parsed.verify(TreeHash.leaf([1]), signedBy: [key.verifier])
        }
        FuzzRun.run("add-checkpoint", bytes("old 1\nAAAA\n\n") + [note.bytes]) { _ = try? AddCheckpoint($0) }
        FuzzRun.run("witnesses", bytes("log \(key.verifier.text)\nwitness a \(key.verifier.text)\nquorum a\n")) {
            if let text = text($0) { _ = try? WitnessPolicy(text) }
        }
        FuzzRun.run("key", bytes(key.verifier.text)) {
            guard let text = text($0), let parsed = try? VerifierKey(text) else { return }
            #expect((try? VerifierKey(parsed.text)) == parsed)
        }
    }

    @Test func `paths of tiles`() {
        FuzzRun.run("tile", bytes("tile/0/000", "tile/0/x001/234.p/5", "tile/entries/x001/x234/067", "tile/63/000")) {
            guard let text = text($0), let path = TilePath(text) else { return }
            #expect(path.text == text, "every tile has one path")
        }
    }

    @Test func `proofs`() {
        FuzzRun.run("proof", [(0..<40).map { UInt8($0) }, [UInt8](repeating: 0xFF, count: 90)]) { input in
            func number(_ place: Int) -> UInt64 { input.dropFirst(place).prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
            let hashes = input.dropFirst(17).prefix(70).map { TreeHash.leaf([$0]) }
            // Small sizes as often as enormous ones.
            let shift = UInt64(input.dropFirst(16).first ?? 0) % 64
            let (first, second) = (number(0) >> shift, number(8) >> shift)
            let root = TreeHash.leaf(input)
            #expect(throws: (any Error).self) {
                try InclusionProof(index: first, size: second, hashes: hashes).verify(
                    root, in: TreeHash.leaf([1, 2, 3]))
            }
            _ = try? ConsistencyProof(oldSize: first, newSize: second, hashes: hashes).verify(from: root, to: root)
            _ = TreeFrontier(size: first, bytes: input)
        }
    }

    @Test func `entries`() {
        var entry = CanonicalEntry(type: 0x20)
        entry.append(2, [UInt8](repeating: 7, count: 16))
        entry.append(9, [0, 0, 0, 0, 0, 0, 0, 1])
        FuzzRun.run("entry", [entry.bytes, CanonicalEntry(type: 1).bytes]) { input in
            guard let parsed = CanonicalEntry(bytes: input) else { return }
            #expect(parsed.bytes == input, "an entry has one form")
        }
    }
}
