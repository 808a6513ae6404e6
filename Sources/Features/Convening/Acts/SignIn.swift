import DialogueLog
import Journal
package import SQLStore

/// Lets a worker in and remembers it until the session runs out.
package enum SignIn {
    /// What the browser keeps: 256 bits of chance. The database keeps only its digest.
    package struct Session: Sendable {
        package let worker: Worker
        package let token: String
    }

    /// Uses up a one-time link.
    ///
    /// - Throws: ``SignInRefusal/linkNotGood``.
    package static func withLink(
        _ code: String, in transaction: SQLTransaction, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws -> Session {
        let store = ConveningStore(transaction)
        guard let worker = try store.takeLink(digest: digest(of: code), at: time) else {
            throw SignInRefusal.linkNotGood
        }
        return try open(for: worker, in: transaction, at: time, using: &generator)
    }

    /// Opens a session for somebody whose passphrase has been found right.
    package static func open(
        for worker: Worker, in transaction: SQLTransaction, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws -> Session {
        let store = ConveningStore(transaction)
        try store.deleteExpired(at: time)
        let token = secretCode(using: &generator)
        try store.insertSession(
            digest: digest(of: token), for: worker.id, expiresAt: time + SignInRules.sessionLifetime)
        return Session(worker: worker, token: token)
    }

    package static func out(token: String, in transaction: SQLTransaction) throws {
        try ConveningStore(transaction).deleteSession(digest: digest(of: token))
    }
}

/// A one-time link by which one worker signs in without a passphrase.
package struct IssueSignInLink: Sendable {
    package var worker: Worker.ID
    package var lifetime: Int64

    package init(for worker: Worker.ID, lifetime: Int64 = SignInRules.linkLifetime) {
        self.worker = worker
        self.lifetime = lifetime
    }

    /// - Returns: the code that goes into the link. It can't be read back.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> String {
        let code = secretCode(using: &generator)
        try ConveningStore(transaction).insertLink(
            digest: digest(of: code), for: worker, expiresAt: time + lifetime)
        return code
    }
}

private func secretCode(using generator: inout some RandomNumberGenerator) -> String {
    hexadecimal(randomBytes(32, using: &generator))
}
