package import Convening
import DialogueLog
import Journal
package import OpinionAnalysis

/// The votes of one dialogue at one moment, in a stable order.
///
/// Votes on statements that were taken out are here as well, marked as excluded, as Polis does it: then whoever has the
/// exported votes and the moderation can compute the very same map.
package struct FloorVotes: Sendable {
    /// All that are shown and all that anybody voted on, by number.
    package let statements: [Statement]
    /// By id, which is chance: nothing can be read from the order.
    package let participants: [Participant.ID]
    package private(set) var votes: [(participant: Int, statement: Int, vote: Vote)] = []

    package init(statements: [Statement], votes rows: [(Participant.ID, Statement.ID, VoteChoice)]) {
        let voted = Set(rows.map(\.1))
        self.statements = statements.filter { $0.state == .shown || voted.contains($0.id) }
            .sorted { $0.number < $1.number }
        participants = Set(rows.map(\.0)).sorted()
        let columns = Dictionary(
            self.statements.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let places = Dictionary(
            participants.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        votes.reserveCapacity(rows.count)
        for (participant, statement, choice) in rows {
            guard let row = places[participant], let column = columns[statement] else { continue }
            votes.append((row, column, choice.vote))
        }
        votes.sort { ($0.participant, $0.statement) < ($1.participant, $1.statement) }
    }

    /// Ids of the matrix: participants by their place in ``participants``, statements by their number.
    ///
    /// - Parameter silent: places of participants whose votes are left out, as if they had not voted.
    package func matrix(silencing silent: Set<Int> = []) throws(VoteMatrixError) -> VoteMatrix {
        try VoteMatrix(
            participants: participants.indices.map(String.init), statements: statements.map { String($0.number) },
            votes: silent.isEmpty ? votes : votes.filter { !silent.contains($0.participant) },
            excluded: Set(statements.indices.filter { statements[$0].state != .shown }),
            meta: Set(statements.indices.filter { statements[$0].isMeta }))
    }

    /// The numbers of the statements that are shown.
    package var shown: Set<Int> { Set(statements.lazy.filter { $0.state == .shown }.map(\.number)) }
    /// The numbers of those of them that say who somebody is.
    package var meta: Set<Int> { Set(statements.lazy.filter { $0.state == .shown && $0.isMeta }.map(\.number)) }

    /// SHA-256 of `participant,statement,vote` lines: the participant's place, the statement's number, 1, -1 or 0; sorted.
    package var digest: [UInt8] {
        var text = "jirga votes 1\n"
        for vote in votes {
            text += "\(vote.participant),\(statements[vote.statement].number),\(vote.vote.rawValue)\n"
        }
        return DialogueLog.digest(of: text)
    }
}
