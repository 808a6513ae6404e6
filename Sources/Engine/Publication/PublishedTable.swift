/// A table of counts as somebody finds it published: in a file, on a page, in an archive.
package struct PublishedTable: Codable, Sendable, Hashable {
    /// A number of 0 says no more than "fewer than the smallest cell".
    package struct Row: Codable, Sendable, Hashable {
        /// The number of a statement.
        package let statement: Int
        /// The letter of a group; nil for everybody.
        package let group: String?
        package let agrees: Int
        package let disagrees: Int
        package let passes: Int

        package init(statement: Int, group: String?, agrees: Int, disagrees: Int, passes: Int) {
            self.statement = statement
            self.group = group
            self.agrees = agrees
            self.disagrees = disagrees
            self.passes = passes
        }

        var cells: [Int] { [agrees, disagrees, passes] }
        /// Nil where the numbers are too large for any count.
        var answers: Int? {
            cells.reduce(0) { sum, cell in
                sum.flatMap {
                    let (sum, isOver) = $0.addingReportingOverflow(cell)
                    return isOver ? nil : sum
                }
            }
        }
    }

    package var people: Int
    /// By letter; only those that are said.
    package var groupSizes: [String: Int]
    package var rows: [Row]
    /// Milliseconds since 1970.
    package var times: [Int64]

    package init(people: Int, groupSizes: [String: Int] = [:], rows: [Row] = [], times: [Int64] = []) {
        self.people = people
        self.groupSizes = groupSizes
        self.rows = rows
        self.times = times
    }
}

/// What a published table says that its profile forbids.
package enum PublicationViolation: Sendable, Hashable {
    /// Counts although too few people answered.
    case tooFewPeople(Int, needed: Int)
    case smallGroup(String, size: Int, needed: Int)
    /// `count` is above 0 and below the smallest cell.
    case smallCell(statement: Int, group: String?, count: Int, needed: Int)
    /// What the groups leave of the whole is above 0 and below the smallest cell, so that taking one from the other finds it.
    case recoverable(statement: Int, count: Int, needed: Int)
    /// Nearly all of few people gave the same answer, and the others are counted beside them.
    case homogeneous(statement: Int, group: String, answers: Int, limit: Int)
    /// A number that can't be a count: below 0, or too large.
    case impossible(statement: Int, group: String?)
    case fineTime(Int64, step: Int64)
}

extension PublicationViolation: CustomStringConvertible {
    package var description: String {
        func place(_ statement: Int, _ group: String?) -> String {
            "statement \(statement)" + (group.map { ", group \($0)" } ?? "")
        }
        return switch self {
        case .tooFewPeople(let people, let needed): "counts of \(people) people; \(needed) are needed"
        case .smallGroup(let group, let size, let needed): "group \(group) has \(size) people; \(needed) are needed"
        case .smallCell(let statement, let group, let count, let needed):
            "\(place(statement, group)): \(count) is below \(needed)"
        case .recoverable(let statement, let count, let needed):
            "statement \(statement): the groups leave \(count) of the whole, which is below \(needed)"
        case .homogeneous(let statement, let group, let answers, let limit):
            "\(place(statement, group)): nearly all of \(answers) answered alike, and the others are counted below \(limit)"
        case .impossible(let statement, let group): "\(place(statement, group)): a number that is no count"
        case .fineTime(let time, let step): "the time \(time) is finer than \(step) milliseconds"
        }
    }
}

/// Everything in a table that its profile forbids, rows in their order. Empty for what ``PublishedCounts`` made.
///
/// - Complexity: O(*rows*).
package func violations(in table: PublishedTable, profile: PublicationProfile) -> [PublicationViolation] {
    let rules = profile.rules
    let cell = rules.smallestCell
    var found: [PublicationViolation] = []
    if !table.rows.isEmpty, table.people < rules.minimumParticipants {
        found.append(.tooFewPeople(table.people, needed: rules.minimumParticipants))
    }
    for (group, size) in table.groupSizes.sorted(by: { $0.key < $1.key }) where size < rules.smallestGroup {
        found.append(.smallGroup(group, size: size, needed: rules.smallestGroup))
    }
    for row in table.rows {
        guard let answers = row.answers, row.cells.allSatisfy({ $0 >= 0 }) else {
            found.append(.impossible(statement: row.statement, group: row.group))
            continue
        }
        found += row.cells.filter { (1..<cell).contains($0) }.map {
            .smallCell(statement: row.statement, group: row.group, count: $0, needed: cell)
        }
        if let group = row.group, answers > 0, answers < rules.homogeneityLimit,
            row.cells.count(where: { $0 > 0 }) > 1, let most = row.cells.max(), Double(most) > 0.95 * Double(answers)
        {
            found.append(
                .homogeneous(statement: row.statement, group: group, answers: answers, limit: rules.homogeneityLimit))
        }
    }
    for (statement, rows) in Dictionary(grouping: table.rows, by: \.statement).sorted(by: { $0.key < $1.key }) {
        guard let whole = rows.first(where: { $0.group == nil }), rows.count > 1, rows.allSatisfy({ $0.answers != nil })
        else { continue }
        for place in whole.cells.indices {
            let parts = rows.filter { $0.group != nil }.reduce(0) { $0 &+ $1.cells[place] }
            let rest = whole.cells[place] &- parts
            if (1..<cell).contains(rest) {
                found.append(.recoverable(statement: statement, count: rest, needed: cell))
            }
        }
    }
    found += table.times.filter { rules.published(time: $0) != $0 }.map { .fineTime($0, step: rules.timeStep) }
    return found
}
