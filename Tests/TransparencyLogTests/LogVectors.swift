import Foundation
import JirgaTestSupport

/// The vectors of trees, proofs and notes that are shared with other implementations.
struct LogVectors: Decodable {
    struct Tree: Decodable {
        struct Root: Decodable {
            let hex: String
            let base64: String
        }
        struct Inclusion: Decodable {
            let size: UInt64
            let index: UInt64
            let proof: [String]
        }
        struct Consistency: Decodable {
            let from: UInt64
            let to: UInt64
            let proof: [String]
        }
        let leafDataHex: [String]
        let leafHashHex: [String]
        let roots: [String: Root]
        let inclusion: [Inclusion]
        let consistency: [Consistency]
    }
    struct Key: Decodable {
        let name: String
        let seedHex: String
        let publicHex: String
        let keyIdHex: String
        let vkey: String
    }
    struct SignedCheckpoint: Decodable {
        let size: UInt64
        let text: String
        let note: String
        let noteCosigned: String
        let cosignTime: UInt64
    }
    struct Note: Decodable {
        let name: String
        let note: String
    }
    struct BadProof: Decodable {
        let name: String
        let size: UInt64
        let index: UInt64
        let leafHashHex: String
        let proof: [String]
    }
    struct Tiles: Decodable {
        struct Path: Decodable {
            let level: Int
            let index: UInt64
            let width: Int
            let entries: Bool
            let path: String
        }
        struct Level: Decodable {
            let level: Int
            let full: UInt64
            let partialWidth: Int
        }
        struct Big: Decodable {
            let rootHex: String
            let sha256OfTile: [String: String]
            let roots: [String: String]
        }
        let size8: [String: String]
        let paths: [Path]
        let layout: [String: [Level]]
        let big: Big
    }

    let rfc6962: Tree
    let jirga: Tree
    let keys: [String: Key]
    let checkpoints: [SignedCheckpoint]
    let receiptTlogProof: String
    let witnessAddCheckpoint3To8: String
    let tiles: Tiles
    let negativeNotes: [Note]
    let signedButMalformedNotes: [Note]
    let negativeProofs: [BadProof]

    static func read() throws -> LogVectors {
        let file = URL(fileURLWithPath: try SharedData.folder + "/data/log/merkle-vectors.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(LogVectors.self, from: Data(contentsOf: file))
    }
}

func bytes(hex: String) -> [UInt8] {
    let digits = Array(hex.utf8).map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
