package import Convening

/// Why nobody can state or vote at the moment.
package enum FloorClosure: Error, Sendable, Hashable {
    /// Only workers know of it.
    case draft
    case opensLater(at: Int64?)
    case paused
    case closed(since: Int64?)

    package static func check(_ opening: Dialogue.Opening, at time: Int64) throws(FloorClosure) {
        if opening.isClosed(at: time) { throw .closed(since: opening.closesAt) }
        if opening.isOpen(at: time) { return }
        switch opening.phase {
        case .draft: throw .draft
        case .paused: throw .paused
        case .open, .closed: throw .opensLater(at: opening.opensAt)
        }
    }
}
