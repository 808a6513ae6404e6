import Dispatch
import Foundation
import Synchronization

/// What is being done and for how long, on one line of a terminal, for work that cannot say how far it has come. Silent
/// for the first two seconds, and where standard error is no terminal.
final class Waiting {
    private let line: WaitingLine
    private let timer: (any DispatchSourceTimer)?

    init(_ title: String) {
        let line = WaitingLine(title)
        self.line = line
        guard isatty(FileHandle.standardError.fileDescriptor) == 1 else {
            timer = nil
            return
        }
        let timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + 2, repeating: .seconds(1))
        timer.setEventHandler { line.show() }
        timer.resume()
        self.timer = timer
    }

    func turn(to title: String) { line.turn(to: title) }

    /// Makes room for something else to be said.
    func clear() { line.clear() }

    /// To be called before anything else is said; saying it twice does no harm.
    func finish() {
        timer?.cancel()
        line.finish()
    }
}

private final class WaitingLine: Sendable {
    private struct State {
        var title: String
        var isShown = false
        var isFinished = false
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now

    init(_ title: String) {
        state = Mutex(State(title: title))
    }

    func turn(to title: String) { state.withLock { $0.title = title } }

    func show() {
        let seconds = Int(start.duration(to: .now).seconds)
        state.withLock { state in
            guard !state.isFinished else { return }
            state.isShown = true
            Output.write("\r\(state.title)  \(seconds) s\u{1B}[K", to: .standardError)
        }
    }

    func clear() {
        state.withLock { state in
            if state.isShown { Output.write("\r\u{1B}[K", to: .standardError) }
            state.isShown = false
        }
    }

    func finish() {
        state.withLock { state in
            if state.isShown { Output.write("\r\u{1B}[K", to: .standardError) }
            state.isShown = false
            state.isFinished = true
        }
    }
}
