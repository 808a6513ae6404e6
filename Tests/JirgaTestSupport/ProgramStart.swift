package import Foundation

private let lock = NSLock()

/// Foundation notices that a program has ended by a descriptor that nobody else may hold. Started while another is being
/// started, a program can inherit the other's, and one that lives on, such as a database server, keeps it open for good:
/// the end of the other is never noticed. So tests start one at a time, and make what they give them in between.
extension Process {
    package func start() throws {
        try lock.withLock { try run() }
    }
}

extension Pipe {
    /// A pipe that no program inherits which is being started right now.
    package static func alone() -> Pipe {
        lock.withLock { Pipe() }
    }
}
