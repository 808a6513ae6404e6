package import Convening
import Journal
package import OpinionAnalysis

/// What a count found, by the way people were admitted: kept beside its snapshot, exact, and published by rules alone.
package struct AdmissionCount: Codable, Sendable, Hashable {
    /// The people of one batch, or all who came by the open link.
    package struct Part: Codable, Sendable, Hashable {
        /// The batch's identifier; nil for the open link.
        package let batch: String?
        /// Whether the count was made without them.
        package let isExcluded: Bool
        /// Those with at least one answer.
        package let people: Int
        package let answers: Int
        /// Nil where they were never counted with the others.
        package let marks: AnswerMarks?
        /// Of an excluded batch its votes by the number of the statement, as they were when it was first left out; brought up
        /// to date by the final count. Empty for all others.
        package let votes: [Int: StatementVotes]

        package init(
            batch: String?, isExcluded: Bool, people: Int, answers: Int, marks: AnswerMarks?,
            votes: [Int: StatementVotes] = [:]
        ) {
            self.batch = batch
            self.isExcluded = isExcluded
            self.people = people
            self.answers = answers
            self.marks = marks
            self.votes = votes
        }
    }

    /// One statement's counted votes, for each group of the map and then for those in none, of those who came by the open
    /// link and of those who were admitted.
    package struct Split: Codable, Sendable, Hashable {
        package let number: Int
        package let rows: [[StatementVotes]]
    }

    /// The snapshot this was counted with.
    package let snapshot: String
    /// The open link first, then batches by their identifier; those without anybody who answered are not there.
    package let parts: [Part]
    /// Empty unless people came in both ways.
    package let splits: [Split]

    package init(snapshot: String, parts: [Part], splits: [Split]) {
        self.snapshot = snapshot
        self.parts = parts
        self.splits = splits
    }

    package func part(of batch: Batch.ID?) -> Part? { parts.first { $0.batch == batch?.rawValue } }
}

/// How many people of a batch a count marked, and for what. Something to look at and no verdict; never who.
package struct AnswerMarks: Codable, Sendable, Hashable {
    /// Whose answers are exactly those of somebody else, with at least ``leastAnswers``.
    package var identical = 0
    /// Who gave the same answer to everything, beyond chance.
    package var alike = 0
    /// Who are in a block of people that answered as one.
    package var inBlocks = 0
    /// With a mark of the last two kinds.
    package var marked = 0

    /// On fewer answers, honest people are often alike.
    package static let leastAnswers = 10

    package init() {}
}

/// How an excluded batch answered.
package struct ExcludedVotes: Sendable, Hashable {
    package var people = 0
    /// By the number of the statement.
    package var votes: [Int: StatementVotes] = [:]

    package init() {}
}

extension AdmissionCount {
    /// - Parameters:
    ///   - snapshot: of the count, made from nothing.
    ///   - votes: those it was made of.
    ///   - batches: by which batch each participant was admitted.
    ///   - open: batches of people who came by the open link.
    ///   - excluded: the votes that were left out, by batch.
    ///   - before: what the count before found.
    init(
        of snapshot: OpinionMapSnapshot, _ votes: LiveVotes, batches: [UInt128: Batch.ID], open: Set<Batch.ID>,
        excluded: [Batch.ID: ExcludedVotes], before: AdmissionCount?
    ) {
        let map = snapshot.map
        let places = votes.people.map { batches[$0] }
        let marked = MarkedRows(map, votes.matrix)
        var people: [Batch.ID?: Int] = [:]
        var answers: [Batch.ID?: Int] = [:]
        var marks: [Batch.ID?: AnswerMarks] = [:]
        for (row, batch) in places.enumerated() where map.participants.indices.contains(row) {
            people[batch, default: 0] += 1
            answers[batch, default: 0] += map.participants[row].votes
            marked.add(row, to: &marks[batch, default: AnswerMarks()])
        }
        let counted = people.map { batch, count in
            Part(
                batch: batch?.rawValue, isExcluded: false, people: count, answers: answers[batch] ?? 0,
                marks: marks[batch])
        }
        let left = excluded.map { batch, votes in
            let before = before?.part(of: batch)
            // Where they go on answering, nothing new is said of it: their answers would be told from one step to the next.
            if let before, before.isExcluded, !snapshot.isFinal { return before }
            return Part(
                batch: batch.rawValue, isExcluded: true, people: votes.people,
                answers: votes.votes.values.reduce(0) { $0 + $1.seen }, marks: before?.marks, votes: votes.votes)
        }
        let isOpen = places.map { batch in batch.map(open.contains) ?? true }
        self.init(
            snapshot: snapshot.id.rawValue,
            parts: (counted + left).sorted { ($0.batch ?? "") < ($1.batch ?? "") },
            splits: isOpen.contains(true) && isOpen.contains(false) ? Self.splits(votes, map, isOpen: isOpen) : [])
    }

    private static func splits(_ votes: LiveVotes, _ map: OpinionMap, isOpen: [Bool]) -> [Split] {
        let matrix = votes.matrix
        let places = Dictionary(
            map.groups.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let empty = [[StatementVotes]](
            repeating: [StatementVotes(), StatementVotes()], count: map.groups.count + 1)
        var rows = [[[StatementVotes]]](repeating: empty, count: matrix.statements.count)
        for row in matrix.participants.indices where isOpen.indices.contains(row) {
            let group = map.participants.indices.contains(row) ? map.participants[row].group : nil
            let place = group.flatMap { places[$0] } ?? map.groups.count
            let part = isOpen[row] ? 0 : 1
            matrix.forEachVote(of: row) { column, vote in
                switch vote {
                case .agree: rows[column][place][part].agrees += 1
                case .disagree: rows[column][place][part].disagrees += 1
                case .pass: rows[column][place][part].passes += 1
                }
            }
        }
        return zip(matrix.statements, rows).compactMap { id, rows in Int(id).map { Split(number: $0, rows: rows) } }
    }
}

/// The rows of a count that have a mark.
private struct MarkedRows {
    private let alike: Set<Int>
    private let inBlocks: Set<Int>
    private let identical: Set<Int>

    init(_ map: OpinionMap, _ matrix: VoteMatrix) {
        let marked = MarkedAnswers(in: map)
        alike = Set(marked?.straightLining.map(\.participant) ?? [])
        inBlocks = Set(marked?.blocks.flatMap(\.participants) ?? [])
        var rows: [Int: [Int]] = [:]
        for row in matrix.participants.indices {
            var hasher = Hasher()
            var count = 0
            matrix.forEachVote(of: row) { column, vote in
                hasher.combine(column)
                hasher.combine(vote.rawValue)
                count += 1
            }
            if count >= AnswerMarks.leastAnswers { rows[hasher.finalize(), default: []].append(row) }
        }
        identical = Set(rows.values.filter { $0.count > 1 }.joined())
    }

    func add(_ row: Int, to marks: inout AnswerMarks) {
        if identical.contains(row) { marks.identical += 1 }
        if alike.contains(row) { marks.alike += 1 }
        if inBlocks.contains(row) { marks.inBlocks += 1 }
        if alike.contains(row) || inBlocks.contains(row) { marks.marked += 1 }
    }
}
