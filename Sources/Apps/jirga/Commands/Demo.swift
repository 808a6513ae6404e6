import ArgumentParser
import Convening
import Floor
import SQLStore
import Simulation

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a demonstration dialogue with invented people.",
        discussion: """
            The question, the place and all people are invented; their answers are drawn from a seed. Every page of the \
            dialogue says so. The same seed makes the same dialogue.
            """)

    @OptionGroup var storage: StorageOptions
    @Option(help: "Where chance begins.") var seed: UInt64 = 1
    @Option(help: "How many people answer.") var participants = 600
    @Option(help: ArgumentHelp("The name in addresses.", valueName: "name")) var slug = "demo"

    func validate() throws {
        guard (1...100_000).contains(participants) else {
            throw ValidationError("--participants is a number from 1 to 100000.")
        }
    }

    func run() async throws {
        try await reportingFailures {
            let (participants, seed, slug) = (participants, seed, slug)
            try await storage.with { database in
                let demo = DemoDialogue(slug: slug, seed: seed, participants: participants)
                try await demo.make(in: database, at: currentTime())
            }
            Output.line("made \"\(slug)\" with \(participants) invented people")
            Output.talk("Next: jirga serve, then open /d/\(slug)")
        }
    }
}

/// The demonstration: a simulated dialogue, brought in like one that was held elsewhere.
struct DemoDialogue: Sendable {
    var slug = "demo"
    var seed: UInt64 = 1
    var participants = 600

    private static let day: Int64 = 24 * 60 * 60 * 1_000
    /// 08:00 at UTC+4:30, whenever it is made: the invented people come by the hour of the day.
    private static let openingHour: Int64 = 3 * 3_600_000 + 30 * 60_000

    /// - Parameter time: the dialogue has been open for eight days then, and stays open for some weeks more.
    /// - Throws: ``DialogueRefusal``.
    func make(in database: SQLDatabase, at time: Int64) async throws {
        let simulated = SimulatedDialogue.make(
            seed: seed, participants: participants,
            opensAt: time / Self.day * Self.day - Int64(SimulatedDialogue.daysOpen + 1) * Self.day + Self.openingHour)
        let bring = BringConversation(
            conversation(simulated), as: draft(simulated, at: time), phase: .open, isSimulated: true)
        let progress = Progress("Making the demonstration")
        let dialogue = try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try bring.perform(in: transaction, at: time, using: &generator) {
                progress.update($0, of: $1, "answers")
            }
        }
        progress.finish()
        let opening = time - Int64(SimulatedDialogue.daysOpen) * Self.day
        let past = RecallCounts(in: dialogue.id, at: [1, 3].map { opening + $0 * Self.day })
        try await past.perform(on: database)
        _ = try await CountVotes(in: dialogue.id).perform(on: database, at: currentTime)
    }

    private func draft(_ simulated: SimulatedDialogue, at time: Int64) -> DialogueDraft {
        DialogueDraft(
            slug: slug,
            texts: SimulatedLanguage.allCases.map { language in
                Dialogue.Texts(
                    language: language.rawValue, title: simulated.title[language],
                    question: simulated.question[language], description: simulated.description[language],
                    host: simulated.host[language])
            }, closesAt: time + 30 * Self.day)
    }

    private func conversation(_ simulated: SimulatedDialogue) -> BroughtConversation {
        BroughtConversation(
            statements: simulated.statements.enumerated().map { place, statement in
                BroughtConversation.Statement(
                    number: place + 1, text: statement.text[statement.language], language: statement.language.rawValue,
                    origin: statement.author == nil ? .facilitator : .participant, madeAt: statement.writtenAt,
                    translations: SimulatedLanguage.allCases.filter { $0 != statement.language }.map {
                        (language: $0.rawValue, text: statement.text[$0])
                    })
            },
            votes: simulated.votesThatCount.map { vote in
                let choice: VoteChoice =
                    switch vote.choice {
                    case .agree: .agree
                    case .disagree: .disagree
                    case .pass: .pass
                    }
                return BroughtConversation.Vote(
                    participant: vote.participant, statement: vote.statement, choice: choice, castAt: vote.castAt)
            })
    }
}
