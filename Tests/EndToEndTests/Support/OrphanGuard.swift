import Foundation
import JirgaTestSupport
import Synchronization

/// Ends the programs that tests left running, whichever way this process ends.
///
/// A shell waits at the other end of a pipe. When the pipe closes, it kills whatever was not reported as ended.
final class OrphanGuard: Sendable {
    static let shared = OrphanGuard()

    private let pipe = Mutex<FileHandle?>(nil)

    private init() {
        let script = """
            trap '' INT TERM HUP
            running=' '
            while read -r sign pid; do
                case $sign in
                +) running="$running$pid " ;;
                -) running=${running/ $pid / } ;;
                esac
            done
            for pid in $running; do kill -9 -- "-$pid" "$pid"; done
            """
        let lifeline = Pipe.alone()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", script]
        shell.standardInput = lifeline
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        guard (try? shell.start()) != nil else { return }
        pipe.withLock { $0 = lifeline.fileHandleForWriting }
    }

    func started(_ pid: Int32) { tell("+ \(pid)\n") }

    func ended(_ pid: Int32) { tell("- \(pid)\n") }

    private func tell(_ line: String) {
        pipe.withLock { try? $0?.write(contentsOf: Data(line.utf8)) }
    }
}
