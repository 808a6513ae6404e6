package import SQLStore

/// Signs a worker out: in one browser, in all others, or everywhere.
package struct EndSessions: Sendable {
    package enum Which: Sendable, Hashable {
        case one(String)
        case allBut(String)
        case all
    }

    package var worker: Worker.ID
    package var which: Which
    /// Of an owner who does it to somebody else; nil for one's own sessions.
    package var standing: Standing?

    package init(_ which: Which, of worker: Worker.ID, by standing: Standing? = nil) {
        self.worker = worker
        self.which = which
        self.standing = standing
    }

    /// - Throws: ``StandingRefusal``.
    package func perform(in transaction: SQLTransaction) throws {
        if let standing { try StandingRules.check(standing, reaches: .owner) }
        let store = ConveningStore(transaction)
        switch which {
        case .one(let id): try store.deleteSession(id, of: worker)
        case .allBut(let id): try store.deleteSessions(of: worker, but: id)
        case .all: try store.deleteSessions(of: worker)
        }
    }
}
