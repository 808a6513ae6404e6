import ArgumentParser
import Foundation
import SQLStore

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write an encrypted copy of the database while the server runs.",
        discussion: """
            The copy is of one moment and is always encrypted, to keys made with age-keygen whose secret half is kept elsewhere. \
            The keys of the logs are not in it: --keys-archive writes them into a file of their own. What remembers the last \
            signatures (guard) is in neither, on purpose. Delete copies after 35 days, so that what people had erased is gone \
            everywhere: docs/backup.md shows how.
            """)

    @Argument(help: ArgumentHelp("A file that is not there yet.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("Who may read the copy (age1…); may be repeated.", valueName: "key"))
    var recipient: [String] = []
    @Option(
        help: ArgumentHelp("A file that is not there yet for the keys of the logs. Keep it apart.", valueName: "file"))
    var keysArchive: String?
    @Option(
        help: ArgumentHelp(
            "Who may read the keys (age1…), if others than --recipient; may be repeated.", valueName: "key"))
    var keysRecipient: [String] = []
    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions

    func validate() throws {
        guard keysRecipient.isEmpty || keysArchive != nil else {
            throw ValidationError("--keys-recipient says who may read --keys-archive: name that file too.")
        }
    }

    func run() async throws {
        try await reportingFailures {
            let recipients = try EncryptedFile.recipients(recipient, option: "--recipient")
            let keysRecipients =
                try keysRecipient.isEmpty
                ? recipients : EncryptedFile.recipients(keysRecipient, option: "--keys-recipient")
            let path = file
            let made = try await storage.withExisting { database in
                try await DatabaseBackup(recipients: recipients).write(database, to: path, at: currentTime())
            }
            Output.line("wrote \(made.rows) rows to \(path)")
            if let keysArchive {
                try KeyBackup.write(
                    logs.keyFolder(data: storage.folder), to: keysArchive, recipients: keysRecipients)
                Output.line("wrote the keys of the logs to \(keysArchive)")
            } else {
                Output.talk("The keys of the logs are not in it; --keys-archive FILE copies them.")
            }
        }
    }
}
