internal import Foundation

/// The vectors of trees, proofs and notes that are shared with other implementations.
package struct LogVectors: Decodable {
    package struct Tree: Decodable {
        package struct Root: Decodable {
            package let hex: String
            package let base64: String
        }
        package struct Inclusion: Decodable {
            package let size: UInt64
            package let index: UInt64
            package let proof: [String]
        }
        package struct Consistency: Decodable {
            package let from: UInt64
            package let to: UInt64
            package let proof: [String]
        }
        package struct Entry: Decodable {
            package let kind: String
            package let hex: String
        }
        /// Those of a dialogue alone have one.
        package let dialogueIdHex: String?
        package let entries: [Entry]?
        package let leafDataHex: [String]
        package let leafHashHex: [String]
        package let roots: [String: Root]
        package let inclusion: [Inclusion]
        package let consistency: [Consistency]
    }
    package struct Key: Decodable {
        package let name: String
        package let seedHex: String
        package let publicHex: String
        package let keyIdHex: String
        package let vkey: String
    }
    package struct SignedCheckpoint: Decodable {
        package let size: UInt64
        package let text: String
        package let note: String
        package let noteCosigned: String
        package let cosignTime: UInt64
        package let fingerprint: String
    }
    package struct Note: Decodable {
        package let name: String
        package let note: String
    }
    package struct BadProof: Decodable {
        package let name: String
        package let size: UInt64
        package let index: UInt64
        package let leafHashHex: String
        package let proof: [String]
    }
    package struct Tiles: Decodable {
        package struct Path: Decodable {
            package let level: Int
            package let index: UInt64
            package let width: Int
            package let entries: Bool
            package let path: String
        }
        package struct Level: Decodable {
            package let level: Int
            package let full: UInt64
            package let partialWidth: Int
        }
        package struct Big: Decodable {
            package let rootHex: String
            package let sha256OfTile: [String: String]
            package let roots: [String: String]
        }
        package let size8: [String: String]
        package let paths: [Path]
        package let layout: [String: [Level]]
        package let big: Big
    }

    package struct BadEntry: Decodable {
        package let name: String
        package let hex: String
        package let error: String
    }
    package struct Commitments: Decodable {
        package struct Vote: Decodable {
            package let rev: UInt32
            package let choice: UInt8
            package let bodyHex: String
            package let commitHex: String
        }
        package let participantKeyHex: String
        package let participantTagHex: String
        package let statementIdHex: String
        package let votes: [Vote]
    }
    package struct Promise: Decodable {
        package let text: String
        package let note: String
    }

    package let rfc6962: Tree
    package let jirga: Tree
    package let keys: [String: Key]
    package let checkpoints: [SignedCheckpoint]
    package let receiptTlogProof: String
    package let witnessAddCheckpoint3To8: String
    package let tiles: Tiles
    package let negativeNotes: [Note]
    package let signedButMalformedNotes: [Note]
    package let negativeProofs: [BadProof]
    package let negativeEntries: [BadEntry]
    package let commitments: Commitments
    package let promise: Promise

    package static func read() throws -> LogVectors {
        let file = URL(fileURLWithPath: try SharedData.folder + "/data/log/merkle-vectors.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(LogVectors.self, from: Data(contentsOf: file))
    }
}

/// The bytes of hexadecimal digits as vectors have them.
package func bytes(hex: String) -> [UInt8] {
    let digits = Array(hex.utf8).map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
