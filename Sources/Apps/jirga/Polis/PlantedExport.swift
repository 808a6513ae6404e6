import Foundation
import PolisFormat
import Simulation

/// Writes a planted dialogue as a Polis export, with what was planted beside it.
struct PlantedExport {
    /// A matrix file of more cells is of no use to anybody.
    static let mostCells = 200_000_000
    /// Statements in the widest matrix that is read again; six columns come before them.
    static let mostColumns = PolisLimits().columns - 6

    private let dialogue: PlantedDialogue
    private let parameters: PlantedParameters

    init(_ dialogue: PlantedDialogue) {
        self.dialogue = dialogue
        parameters = dialogue.parameters
    }

    var hasMatrix: Bool {
        parameters.people * parameters.statements <= Self.mostCells && parameters.statements <= Self.mostColumns
    }

    /// - Parameter progress: told now and then how many votes are written.
    /// - Returns: what stands in `meta.json`.
    func write(to path: String, progress: (_ done: Int, _ all: Int) -> Void) throws -> PlantedMeta {
        let tallies = dialogue.tallies()
        var meta: PlantedMeta?
        try ExportFolder.write(to: path) { folder in
            let repeats = try writeVotes(in: folder, progress)
            try folder.write(comments(tallies), to: "comments.csv")
            try folder.write(summary, to: "summary.csv")
            try writeLabels(in: folder)
            if hasMatrix { try writeMatrix(in: folder) }
            let written = PlantedMeta(dialogue, tallies: tallies, repeats: repeats)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try folder.write(Array(encoder.encode(written)) + [UInt8(ascii: "\n")], to: "meta.json")
            meta = written
        }
        guard let meta else { throw Failure(.failed, "meta.json was not written") }
        return meta
    }

    /// - Returns: how many rows are earlier votes of a pair.
    private func writeVotes(in folder: ExportFolder, _ progress: (Int, Int) -> Void) throws -> Int {
        let file = try folder.open("votes.csv")
        var csv = CSVWriter()
        for name in ["timestamp", "datetime", "comment-id", "voter-id", "vote"] { csv.name(name) }
        csv.endRow()
        var rows = 0
        for vote in dialogue.history() {
            csv.vote(vote.vote, of: vote.person, on: vote.statement, at: vote.castAt)
            rows += 1
            if rows % (1 << 16) == 0 {
                try file.appendWhenLarge(&csv)
                progress(min(rows, dialogue.voteCount), dialogue.voteCount)
            }
        }
        try file.append(csv.bytes)
        try file.close()
        return rows - dialogue.voteCount
    }

    private func comments(_ tallies: [PlantedDialogue.Tally]) -> [UInt8] {
        var csv = CSVWriter()
        for name in [
            "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "is-meta",
            "is-seed",
            "comment-body",
        ] { csv.name(name) }
        csv.endRow()
        for (number, tally) in tallies.enumerated() {
            csv.number(PlantedDialogue.writtenAt(statement: number))
            csv.plain("")
            csv.number(number)
            // The first person, so that readers which refuse a blank author are content.
            csv.number(0)
            csv.number(tally.agrees)
            csv.number(tally.disagrees)
            csv.number(1)
            csv.plain("false")
            csv.plain("false")
            csv.text(PlantedDialogue.text(ofStatement: number))
            csv.endRow()
        }
        return csv.bytes
    }

    private var summary: [UInt8] {
        var csv = CSVWriter()
        func row(_ key: String, _ value: (inout CSVWriter) -> Void) {
            csv.name(key)
            value(&csv)
            csv.endRow()
        }
        row("topic") { $0.text("Invented conversation") }
        row("url") { $0.text("") }
        row("views") { $0.number(parameters.people) }
        row("voters") { $0.number(parameters.people) }
        row("voters-in-conv") { $0.number(parameters.people) }
        row("commenters") { $0.number(1) }
        row("comments") { $0.number(parameters.statements) }
        row("groups") { $0.number(parameters.groups) }
        row("conversation-description") {
            $0.text("Nobody said any of this: it is drawn from seed \(parameters.seed) by jirga simulate.")
        }
        return csv.bytes
    }

    private func writeLabels(in folder: ExportFolder) throws {
        let file = try folder.open("labels.csv")
        var csv = CSVWriter()
        for name in ["participant", "group"] { csv.name(name) }
        csv.endRow()
        for (person, group) in dialogue.plantedGroups.enumerated() {
            csv.number(person)
            csv.number(group)
            csv.endRow()
            try file.appendWhenLarge(&csv)
        }
        try file.append(csv.bytes)
        try file.close()
    }

    private func writeMatrix(in folder: ExportFolder) throws {
        let file = try folder.open("participants-votes.csv")
        var csv = CSVWriter()
        for name in ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"] { csv.name(name) }
        for number in 0..<parameters.statements { csv.name(String(number)) }
        csv.endRow()
        let blank = [Int8](repeating: .min, count: parameters.statements)
        for (person, group) in dialogue.plantedGroups.enumerated() {
            var cells = blank
            var agrees = 0
            var disagrees = 0
            dialogue.forEachVote(of: person) { statement, vote in
                cells[statement] = vote
                if vote > 0 { agrees += 1 }
                if vote < 0 { disagrees += 1 }
            }
            csv.number(person)
            csv.number(group)
            csv.number(person == 0 ? parameters.statements : 0)
            csv.number(dialogue.voteCount(of: person))
            csv.number(agrees)
            csv.number(disagrees)
            csv.votes(cells)
            csv.endRow()
            try file.appendWhenLarge(&csv)
        }
        try file.append(csv.bytes)
        try file.close()
    }
}
