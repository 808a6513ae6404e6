import Synchronization
import TransparencyLog

/// The private keys of an installation as they are now: those of a new generation are read while the program runs.
package final class LogKeyRing: Sendable {
    private let keys: Mutex<LogKeys?>
    private let read: @Sendable () throws -> LogKeys?

    /// Keys that do not change.
    package init(_ keys: LogKeys?) {
        self.keys = Mutex(keys)
        read = { nil }
    }

    /// - Parameter folder: where the keys are, and new ones will be.
    package init(_ keys: LogKeys?, readAgainFrom folder: KeyFolder) {
        self.keys = Mutex(keys)
        let installation = keys?.installation
        read = { try installation.flatMap { try folder.keys(of: $0) } }
    }

    /// Nil where there are none.
    package var current: LogKeys? { keys.withLock { $0 } }

    /// Takes in keys of newer generations, where the folder has them. Keys of another installation are left alone.
    ///
    /// - Throws: ``KeyFolderProblem``.
    func renew() throws {
        guard let found = try read() else { return }
        keys.withLock { keys in
            guard let known = keys, found.promise.verifier == known.promise.verifier,
                found.newestGeneration > known.newestGeneration
            else { return }
            keys = found
        }
    }
}
