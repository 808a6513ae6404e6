/// The table that Jigsaw's Sensemaking tools read: one row for each statement, with the votes of each opinion group
/// counted. There are no people in it.
///
/// Columns: `comment-id`, `comment_text`; `votes`, `agrees`, `disagrees`, `passes` of everybody; and for each group, named
/// "a", "b" and so on, `a-votes`, `a-agree-count`, `a-disagree-count`, `a-pass-count`. The tools find the groups by the
/// ending `-agree-count` in the first line, so that no column name may stand in quotation marks; where there are groups they
/// use their counts alone, else those of everybody. The shape is described in the README of their `library` folder.
///
/// Left out are statements that were rejected, those about the people who answer, and those still waiting for a moderator
/// on which nobody has voted: the tools quote and summarize whatever they are given.
///
/// People in no group are counted in the columns of everybody and in no group.
package struct SensemakingTable: Sendable {
    private let conversation: PolisConversation
    private let tallies: Tallies

    /// - Parameter conversation: participants with groups from 0; one vote for each pair.
    package init(_ conversation: PolisConversation) {
        self.conversation = conversation
        tallies = Tallies(conversation)
    }

    /// The statements that have a row, in their order in the conversation.
    package var statements: [PolisStatement] {
        conversation.statements.filter { statement in
            switch statement.moderation {
            case _ where statement.isMeta == true: false
            case .rejected: false
            case .accepted: true
            case .pending: tallies.statements[statement.id] != nil
            }
        }
    }

    package var groupCount: Int { tallies.groups.count }

    /// The table as comma separated values. Text is guarded by ``FormulaGuard``.
    package func csv() -> [UInt8] {
        var csv = CSVWriter()
        for name in ["comment-id", "comment_text", "votes", "agrees", "disagrees", "passes"] { csv.name(name) }
        for group in tallies.groups {
            for part in ["votes", "agree-count", "disagree-count", "pass-count"] {
                csv.name("\(groupLetters(group))-\(part)")
            }
        }
        csv.endRow()
        for statement in statements {
            csv.number(statement.id)
            csv.text(statement.text)
            let everybody = [tallies.statements[statement.id] ?? Tally()]
            for tally in everybody + tallies.groups.map({ tallies.tally(ofGroup: $0, on: statement.id) }) {
                csv.number(tally.seen)
                csv.number(tally.agrees)
                csv.number(tally.disagrees)
                csv.number(tally.passes)
            }
            csv.endRow()
        }
        return csv.bytes
    }
}
