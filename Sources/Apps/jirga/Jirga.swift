import ArgumentParser

@main struct Jirga: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jirga",
        abstract: "Large political dialogues, from the first open question to the kept agreement.",
        discussion: """
            Without a command, jirga serves the dialogues in ./data.
            Nothing is sent to anybody: there is no telemetry.
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Demo.self, Import.self, Export.self, Analyze.self, Simulate.self, SignInLink.self, Log.self,
            Backup.self, Restore.self, Erase.self, Privacy.self, Verify.self, Witness.self, Rules.self, Text.self,
            Completions.self,
            Version.self,
        ],
        defaultSubcommand: Serve.self)
}
