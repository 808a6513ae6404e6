import ArgumentParser
import Convening
import Floor
import Journal
import SQLStore

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase what must not be kept.",
        discussion: "Participants have themselves forgotten on their own page, My answers.",
        subcommands: [EraseWords.self])
}

struct EraseWords: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text", abstract: "Erase the words of one statement, in all languages, for good.",
        discussion: """
            The statement is taken out, and its words and what the log commits to them with are erased: from then on nobody can \
            show what they were. The log says that a statement was taken out and why, and later that something was erased. \
            Backups made before still have the words.
            """)

    @Argument(help: ArgumentHelp("The dialogue's name in addresses.", valueName: "dialogue")) var slug: String
    @Argument(help: "The number of the statement.") var number: Int
    @Option(
        help: """
            Why, as the log will say: private-person (it gives somebody away), threat, or order (a court or an authority \
            demands it).
            """)
    var reason: Reason
    @OptionGroup var storage: StorageOptions

    enum Reason: String, ExpressibleByArgument, CaseIterable {
        case privatePerson = "private-person"
        case threat, order

        var kept: Moderation.Reason {
            switch self {
            case .privatePerson: .privatePerson
            case .threat: .threat
            case .order: .order
            }
        }
    }

    func run() async throws {
        try await reportingFailures {
            let (slug, number, reason) = (slug, number, reason.kept)
            try await storage.with { database in
                try await database.write { transaction in
                    guard let dialogue = try ConveningStore(transaction).dialogue(slug: slug) else {
                        throw Failure(
                            .noInput, "there is no dialogue of this name",
                            fix: "its name is what follows /d/ in its address")
                    }
                    var generator = SystemRandomNumberGenerator()
                    do {
                        try EraseText(ofStatement: number, in: dialogue.id, reason: reason)
                            .perform(in: transaction, at: currentTime(), using: &generator)
                    } catch ModerationRefusal.noSuchStatement {
                        throw Failure(.noInput, "\(slug) has no statement \(number)")
                    } catch ModerationRefusal.textErased {
                        throw Failure(.noInput, "the words of statement \(number) are erased already")
                    }
                }
                try await database.discardDeleted()
            }
            Output.line("erased the words of statement \(number) of \(slug)")
            Output.talk("Backups made before now still have them; delete those as soon as you have newer ones.")
        }
    }
}
