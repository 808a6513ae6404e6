import Foundation
import Synchronization

/// Where the program speaks: data goes to standard output, talk to standard error.
enum Output {
    static func line(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    static func talk(_ text: String) {
        write(text + "\n", to: .standardError)
    }

    /// One JSON document with sorted keys.
    static func json(_ document: some Encodable) throws {
        line(String(decoding: try jsonBytes(document), as: UTF8.self))
    }

    static func jsonBytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Bytes of text for standard output, of which more will follow.
    static func write(_ text: [UInt8]) {
        // A reader that has gone away (a closed pipe) is no reason to fail.
        try? FileHandle.standardOutput.write(contentsOf: Data(text))
    }

    static func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone away (a closed pipe) is no reason to fail.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

/// How far long work has come, on one line of a terminal that is written over; silent where standard error is no terminal.
final class Progress: Sendable {
    private struct State {
        var shownAt: ContinuousClock.Instant?
        var isShown = false
    }

    private let title: String
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    init(_ title: String) {
        self.title = title
    }

    /// Shown only after the first second, and not more than ten times a second.
    func update(_ done: Int, of all: Int, _ unit: String) {
        guard isTerminal, all > 0, start.duration(to: .now) > .seconds(1) else { return }
        let isDue = state.withLock { state in
            if let shownAt = state.shownAt, shownAt.duration(to: .now) < .milliseconds(100) { return false }
            state.shownAt = .now
            state.isShown = true
            return true
        }
        guard isDue else { return }
        let share = Double(done) / Double(all)
        let filled = min(10, max(0, Int(share * 10)))
        let bar = String(repeating: "▓", count: filled) + String(repeating: "░", count: 10 - filled)
        Output.write("\r\(title)  \(bar)  \(Int(share * 100)) %  \(done) of \(all) \(unit)\u{1B}[K", to: .standardError)
    }

    func finish() {
        if state.withLock({ $0.isShown }) { Output.write("\r\u{1B}[K", to: .standardError) }
    }
}
