import Foundation
import Testing

@testable import PolisFormat

/// A small generator with a known sequence, so that a failure can be repeated from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Exports of real conversations, kept outside the project.
enum SharedData {
    static let folder: String? = {
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path
        let path = ProcessInfo.processInfo.environment["JIRGA_SHARED"] ?? beside
        guard FileManager.default.fileExists(atPath: path + "/data/polis") else {
            print("MISSING TEST DATA: no exports at \(path)/data/polis; set JIRGA_SHARED. Their tests are skipped.")
            return nil
        }
        return path + "/data"
    }()

    static var conversations: [String] {
        guard let folder else { return [] }
        return ["polis", "math"].flatMap { kind in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")) ?? []
            return names.sorted().map { "\(folder)/\(kind)/\($0)" }
        }
    }
}

func file(_ name: String, _ text: String) -> PolisFile { PolisFile(name: name, bytes: Array(text.utf8)) }

/// The error of reading these files, or nil when they read well.
func readingError(_ files: PolisFile..., sign: PolisVoteSign.Choice = .detect) -> PolisFormatError? {
    do throws(PolisFormatError) {
        _ = try PolisConversation.read(files, sign: sign)
        return nil
    } catch {
        return error
    }
}

func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "/polis-format-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
}
