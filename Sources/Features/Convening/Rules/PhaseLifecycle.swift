/// Why a dialogue can't move to the phase asked for.
package enum PhaseRefusal: Error, Sendable, Hashable {
    /// From here there is no way there: a closed dialogue is never opened again, an open one is no draft any more.
    case notFromHere(from: Dialogue.Phase, to: Dialogue.Phase)
    /// With too few statements the first people would have nothing to answer.
    case tooFewStatements(found: Int, needed: Int)
    case closesInThePast
}

/// The phases of a dialogue: draft → open ⇄ paused → closed.
package enum PhaseLifecycle {
    package static let statementsNeeded = 10

    /// - Parameter shownStatements: how many statements people could answer at once.
    package static func check(
        _ dialogue: Dialogue, to phase: Dialogue.Phase, shownStatements: Int, at time: Int64
    ) throws(PhaseRefusal) {
        guard next(after: dialogue, at: time).contains(phase) else {
            throw .notFromHere(from: dialogue.phase, to: phase)
        }
        guard phase == .open else { return }
        if let closes = dialogue.closesAt, closes <= time { throw .closesInThePast }
        if shownStatements < statementsNeeded {
            throw .tooFewStatements(found: shownStatements, needed: statementsNeeded)
        }
    }

    /// The phases a dialogue may move to now.
    package static func next(after dialogue: Dialogue, at time: Int64) -> [Dialogue.Phase] {
        if dialogue.isClosed(at: time) { return [] }
        switch dialogue.phase {
        case .draft: return [.open]
        case .open: return [.paused, .closed]
        case .paused: return [.open, .closed]
        case .closed: return []
        }
    }
}
