import ArgumentParser
import Foundation
import Journal
import SQLStore

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring a backup back into an empty database.",
        discussion: """
            Everything is read and checked before anything is written. Afterwards people can read, and nothing is taken in or \
            signed: entries that were signed after the backup are lost, and a log must not have two histories. When you are \
            sure that no newer copy is left, begin each log anew with jirga log end-epoch; everybody can see that you did.
            """)

    @Argument(help: ArgumentHelp("A file that jirga backup wrote.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("The file of the secret key, as age-keygen wrote it.", valueName: "file"))
    var identity: String
    @Option(
        help: ArgumentHelp("A file of keys that jirga backup wrote, to put them back as well.", valueName: "file"))
    var keysArchive: String?
    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions

    func run() async throws {
        try await reportingFailures {
            let restore = DatabaseRestore(path: file, identities: try EncryptedFile.identities(file: identity))
            let keyFolder = logs.keyFolder(data: storage.folder)
            let keys = try keysArchive.map { try KeyBackup.read($0, with: restore.identities) }
            if keys != nil, try !keyFolder.files().isEmpty {
                throw Failure(
                    .cannotCreate, "there are keys in \(keyFolder.path) already",
                    fix: "leave --keys-archive out, or name another folder with --keys DIR")
            }
            let head = try restore.check()
            let rows = try await storage.with(migrating: false) { database in
                try await restore.restore(head, into: database, at: currentTime())
            }
            if let keys { try keyFolder.put(keys.files) }
            Output.line("restored \(rows) rows from a backup of \(moment(head.madeAt))")
            Output.talk(
                """
                Nothing is taken in or signed until each log is begun anew, because what was signed after the backup is not here.
                When no newer copy is left:  jirga log end-epoch --restored --reason "…"
                """)
        }
    }
}
