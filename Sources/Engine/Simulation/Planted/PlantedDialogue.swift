/// A dialogue of any size whose opinion groups are known, to compare with what a method finds.
///
/// Unlike ``SimulatedDialogue``, which is to be read, this one is to be measured: its statements mean nothing. How it is
/// drawn, with *N*(m, s) for a normal distribution and σ for the logistic function:
///
/// - **Groups.** Each person belongs to one; each group has ``PlantedParameters/sizeRatio`` times the share of the one
///   before.
/// - **Effort.** The number of votes of a person is log-normal, rounded, at least 1 and at most all statements, with the
///   mean that was asked for.
/// - **Statements** are shown by a log-normal popularity, never twice to the same person.
/// - **Passing.** P(pass) = σ(π + b), with π of the statement and b of the person.
/// - **Opinion.** P(agree, when not passing) = σ(m + c·d + a): m is what everybody thinks of the statement, d what the
///   group thinks beyond that, c how far the person follows the group (gamma distributed), a how readily the person
///   agrees. Some opinions are a coin toss.
///
/// With the planted groups comes the ``bestGuess`` of an *oracle* that knows every parameter, those of each person too: no
/// method can be expected to come closer to the truth.
///
/// Votes are kept in three bytes each, so that tens of millions fit.
package struct PlantedDialogue: Sendable {
    package let parameters: PlantedParameters
    /// By person: the group their votes were drawn for.
    package let plantedGroups: [UInt8]
    /// By person: the group in which their votes are most likely, with what is known of the sizes of groups.
    package let bestGuess: [UInt8]

    /// The votes of a person are those at `starts[person] ..< starts[person + 1]`.
    let starts: [Int]
    let statements: [UInt16]
    /// −1, 0 or 1.
    let choices: [Int8]

    /// One vote that counts.
    package struct Vote: Sendable, Hashable {
        package let person: Int
        package let statement: Int
        package let choice: SimulatedDialogue.Vote.Choice
    }

    /// Every vote that counts, one for each pair; by person, then in the order in which the statements were drawn.
    package var votes: some Sequence<Vote> { Votes(dialogue: self) }

    package var voteCount: Int { statements.count }

    package func voteCount(of person: Int) -> Int { starts[person + 1] - starts[person] }

    /// The votes of one person by statement, as −1, 0 or 1.
    package func forEachVote(of person: Int, _ body: (_ statement: Int, _ vote: Int8) -> Void) {
        for place in starts[person]..<starts[person + 1] { body(Int(statements[place]), choices[place]) }
    }

    private struct Votes: Sequence, IteratorProtocol {
        let dialogue: PlantedDialogue
        private var person = 0
        private var place = 0

        init(dialogue: PlantedDialogue) { self.dialogue = dialogue }

        var underestimatedCount: Int { dialogue.voteCount - place }

        mutating func next() -> Vote? {
            guard place < dialogue.statements.count else { return nil }
            while place >= dialogue.starts[person + 1] { person += 1 }
            defer { place += 1 }
            return Vote(
                person: person, statement: Int(dialogue.statements[place]),
                choice: SimulatedDialogue.Vote.Choice(rawValue: Int(dialogue.choices[place])) ?? .pass)
        }
    }
}
