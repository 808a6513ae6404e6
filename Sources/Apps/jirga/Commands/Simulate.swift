import ArgumentParser
import OpinionAnalysis
import PolisFormat
import Simulation

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a conversation of invented people whose groups are known.",
        discussion: """
            To see how well a method finds groups: how they were planted stands in labels.csv, and in meta.json under oracle_ari \
            how well the best possible method could find them from these votes, as an adjusted Rand index over people with seven \
            votes or more. No method can be expected to do better. With one group there is nothing to find.

            DIR gets votes.csv, comments.csv, summary.csv and participants-votes.csv as Polis exports them, with the planted \
            groups as group-id. The same options give the same files on every machine. Nothing needs a database.

            With --archive DIR is the archive of a closed dialogue instead, opened votes and all, with a receipt and an opening beside \
            it: to practise checking on, and to see how long it takes. Its keys follow from the seed, so it proves nothing.
            """)

    @Argument(help: ArgumentHelp("A folder that is not there yet, or empty.", valueName: "dir")) var folder: String
    @Option(help: "How many people vote.") var people: Int
    @Option(help: "How many statements there are.") var statements: Int
    @Option(help: "How many opinion groups are planted.") var groups = 3
    @Option(help: "Where chance begins.") var seed: UInt64 = 1
    @Option(help: "Statements a person votes on, on average; preset to 50, but at most half of the statements.")
    var meanVotes: Double?
    @Option(help: "How far people follow their group, on average.") var conviction = 1.5
    @Option(help: "How much people differ in that, in relation to the average.") var convictionSpread = 0.4
    @Option(help: "Share of the opinions that are a coin toss.") var noise = 0.03
    @Option(help: "Size of each group in relation to the one before.") var sizeRatio = 0.6
    @Option(help: "Share of the votes that follow an earlier one on the same statement.") var revotes = 0.004
    @Flag(help: "Write an archive to practise checking on.") var archive = false
    @Flag(help: "Print what meta.json says; with --archive, what to check it with.") var json = false

    func run() async throws {
        try await reportingFailures {
            var parameters = PlantedParameters(
                people: people, statements: statements, groups: groups, seed: seed, meanVotes: meanVotes)
            parameters.conviction = conviction
            parameters.convictionSpread = convictionSpread
            parameters.noise = noise
            parameters.sizeRatio = sizeRatio
            parameters.revotes = revotes
            try parameters.validate()
            try ExportFolder.checkIsFree(folder)

            let progress = Progress("Simulating")
            let dialogue = try PlantedDialogue(parameters) { progress.update($0, of: $1, "votes drawn") }
            if archive {
                try writeArchive(of: dialogue, progress)
                return
            }
            let export = PlantedExport(dialogue)
            if !export.hasMatrix {
                Output.talk(
                    "note: no participants-votes.csv, which is for up to \(PlantedExport.mostCells) cells "
                        + "and \(PlantedExport.mostColumns) statements")
            }
            let meta = try export.write(to: folder) { progress.update($0, of: $1, "votes written") }
            progress.finish()
            if json {
                try Output.json(meta)
            } else {
                Output.line(
                    "wrote \(parameters.people) people, \(parameters.statements) statements, \(meta.votes) votes and "
                        + "\(meta.repeats) earlier ones to \(folder)")
            }
        }
    }
    private func writeArchive(of dialogue: PlantedDialogue, _ progress: Progress) throws {
        let written = try PlantedArchive(dialogue).write(to: folder) { progress.update($0, of: $1, "votes sealed") }
        progress.finish()
        if json {
            try Output.json(written)
        } else {
            Output.line(
                """
                wrote \(written.entries) entries with \(written.votes) votes to \(folder)
                check it: jirga verify \(folder) --fingerprint "\(written.fingerprint)"
                the key of its log: \(written.logKey)
                """)
        }
    }
}
