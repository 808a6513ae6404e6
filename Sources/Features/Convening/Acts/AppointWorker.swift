import Journal
package import SQLStore

/// Gives somebody a role in a dialogue or, with no dialogue, in the installation as a whole.
package struct AppointWorker: Sendable {
    package var name: String
    package var role: WorkerRole
    package var dialogue: Dialogue.ID?
    /// Nil when the program makes the first owner.
    package var standing: Standing?

    package init(name: String, as role: WorkerRole, in dialogue: Dialogue.ID?, by standing: Standing?) {
        self.name = name
        self.role = role
        self.dialogue = dialogue
        self.standing = standing
    }

    /// - Returns: the worker, made now if nobody had that name.
    /// - Throws: ``SignInRefusal``, among them ``SignInRefusal/lastOwner`` where the last owner is given a lower role;
    ///   ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Worker {
        if let standing {
            try StandingRules.check(standing, reaches: dialogue == nil ? .owner : max(role, .facilitator))
        }
        let name = try NameRules.admit(name)
        let store = ConveningStore(transaction)
        let worker: Worker
        if let known = try store.worker(named: name) {
            worker = known.worker
        } else {
            try NameRules.check(name, among: try store.workerNames())
            worker = Worker(id: Worker.ID(at: time, using: &generator), name: name)
            try store.insert(worker, at: time)
        }
        if dialogue == nil, role != .owner { try store.checkOwnerRemains(without: worker.id) }
        try store.setRole(role, of: worker.id, in: dialogue)
        return worker
    }
}

/// Takes somebody's role away and ends their sessions.
package struct DismissWorker: Sendable {
    package var worker: Worker.ID
    package var dialogue: Dialogue.ID?
    package var standing: Standing

    package init(_ worker: Worker.ID, from dialogue: Dialogue.ID?, by standing: Standing) {
        self.worker = worker
        self.dialogue = dialogue
        self.standing = standing
    }

    /// - Throws: ``SignInRefusal/lastOwner``, ``StandingRefusal``.
    package func perform(in transaction: SQLTransaction) throws {
        try StandingRules.check(standing, reaches: dialogue == nil ? .owner : .facilitator)
        let store = ConveningStore(transaction)
        if dialogue == nil { try store.checkOwnerRemains(without: worker) }
        guard try store.standings(in: dialogue).contains(where: { $0.worker.id == worker }) else { return }
        try store.setRole(nil, of: worker, in: dialogue)
        try store.deleteSessions(of: worker)
    }
}

extension ConveningStore {
    /// - Throws: ``SignInRefusal/lastOwner`` where nobody else runs the installation.
    fileprivate func checkOwnerRemains(without worker: Worker.ID) throws {
        let owners = try standings(in: nil).filter { $0.role == .owner }
        if owners.count == 1, owners[0].worker.id == worker { throw SignInRefusal.lastOwner }
    }
}

/// Sets the name and passphrase a worker signs in with.
package struct SetCredentials: Sendable {
    package var worker: Worker
    package var name: String
    /// The stored form of the passphrase, hashed with scrypt before it came here; nil leaves it as it is.
    package var storedPassphrase: String?
    /// The session that stays when the passphrase changes; all others, and links, are no longer good then.
    package var keptSession: String?

    package init(of worker: Worker, name: String, storedPassphrase: String?, keeping session: String? = nil) {
        self.worker = worker
        self.name = name
        self.storedPassphrase = storedPassphrase
        keptSession = session
    }

    /// - Throws: ``SignInRefusal``.
    package func perform(in transaction: SQLTransaction) throws {
        let name = try NameRules.admit(name)
        let store = ConveningStore(transaction)
        if name != worker.name {
            try NameRules.check(name, among: try store.workerNames(but: worker.id))
            try store.rename(worker.id, to: name)
        }
        guard let storedPassphrase else { return }
        try store.setPassphrase(storedPassphrase, of: worker.id)
        try store.deleteSessions(of: worker.id, but: keptSession)
        try store.deleteLinks(of: worker.id)
    }
}
