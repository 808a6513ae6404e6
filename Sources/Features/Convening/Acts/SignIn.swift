import DialogueLog
import Journal
package import SQLStore

/// Lets a worker in and remembers it until the session is over.
package enum SignIn {
    /// What the browser keeps: 256 bits of chance. The database keeps only its digest.
    package struct Session: Sendable {
        package let worker: Worker
        package let token: String
        /// ``WorkerSession/id``
        package let id: String
    }

    /// Uses up a one-time link.
    ///
    /// - Parameter former: the secret of the session that the browser had before, which is over now.
    /// - Throws: ``SignInRefusal/linkNotGood``.
    package static func withLink(
        _ code: String, replacing former: String? = nil, in transaction: SQLTransaction, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws -> Session {
        let store = ConveningStore(transaction)
        guard let worker = try store.takeLink(digest: digest(of: code), at: time) else {
            throw SignInRefusal.linkNotGood
        }
        return try open(for: worker, replacing: former, in: transaction, at: time, using: &generator)
    }

    /// Opens a session for somebody whose passphrase has been found right. Its secret is new, whatever the browser had.
    package static func open(
        for worker: Worker, replacing former: String? = nil, in transaction: SQLTransaction, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws -> Session {
        let store = ConveningStore(transaction)
        try store.deleteExpired(at: time)
        if let former { try store.deleteSession(digest: digest(of: former)) }
        let token = secretCode(using: &generator)
        let session = WorkerSession(
            id: hexadecimal(randomBytes(16, using: &generator)), worker: worker, openedAt: time,
            seenHour: SessionRules.hour(of: time), provedAt: time)
        try store.insert(session, digest: digest(of: token))
        return Session(worker: worker, token: token, id: session.id)
    }

    /// Gives a session another secret, after its worker has given the passphrase once more. How long it lasts does not
    /// change.
    ///
    /// - Returns: the new secret; nil where the session is gone.
    package static func again(
        token: String, in transaction: SQLTransaction, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws -> String? {
        let other = secretCode(using: &generator)
        let isThere = try ConveningStore(transaction)
            .renew(session: digest(of: token), to: digest(of: other), provedAt: time)
        return isThere ? other : nil
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
