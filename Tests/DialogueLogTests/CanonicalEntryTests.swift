import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@testable import DialogueLog

@Suite struct CanonicalEntryTests {
    @Test func `every entry of the shared vectors is read and written back the same`() throws {
        let vectors = try LogVectors.read()
        #expect(!(vectors.jirga.entries ?? []).isEmpty)
        for vector in vectors.jirga.entries ?? [] {
            let entry = try #require(CanonicalEntry(bytes: bytes(hex: vector.hex)), "\(vector.kind)")
            #expect(entry.bytes == bytes(hex: vector.hex), "\(vector.kind)")
        }
    }

    @Test func `bytes that are no canonical entry are refused`() throws {
        for vector in try LogVectors.read().negativeEntries {
            #expect(CanonicalEntry(bytes: bytes(hex: vector.hex)) == nil, "\(vector.name)")
            do throws(EntryProblem) {
                _ = try CanonicalEntry(reading: bytes(hex: vector.hex))
            } catch {
                #expect(error.description == vector.error, "\(vector.name)")
            }
        }
    }

    @Test func `an entry cut anywhere or with a byte added is refused`() {
        var entry = CanonicalEntry(type: 0x0012)
        entry.append(0x12, Array(repeating: 7, count: 16))
        entry.append(0x21, text: "fa-AF")
        let whole = entry.bytes
        #expect(CanonicalEntry(bytes: whole) == entry)
        for length in whole.indices { #expect(CanonicalEntry(bytes: Array(whole.prefix(length))) == nil) }
        #expect(CanonicalEntry(bytes: whole + [0]) == nil)
    }

    @Test func `a vote's entry holds the commitment and nothing else`() {
        var generator = SeededGenerator(seed: 1)
        let secrets = ParticipantSecrets(using: &generator)
        let commitment = Commitment(
            vote: 1, dialogue: Array(repeating: 1, count: 16), statement: Array(repeating: 2, count: 16), revision: 1,
            secrets: secrets)
        let entry = Act.vote(commitment).entry(in: Array(repeating: 1, count: 16), at: 1_700_000_000_000)
        #expect(entry.bytes.count == 46)
        #expect(entry.fields.map(\.value) == [commitment.bytes])
    }

    @Test func `times in entries are rounded down to ten minutes`() {
        let entry = Act.phaseChanged(to: 2, role: .facilitator).entry(in: [], at: 1_700_000_123_456)
        let seconds = entry.fields.last?.value.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(seconds == 1_699_999_800)
    }
}

@Suite struct CommitmentTests {
    @Test func `vote commitments are those of the shared vectors`() throws {
        let vectors = try LogVectors.read()
        let commitments = vectors.commitments
        let secrets = ParticipantSecrets(
            key: bytes(hex: commitments.participantKeyHex), tag: bytes(hex: commitments.participantTagHex))
        let dialogue = bytes(hex: try #require(vectors.jirga.dialogueIdHex))
        #expect(!commitments.votes.isEmpty)
        for vote in commitments.votes {
            let opening = VoteOpening(
                of: vote.choice, dialogue: dialogue,
                statement: bytes(hex: commitments.statementIdHex), revision: vote.rev, secrets: secrets)
            #expect(opening?.body == bytes(hex: vote.bodyHex))
            let commitment = Commitment(
                vote: vote.choice, dialogue: dialogue,
                statement: bytes(hex: commitments.statementIdHex), revision: vote.rev, secrets: secrets)
            #expect(commitment.bytes == bytes(hex: vote.commitHex))
        }
    }

    @Test func `a flag never commits to the same bytes as a vote`() {
        var generator = SeededGenerator(seed: 2)
        let secrets = ParticipantSecrets(using: &generator)
        let id = Array(repeating: UInt8(9), count: 16)
        let vote = Commitment(vote: 1, dialogue: id, statement: id, revision: 1, secrets: secrets)
        let flag = Commitment(notUnderstood: true, dialogue: id, statement: id, revision: 1, secrets: secrets)
        #expect(vote != flag)
    }
}

@Suite struct SignedWordsTests {
    @Test func `the fingerprint and the promise are those of the shared vectors`() throws {
        let vectors = try LogVectors.read()
        for checkpoint in vectors.checkpoints {
            #expect(Fingerprint(checkpoint: checkpoint.text).description == checkpoint.fingerprint)
        }
        let promise = try #require(SealingPromise(vectors.promise.text))
        #expect(promise.text == vectors.promise.text)
        let key = try #require(vectors.keys["promise"])
        try SignedNote(parsing: vectors.promise.note).verified(by: [VerifierKey(key.vkey)])
    }
}
