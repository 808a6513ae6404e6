import ArgumentParser
import Convening
import Floor
import Journal
import OpinionAnalysis
import PolisFormat
import SQLStore
import Simulation

/// Why a command did not do what it was asked: what, and what can be done about it.
struct Failure: Error {
    enum Status: Int32 {
        case failed = 1
        case usage = 64
        case badData = 65
        case noInput = 66
        case unavailable = 69
        case tryLater = 75
        case cannotCreate = 73
        case inputOutput = 74
        case notAllowed = 77
        case configuration = 78
    }

    var status: Status
    var what: String
    var fix: String?

    init(_ status: Status, _ what: String, fix: String? = nil) {
        self.status = status
        self.what = what
        self.fix = fix
    }

    /// Puts any error into words for whoever sits at the terminal. There is nobody else who could read them.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as SQLStoreError: self.init(error)
        case let problem as KeyFolderProblem: self.init(problem)
        case let error as PolisFormatError:
            self.init(
                Status(error), "cannot \(error.isAboutWriting ? "write" : "read") \(error.place): \(error.problem)",
                fix: error.fix)
        case DialogueRefusal.slugTaken(let slug):
            self.init(
                .cannotCreate, "there is a dialogue named \"\(slug)\" already", fix: "choose another with --slug NAME")
        case DialogueRefusal.unusableSlug:
            self.init(
                .badData, "the name of a dialogue is 1 to 64 lowercase letters, digits and single hyphens",
                fix: "choose one with --slug NAME")
        case let refusal as DialogueRefusal:
            self.init(.badData, "the dialogue can't be made: \(refusal)")
        case BringRefusal.inconsistent(let what):
            self.init(.badData, "the conversation does not fit together: \(what)")
        case let error as VoteMatrixError: self.init(.badData, "the votes can't be counted: \(error)")
        case let refusal as PlantedRefusal: self.init(refusal)
        case let refusal as ArchivedDialogue.Refusal: self.init(refusal)
        case is CancellationError: self.init(.failed, "stopped")
        default: self.init(.failed, "\(error)")
        }
    }

    private init(_ error: SQLStoreError) {
        let status: Status =
            switch error.code {
            case .locked, .serializationFailed: .tryLater
            case .diskFull, .ioFailed: .inputOutput
            case .notPermitted: .notAllowed
            case .unavailable, .closed: .unavailable
            case .newerSchema, .invalidSettings: .configuration
            case .notADatabase: .badData
            default: .failed
            }
        self.init(status, error.message)
    }
}

extension Failure {
    private init(_ refusal: PlantedRefusal) {
        switch refusal {
        case .outOfRange(let parameter, let found, let allowed):
            self.init(
                .usage, "--\(parameter.rawValue) is \(Self.plain(found))",
                fix: "use a number from \(Self.plain(allowed.lowerBound)) to \(Self.plain(allowed.upperBound))")
        case .tooManyVotes(let expected, let most):
            self.init(
                .usage, "these would be \(Self.plain(expected.rounded())) votes, more than \(most)",
                fix: "ask for fewer with --people or --mean-votes")
        }
    }

    /// Whole numbers without a decimal point.
    private static func plain(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? String(number)
    }
}

extension Failure.Status {
    fileprivate init(_ error: PolisFormatError) {
        switch error.reason {
        case .notFound, .unreadable: self = .noInput
        case .folderNotEmpty: self = .cannotCreate
        case .unwritable: self = .inputOutput
        default: self = .badData
        }
    }
}

extension PolisFormatError {
    fileprivate var isAboutWriting: Bool {
        switch reason {
        case .folderNotEmpty, .unwritable: true
        default: false
        }
    }

    fileprivate var place: String {
        line.map { "\(file), line \($0)" } ?? file
    }
}

/// Runs a command's work; what goes wrong is said once, in one form, with the exit status that belongs to it.
func reportingFailures(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let error as ExitCode {
        throw error
    } catch {
        let failure = Failure(error)
        Output.talk("error: \(failure.what)")
        if let fix = failure.fix { Output.talk("  fix:  \(fix)") }
        throw ExitCode(failure.status.rawValue)
    }
}

extension Failure {
    private init(_ refusal: ArchivedDialogue.Refusal) {
        switch refusal {
        case .noSuchDialogue:
            self.init(
                .noInput, "there is no dialogue of this name", fix: "its name is what follows /d/ in its address")
        case .noLog:
            self.init(
                .tryLater, "nothing of this dialogue was sealed yet",
                fix: "start jirga serve and try again in some seconds")
        case .actsWait(let votes):
            self.init(
                .tryLater,
                votes > 0 ? "votes of this dialogue wait to be sealed" : "acts of this dialogue wait to be sealed",
                fix: "pause or close the dialogue, let jirga serve run, and try again in some seconds")
        case .erasuresWait:
            self.init(
                .tryLater, "what was erased is being said in the log",
                fix: "let jirga serve run, and try again in some seconds")
        case .unknownVote(let statement, let revision):
            self.init(
                .badData,
                "a vote on statement \(statement) was changed behind the log: no entry has its revision \(revision)",
                fix: "compare the database with a backup; the log and the receipts say what was true")
        }
    }
}
