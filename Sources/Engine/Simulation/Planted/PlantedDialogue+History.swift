extension PlantedDialogue {
    /// The first moment of voting, in milliseconds since 1970, UTC: 5 January 2026.
    package static let opensAt: Int64 = 1_767_571_200_000
    private static let duration: Int64 = 7 * 24 * 3_600_000

    /// When a statement was written: on the day before the voting begins. Milliseconds since 1970, UTC.
    package static func writtenAt(statement: Int) -> Int64 { opensAt - 24 * 3_600_000 + Int64(statement) * 1_000 }

    /// One row of a file of votes.
    package struct CastVote: Sendable, Hashable {
        package let person: Int
        package let statement: Int
        /// −1, 0 or 1.
        package let vote: Int8
        /// Milliseconds since 1970, UTC.
        package let castAt: Int64
    }

    /// Every vote cast, by statement, then by person, then by time, as exports have them.
    ///
    /// People come one after another over a week and stay for half an hour. Some votes follow an earlier one of the same
    /// pair, up to an hour before; a quarter of these changed their mind.
    ///
    /// - Complexity: O(*v*) time, 4 bytes a vote.
    package func history() -> some Sequence<CastVote> { PlantedHistory(self) }

    /// When a person begins to vote.
    fileprivate func arrival(of person: Int) -> Int64 {
        Self.opensAt + Self.duration * Int64(person) / Int64(parameters.people)
    }
}

private struct PlantedHistory: Sequence, IteratorProtocol {
    private let dialogue: PlantedDialogue
    /// Votes by statement, then by person: the person in the upper 30 bits, the vote plus 1 in the lower 2.
    private let packed: [UInt32]
    /// By statement: where its votes end in `packed`.
    private let ends: [Int]
    private var generator: SplitMix64
    private var place = 0
    private var statement = 0
    private var pending: PlantedDialogue.CastVote?

    init(_ dialogue: PlantedDialogue) {
        self.dialogue = dialogue
        // Not one of the streams that the dialogue was drawn from.
        var seeds = SplitMix64(seed: ~dialogue.parameters.seed)
        generator = seeds.split()

        var next = [Int](repeating: 0, count: dialogue.parameters.statements + 1)
        for statement in dialogue.statements { next[Int(statement) + 1] += 1 }
        for statement in 1..<next.count { next[statement] += next[statement - 1] }
        var packed = [UInt32](repeating: 0, count: dialogue.voteCount)
        for person in 0..<dialogue.parameters.people {
            for vote in dialogue.starts[person]..<dialogue.starts[person + 1] {
                let statement = Int(dialogue.statements[vote])
                packed[next[statement]] = UInt32(person) << 2 | UInt32(dialogue.choices[vote] + 1)
                next[statement] += 1
            }
        }
        next.removeLast()
        ends = next
        self.packed = packed
    }

    var underestimatedCount: Int { packed.count - place }

    mutating func next() -> PlantedDialogue.CastVote? {
        if let later = pending {
            pending = nil
            return later
        }
        guard place < packed.count else { return nil }
        while place >= ends[statement] { statement += 1 }
        let person = Int(packed[place] >> 2)
        let vote = Int8(packed[place] & 3) - 1
        place += 1
        let castAt = dialogue.arrival(of: person) + Int64(generator.index(below: 1_800_000))
        let cast = PlantedDialogue.CastVote(person: person, statement: statement, vote: vote, castAt: castAt)
        guard generator.share() < dialogue.parameters.revotes else { return cast }
        pending = cast
        let before = Int64(1_000 + generator.index(below: 3_599_000))
        let isChange = generator.share() < 0.25
        return PlantedDialogue.CastVote(
            person: person, statement: statement, vote: isChange ? (vote + 2) % 3 - 1 : vote, castAt: castAt - before)
    }
}
