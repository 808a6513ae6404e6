import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@Suite struct NoteTests {
    private static func key(_ name: String) throws -> SigningKey {
        let key = try #require(LogVectors.read().keys[name])
        return try #require(
            SigningKey(
                name: key.name, type: name == "witness" ? .cosignature : .ed25519, seed: bytes(hex: key.seedHex)))
    }

    @Test(arguments: ["log", "witness", "promise"]) func `keys are those of the vectors`(name: String) throws {
        let vector = try #require(LogVectors.read().keys[name])
        let key = try Self.key(name)
        #expect(key.verifier.text == vector.vkey)
        #expect(key.verifier.publicKey == bytes(hex: vector.publicHex))
        #expect(key.verifier.id == bytes(hex: vector.keyIdHex))
        #expect(try VerifierKey(vector.vkey) == key.verifier)
        #expect(try SigningKey(privateText: key.privateText).verifier == key.verifier)
    }

    @Test func `a key with a changed letter is refused`() throws {
        let text = try Self.key("log").verifier.text
        for place in text.indices {
            var changed = text
            changed.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
            #expect(throws: KeyProblem.self) { try VerifierKey(changed) }
        }
        for bad in ["", "+", "++", "a+b", "a b+00000000+AAAA", "a+00000000+", "a+00000000+\u{661}"] {
            #expect(throws: KeyProblem.self) { try VerifierKey(bad) }
        }
    }

    @Test func `checkpoints are signed and cosigned as in the vectors`() throws {
        let (log, witness) = (try Self.key("log"), try Self.key("witness"))
        for vector in try LogVectors.read().checkpoints {
            var note = try SignedNote(text: vector.text)
            try note.sign(with: log)
            #expect(note.note == vector.note)
            note.add(try Cosignature(text: note.text, time: vector.cosignTime, by: witness).noteSignature)
            #expect(note.note == vector.noteCosigned)

            let read = try SignedNote(parsing: vector.noteCosigned)
            #expect(read == note)
            #expect(try read.verified(by: [log.verifier, witness.verifier]).count == 2)
            let checkpoint = try Checkpoint(read, signedBy: [log.verifier], origin: "jirga.example/log/test1")
            #expect(checkpoint.size == vector.size)
            #expect(checkpoint.text == vector.text)
            #expect(WitnessPolicy(of: [witness.verifier]).isMet(by: read))
        }
    }

    @Test func `bad notes are refused, each for its own reason`() throws {
        let key = try Self.key("log").verifier
        let expected: [String: NoteProblem] = [
            "signature bit flipped": .badSignature(key.name), "tree size changed": .badSignature(key.name),
            "no blank line": .noEmptyLine, "CRLF line ends": .controlCharacter,
            "leading zero in size": .badSignature(key.name), "hyphen instead of em dash": .badSignatureLine(1),
            "unknown key id only": .noKnownSignature,
        ]
        for bad in try LogVectors.read().negativeNotes {
            #expect(throws: try #require(expected[bad.name]), "\(bad.name)") {
                try SignedNote(parsing: bad.note).verified(by: [key])
            }
        }
    }

    @Test func `well signed notes that are no checkpoints are refused, each for its own reason`() throws {
        let key = try Self.key("log").verifier
        let expected: [String: CheckpointProblem] = [
            "leading zero in size": .sizeNotDecimal, "negative size": .sizeNotDecimal,
            "plus sign in size": .sizeNotDecimal, "size 2^64": .sizeTooLarge, "root of 31 bytes": .rootLength(31),
            "root without base64 padding": .rootNotBase64, "two lines only": .tooFewLines,
            "empty origin": .noOrigin,
            "other origin": .otherOrigin(expected: key.name, found: "jirga.example/log/other"),
            "size 0 with a non-empty root": .rootOfNothing,
        ]
        for bad in try LogVectors.read().signedButMalformedNotes {
            if bad.name == "control character in text" {
                #expect(throws: NoteProblem.controlCharacter) { try SignedNote(parsing: bad.note) }
                continue
            }
            let note = try SignedNote(parsing: bad.note)
            try note.verified(by: [key])
            #expect(throws: try #require(expected[bad.name]), "\(bad.name)") {
                try Checkpoint(note, signedBy: [key], origin: key.name)
            }
        }
    }

    @Test func `a receipt is read, verified and written back`() throws {
        let (vectors, key) = (try LogVectors.read(), try Self.key("log").verifier)
        let receipt = try InclusionReceipt(Array(vectors.receiptTlogProof.utf8))
        #expect(receipt.bytes == Array(vectors.receiptTlogProof.utf8))
        #expect(receipt.extra == bytes(hex: vectors.jirga.leafDataHex[3]))
        let checkpoint = try receipt.verify(.leaf(receipt.extra ?? []), signedBy: [key])
        #expect(checkpoint.size == 8)
    }

    @Test func `a receipt with any bit changed shows nothing`() throws {
        let (vectors, key) = (try LogVectors.read(), try Self.key("log").verifier)
        // Cosignatures are not looked at here, and a receipt without them is as good.
        let original = try InclusionReceipt(Array(vectors.receiptTlogProof.utf8))
        var note = try SignedNote(text: original.note.text)
        for signature in original.note.signatures where signature.name == key.name { note.add(signature) }
        let receipt = InclusionReceipt(
            extra: original.extra, index: original.index, hashes: original.hashes, note: note
        ).bytes
        for place in receipt.indices {
            for bit in 0..<8 {
                var changed = receipt
                changed[place] ^= 1 << UInt8(bit)
                #expect(throws: (any Error).self) {
                    let receipt = try InclusionReceipt(changed)
                    try receipt.verify(.leaf(receipt.extra ?? []), signedBy: [key])
                }
            }
        }
    }
}
