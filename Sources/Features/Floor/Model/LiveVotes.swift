import Convening
import DialogueLog
import Journal
package import OpinionAnalysis

/// The votes of one dialogue as they now are, held in memory: five bytes a vote and some dozens a person.
///
/// They are read from the database once and then follow what people do. Votes on statements that were taken out are here
/// as well, marked as excluded, as Polis does it.
package struct LiveVotes: Sendable {
    /// What a count needs to know of a statement.
    package struct CountedStatement: Sendable, Hashable {
        package let id: Statement.ID
        package let number: Int
        package let isShown: Bool
        package let isMeta: Bool

        package init(id: Statement.ID, number: Int, isShown: Bool, isMeta: Bool) {
            self.id = id
            self.number = number
            self.isShown = isShown
            self.isMeta = isMeta
        }
    }

    private struct Place: Hashable {
        let row: Int
        let number: Int
    }

    /// Participants by their place: those found when the votes were read by id, which is chance, and then whoever came
    /// later. Statements by their number.
    package private(set) var matrix: VoteMatrix

    /// Those who had voted when the votes were read, by their place.
    let people: [UInt128]
    private var newcomers: [UInt128: Int] = [:]
    package private(set) var statements: [CountedStatement]
    private var numbers: [Statement.ID: Int]
    private var columns: [Int: Int]
    /// What is not in the matrix yet.
    private var changes: [Place: VoteChoice?] = [:]

    /// - Parameters:
    ///   - people: ascending; the rows of the matrix.
    ///   - statements: all of the dialogue, by number, whether they have a column or not.
    init(matrix: VoteMatrix, people: [UInt128], statements: [CountedStatement]) {
        self.matrix = matrix
        self.people = people
        self.statements = statements
        numbers = Self.numbers(of: statements)
        columns = Self.columns(of: matrix)
    }

    /// Whether anything is waiting to be put into the matrix.
    package var hasChanges: Bool { !changes.isEmpty }

    /// Notes what somebody's answer is from now on. The same as before, or one to a statement of no such number, changes
    /// nothing.
    package mutating func take(_ act: CastVote) {
        guard let number = numbers[act.statement], let person = Self.number(of: act.participant) else { return }
        let row: Int
        if let known = place(of: person) {
            row = known
        } else {
            guard act.choice != nil else { return }
            row = people.count + newcomers.count
            newcomers[person] = row
        }
        let place = Place(row: row, number: number)
        let kept =
            matrix.participants.indices.contains(row)
            ? columns[number].flatMap { matrix.vote(participant: row, statement: $0) } : nil
        if kept == act.choice?.vote { changes[place] = nil } else { changes[place] = .some(act.choice) }
    }

    /// How the statements of the dialogue now are. One that is shown has a column from now on, whether or not anybody has
    /// voted on it.
    ///
    /// - Returns: whether votes that are here count otherwise than before; nil when a statement with votes is gone, and
    ///   all must be read again.
    package mutating func take(_ statements: [CountedStatement]) throws -> Bool? {
        guard statements != self.statements else { return false }
        let earlier = Dictionary(self.statements.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let now = Set(statements.map(\.id))
        guard earlier.keys.allSatisfy(now.contains) else { return nil }
        let isOtherwise = statements.contains { statement in
            guard columns[statement.number] != nil, let before = earlier[statement.id] else { return false }
            return before != statement
        }
        self.statements = statements
        numbers = Self.numbers(of: statements)
        try settle(areStatementsNew: true)
        return isOtherwise
    }

    /// Puts into the matrix what has been noted.
    package mutating func settle() throws {
        if hasChanges { try settle(areStatementsNew: false) }
    }

    private mutating func settle(areStatementsNew: Bool) throws {
        let votes = changes.map { place, choice in
            VoteChange(participant: String(place.row), statement: String(place.number), vote: choice?.vote)
        }
        let voted = Set(changes.keys.map(\.number))
        if areStatementsNew || voted.contains(where: { columns[$0] == nil }) {
            let listed = statements.filter { $0.isShown || columns[$0.number] != nil || voted.contains($0.number) }
            matrix = try matrix.updated(
                with: votes, statements: listed.map { String($0.number) },
                excluded: Set(listed.filter { !$0.isShown }.map { String($0.number) }),
                meta: Set(listed.filter(\.isMeta).map { String($0.number) }))
            columns = Self.columns(of: matrix)
        } else {
            matrix = try matrix.updated(with: votes)
        }
        changes = [:]
    }

    /// SHA-256 of `participant,statement,vote` lines, see ``FloorVotes/digest``. For votes that have just been read: later the
    /// places of participants tell who came when.
    package var digest: [UInt8] {
        var digest = RunningDigest()
        var text = Array("jirga votes 1\n".utf8)
        let names = matrix.statements.map { Array(",\($0),".utf8) }
        for row in matrix.participants.indices {
            let person = Array(matrix.participants[row].utf8)
            matrix.forEachVote(of: row) { column, vote in
                text += person
                text += names[column]
                text += Array("\(vote.rawValue)\n".utf8)
            }
            if text.count >= 1 << 16 {
                digest.append(text)
                text.removeAll(keepingCapacity: true)
            }
        }
        digest.append(text)
        return digest.bytes
    }

    private func place(of person: UInt128) -> Int? {
        var low = 0
        var high = people.count
        while low < high {
            let middle = (low + high) / 2
            if people[middle] < person { low = middle + 1 } else { high = middle }
        }
        return low < people.count && people[low] == person ? low : newcomers[person]
    }

    static func number(of participant: Participant.ID) -> UInt128? {
        UInt128(participant.rawValue, radix: 16)
    }

    private static func numbers(of statements: [CountedStatement]) -> [Statement.ID: Int] {
        Dictionary(statements.map { ($0.id, $0.number) }, uniquingKeysWith: { first, _ in first })
    }

    private static func columns(of matrix: VoteMatrix) -> [Int: Int] {
        Dictionary(
            matrix.statements.enumerated().compactMap { column, number in Int(number).map { ($0, column) } },
            uniquingKeysWith: { first, _ in first })
    }
}
