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
    private let publish: Publish?
    private let groups: [Int]

    /// Agrees, disagrees and passes of some people.
    package typealias Row = (agrees: Int, disagrees: Int, passes: Int)
    /// Makes of the exact rows of one statement, and of the whole, those that may be published.
    package typealias Publish = @Sendable (_ groups: [Row], _ whole: Row) -> (groups: [Row], everybody: Row)

    /// - Parameters:
    ///   - conversation: participants with groups from 0; one vote for each pair.
    ///   - smallestGroup: groups with fewer people have no columns.
    ///   - publish: nil writes the counts as they are.
    package init(_ conversation: PolisConversation, smallestGroup: Int = 0, publish: Publish? = nil) {
        self.conversation = conversation
        self.publish = publish
        let sizes = Dictionary(grouping: conversation.participants.compactMap(\.group), by: \.self).mapValues(\.count)
        groups = Tallies(conversation).groups.filter { sizes[$0, default: 0] >= smallestGroup }
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

    package var groupCount: Int { groups.count }

    /// The table as comma separated values. Text is guarded by ``FormulaGuard``.
    package func csv() -> [UInt8] {
        var csv = CSVWriter()
        for name in ["comment-id", "comment_text", "votes", "agrees", "disagrees", "passes"] { csv.name(name) }
        for group in groups {
            for part in ["votes", "agree-count", "disagree-count", "pass-count"] {
                csv.name("\(groupLetters(group))-\(part)")
            }
        }
        csv.endRow()
        for statement in statements {
            csv.number(statement.id)
            csv.text(statement.text)
            let whole = (tallies.statements[statement.id] ?? Tally()).row
            let exact = groups.map { tallies.tally(ofGroup: $0, on: statement.id).row }
            let told = publish?(exact, whole) ?? (groups: exact, everybody: whole)
            for tally in [told.everybody] + told.groups {
                csv.number(tally.agrees + tally.disagrees + tally.passes)
                csv.number(tally.agrees)
                csv.number(tally.disagrees)
                csv.number(tally.passes)
            }
            csv.endRow()
        }
        return csv.bytes
    }
}

extension Tally {
    fileprivate var row: SensemakingTable.Row { (agrees, disagrees, passes) }
}
