import Foundation

/// How far a replay has come, on standard error: on a terminal one line that is written over, elsewhere, once it takes more
/// than two seconds, a line now and then.
final class ReplayProgress {
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var dueAt: ContinuousClock.Instant
    private var isShown = false

    init() {
        dueAt = .now + .seconds(isTerminal ? 0.5 : 2)
    }

    func update(_ done: Int, of all: Int) {
        guard ContinuousClock.now >= dueAt else { return }
        dueAt = .now + .seconds(isTerminal ? 0.5 : 5)
        isShown = true
        let line = "replay: \(Self.grouped(done)) of \(Self.grouped(all)) updates"
        Output.write(isTerminal ? "\r\(line)\u{1B}[K" : line + "\n", to: .standardError)
    }

    func finish() {
        if isTerminal, isShown { Output.write("\r\u{1B}[K", to: .standardError) }
    }

    /// With a comma before every three digits from the end.
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digits[index])
        }
    }
}
