/// One browser in which a worker is signed in. Holds nothing of the browser and nothing of where it is.
package struct WorkerSession: Sendable, Hashable {
    /// Names the session to its worker and binds forms to it. It opens nothing, and it stays when the secret that does
    /// is changed.
    package let id: String
    package let worker: Worker
    /// Milliseconds since 1970.
    package let openedAt: Int64
    /// The beginning of the hour in which it was last used; finer is not kept.
    package let seenHour: Int64
    /// When its worker last gave a link or a passphrase.
    package let provedAt: Int64

    package init(id: String, worker: Worker, openedAt: Int64, seenHour: Int64, provedAt: Int64) {
        self.id = id
        self.worker = worker
        self.openedAt = openedAt
        self.seenHour = seenHour
        self.provedAt = provedAt
    }
}
