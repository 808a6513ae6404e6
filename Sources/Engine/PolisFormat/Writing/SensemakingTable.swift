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
    private let published: [Int: PublishedRows]?
    private let groups: [Int]

    /// Agrees, disagrees and passes of some people.
    package typealias Row = (agrees: Int, disagrees: Int, passes: Int)
    /// What is published of one statement: by group, and of everybody.
    package typealias PublishedRows = (groups: [Row], everybody: Row)

    /// The counts as they are.
    ///
    /// - Parameter conversation: participants with groups from 0; one vote for each pair.
    package init(_ conversation: PolisConversation) {
        self.conversation = conversation
        published = nil
        tallies = Tallies(conversation)
        groups = tallies.groups
    }

    /// Published counts in the place of those of the conversation.
    ///
    /// - Parameters:
    ///   - groups: how many have numbers of their own.
    ///   - published: by the number of the statement, with a row for each group; what is missing is zero.
    package init(_ conversation: PolisConversation, groups: Int, published: [Int: PublishedRows]) {
        self.conversation = conversation
        self.published = published
        self.groups = Array(0..<groups)
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
            let told = rows(of: statement.id)
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

    private func rows(of statement: Int) -> PublishedRows {
        if let published {
            let none: Row = (0, 0, 0)
            let told = published[statement] ?? ([], none)
            return (groups.map { told.groups.indices.contains($0) ? told.groups[$0] : none }, told.everybody)
        }
        return (
            groups.map { tallies.tally(ofGroup: $0, on: statement).row },
            (tallies.statements[statement] ?? Tally()).row
        )
    }
}

extension Tally {
    fileprivate var row: SensemakingTable.Row { (agrees, disagrees, passes) }
}
