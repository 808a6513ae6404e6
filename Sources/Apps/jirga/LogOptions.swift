import ArgumentParser
import Foundation
import Journal
import Logging
import SQLStore
import TransparencyLog

/// Where the logs and their keys are.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the keys the logs are signed with; keys in the data folder if not given. Keep a copy elsewhere. Also JIRGA_KEYS.",
            valueName: "dir"))
    var keys: String?

    @Option(
        help: ArgumentHelp(
            "The folder that remembers what was signed last; guard in the data folder if not given. Never restore it from a copy. Also JIRGA_GUARD.",
            valueName: "dir"))
    var guardFolder: String?

    @Option(
        help: ArgumentHelp(
            "The folder the logs are published in; log in the data folder if not given. Also JIRGA_LOG.",
            valueName: "dir"))
    var logFolder: String?

    @Option(
        help: ArgumentHelp(
            "The name of this installation in its logs, such as dialogues.example.org; fixed with the first start. Also JIRGA_NAME.",
            valueName: "name"))
    var logName: String?

    @Option(
        help: ArgumentHelp(
            "A file that says which witnesses sign and how many are needed (C2SP tlog-policy). Also JIRGA_WITNESS_POLICY.",
            valueName: "file"))
    var witnessPolicy: String?

    /// The folders and the keys, found or made.
    struct Opened: Sendable {
        /// None where there are logs and their keys are not here.
        let keys: LogKeyRing
        /// Why there are none.
        let problem: KeyFolderProblem?
        let settings: LogPublisher.Settings
    }

    func keyFolder(data: String) -> KeyFolder { KeyFolder(place(keys, "JIRGA_KEYS", "keys", data)) }

    func settings(data: String) throws -> LogPublisher.Settings {
        var settings = LogPublisher.Settings(
            folder: place(logFolder, "JIRGA_LOG", "log", data),
            guardFolder: place(guardFolder, "JIRGA_GUARD", "guard", data))
        settings.policy = try policy()
        return settings
    }

    /// - Parameter data: the data folder, in which everything is that was not put elsewhere.
    func open(_ database: SQLDatabase, data: String) async throws -> Opened {
        var settings = try settings(data: data)
        // A file has one program that serves it; a server of databases may have nodes that come and go.
        settings.isOnlyNode = database.dialect == .sqlite
        let name = logName ?? ProcessInfo.processInfo.environment["JIRGA_NAME"]
        do {
            let folder = keyFolder(data: data)
            let keys = try await OpenInstallation(keysIn: folder, name: name).perform(on: database)
            return Opened(keys: LogKeyRing(keys, readAgainFrom: folder), problem: nil, settings: settings)
        } catch let problem as KeyFolderProblem {
            guard problem.letsPeopleGoOn else { throw problem }
            return Opened(keys: LogKeyRing(nil), problem: problem, settings: settings)
        }
    }

    private func place(_ option: String?, _ variable: String, _ name: String, _ data: String) -> String {
        option ?? ProcessInfo.processInfo.environment[variable] ?? data + "/" + name
    }

    private func policy() throws -> WitnessPolicy {
        guard let file = witnessPolicy ?? ProcessInfo.processInfo.environment["JIRGA_WITNESS_POLICY"] else {
            return .none
        }
        guard let bytes = FileManager.default.contents(atPath: file), bytes.count <= 1_000_000,
            let text = String(data: bytes, encoding: .utf8)
        else {
            throw Failure(
                .noInput, "the witness policy \(file) can't be read", fix: "name a text file with --witness-policy")
        }
        do {
            return try WitnessPolicy(text)
        } catch {
            throw Failure(
                .badData, "the witness policy \(file) can't be used: \(error)",
                fix: "it has lines such as: witness NAME KEY ADDRESS, group NAME 2 NAME NAME NAME, quorum NAME")
        }
    }
}

extension KeyFolderProblem {
    /// Whether people can take part although nothing is sealed.
    var letsPeopleGoOn: Bool {
        switch self {
        case .noKeys, .keysOfAnother, .missing: true
        default: false
        }
    }
}

extension Failure {
    init(_ problem: KeyFolderProblem) {
        switch problem {
        case .missing(let file):
            self.init(.configuration, "the key file \(file) is missing", fix: "put it back from your copy of the keys")
        case .unreadable(let file):
            self.init(
                .badData, "the key file \(file) does not hold a key", fix: "put it back from your copy of the keys")
        case .othersMayRead(let file):
            self.init(
                .notAllowed, "others than you may read the key file \(file)", fix: "run: chmod 600 \(file)")
        case .notOpened(let file, let error):
            self.init(
                .inputOutput, "\(file) can't be used: \(String(cString: strerror(error)))",
                fix: "choose another folder with --keys DIR")
        case .unusableName(let name):
            self.init(
                .usage, "\"\(name.prefix(40))\" can't be the name of an installation",
                fix: "use 1 to 128 letters, digits, dots, hyphens, colons and slashes")
        case .otherName(let name):
            self.init(
                .configuration, "the logs of this database carry the name \(name), and that can't change any more",
                fix: "leave --log-name out")
        case .noKeys(let folder):
            self.init(
                .configuration, "there are logs, and their keys are not in \(folder)",
                fix: "put the keys back, or name their folder with --keys DIR")
        case .keysOfAnother(let folder):
            self.init(
                .configuration, "the keys in \(folder) are not those of this database",
                fix: "name the folder of the right ones with --keys DIR")
        }
    }
}
