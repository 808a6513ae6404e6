import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@testable import DialogueLog

private func entry(_ type: UInt16, _ fields: [(UInt16, [UInt8])]) -> [UInt8] {
    var entry = CanonicalEntry(type: type)
    for (tag, value) in fields { entry.append(tag, value) }
    return entry.bytes
}

@Suite struct LoggedEntryTests {
    private static let id = Array(repeating: UInt8(7), count: 16)
    private static let hash = Array(repeating: UInt8(9), count: 32)

    private static var everyAct: [Act] {
        get throws {
            let commitment = try #require(Commitment(bytes: hash))
            let key = try #require(SigningKey(name: "example/log/1", type: .ed25519)).verifier.text
            return [
                .dialogueMade(rules: "a", role: .owner), .dialogueChanged(rules: "b", role: .facilitator),
                .phaseChanged(to: 1, role: .program), .vote(commitment), .flag(commitment),
                .statement(id: id, text: commitment, language: "fa-AF", origin: 1),
                .translation(id: id, text: commitment, language: "en", role: .moderator),
                .moderation(id: id, action: 1, reason: 2, role: .moderator),
                .result(digest: hash, input: hash, algorithm: "honest/1", log: SealedRoot(size: 3, root: hash)),
                .logOpened(origin: "example/log/1", rules: hash, key: key, former: nil),
                .keyChanged(to: key, from: 4, signature: hash + hash),
                .anchored(origin: "example/log/1", at: SealedRoot(size: 3, root: hash)),
                .erased(count: 2, list: commitment), .admitted(batch: id, credential: commitment),
                .batchExcluded(batch: id, reason: 1, approvers: [.owner, .facilitator]),
                .batchRestored(batch: id, reason: 1, approvers: [.owner, .facilitator]),
                .batchIssued(batch: id, kind: .codes, count: 100),
            ]
        }
    }

    @Test func `every act that can be written can be read`() throws {
        var kinds: Set<LoggedEntry.Kind> = []
        for act in try Self.everyAct {
            kinds.insert(try LoggedEntry(act.entry(in: Self.id, at: 1_700_000_000_000).bytes).kind)
        }
        #expect(kinds == Set(LoggedEntry.Kind.allCases))
    }

    @Test func `an entry that lacks a field its kind needs, or has one cut, is refused`() throws {
        for act in try Self.everyAct {
            let whole = act.entry(in: Self.id, at: 1_700_000_000_000)
            for field in whole.fields {
                let others = whole.fields.filter { $0.tag != field.tag }.map { ($0.tag, $0.value) }
                let needed = LoggedEntry.Kind(rawValue: whole.type)?.fields[field.tag]?.isNeeded ?? false
                if needed {
                    #expect(throws: EntryProblem.missingTag(field.tag)) { try LoggedEntry(entry(whole.type, others)) }
                }
                let emptied = whole.fields.map { ($0.tag, $0.tag == field.tag ? [] : $0.value) }
                #expect(throws: EntryProblem.badValue(tag: field.tag)) { try LoggedEntry(entry(whole.type, emptied)) }
            }
        }
    }

    @Test func `unknown types and fields are refused, unless the field says it may be passed over`() throws {
        #expect(throws: EntryProblem.unknownType(0x7777)) { try LoggedEntry(entry(0x7777, [])) }
        #expect(throws: EntryProblem.unknownTag(0x21)) {
            try LoggedEntry(entry(0x11, [(0x20, Self.hash), (0x21, [1])]))
        }
        let skipped = try LoggedEntry(entry(0x11, [(0x20, Self.hash), (0x8021, [1])]))
        #expect(skipped[0x20] == Self.hash)
    }

    @Test func `numbers beyond their range are refused`() {
        #expect(throws: EntryProblem.badValue(tag: 0x09)) {
            try LoggedEntry(entry(0x03, [(0x09, Array(repeating: 255, count: 8)), (0x20, Self.hash)]))
        }
        #expect(throws: EntryProblem.badValue(tag: 0x2B)) {
            try LoggedEntry(
                entry(0x18, [(0x02, Self.id), (0x11, Self.id), (0x2B, [4]), (0x2C, Array(repeating: 0, count: 8))]))
        }
    }

    @Test func `a vote's opening leads to its entry, and no other choice does`() throws {
        var generator = SeededGenerator(seed: 5)
        let secrets = ParticipantSecrets(using: &generator)
        let opening = try #require(
            VoteOpening(of: 1, dialogue: Self.id, statement: Self.id, revision: 2, secrets: secrets))
        let commitment = Commitment(vote: 1, dialogue: Self.id, statement: Self.id, revision: 2, secrets: secrets)
        #expect(opening.commitment == commitment)
        #expect(VoteOpening(nonce: opening.nonce, body: opening.body) == opening)
        for choice in UInt8(0)...3 where choice != 1 {
            let other = VoteOpening(of: choice, dialogue: Self.id, statement: Self.id, revision: 2, secrets: secrets)
            #expect(other?.commitment != commitment)
        }
        #expect(VoteOpening(of: 4, dialogue: Self.id, statement: Self.id, revision: 2, secrets: secrets) == nil)
    }
}
