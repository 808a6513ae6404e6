import ArgumentParser
import Foundation
import OpinionAnalysis
import PolisFormat

struct Analyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the opinion groups in votes, and what all groups support.",
        discussion: """
            PATH is a Polis export folder in any layout, or one votes.csv or participants-votes.csv (also .gz). No database is \
            needed. The result depends on the latest votes alone, not on their order: the same input gives the same output \
            on every machine; --warm-from and --replay do as Polis does, whose results depend on what went before.

            A summary in words is printed, or with --json one document of the schema jirga.analysis/1 \
            (docs/analysis-json.md). --html, --svg and --csv write files besides; earlier ones of ours are replaced, nothing \
            else is.
            """)

    @Argument(help: ArgumentHelp("An export folder or a votes file.", valueName: "path")) var path: String
    @Flag(help: "Print one JSON document.") var json = false
    @Option(help: ArgumentHelp("Write a page to read, print and pass on: one file, no script.", valueName: "file"))
    var html: String?
    @Option(help: ArgumentHelp("Write the map of people.", valueName: "file")) var svg: String?
    @Option(help: ArgumentHelp("Write tables for spreadsheets and statistics programs.", valueName: "dir"))
    var csv: String?
    @Option(
        help: ArgumentHelp(
            "jirga: groups only where the votes bear them out, everything with its uncertainty; polis: as Polis does it.",
            discussion: "Where it is left out: jirga, and polis with --warm-from or --replay."))
    var method: MethodOption?
    @Option(help: "Where chance is needed, where it begins.") var seed: UInt64 = 0
    @Option(help: "Which sign means agree in the files: detect, plus or minus.")
    var sign: ImportPolis.SignOption = .detect
    @Option(
        help: ArgumentHelp(
            "Continue where Polis stopped: make the update that Polis makes after it published this math-pca2.json.",
            valueName: "file"))
    var warmFrom: String?
    @Flag(help: "Go through the history of the votes as Polis would have; this needs the time of every vote.")
    var replay = false

    enum MethodOption: String, ExpressibleByArgument, CaseIterable {
        case jirga
        case polis
    }

    /// What the analysis starts from.
    private enum Votes {
        /// The latest votes, without any history.
        case alone(VoteMatrix)
        /// The votes continue a result of Polis.
        case published(PolisBlob)
        /// Every vote with its time.
        case history([PolisVoteEvent])

        var mode: AnalysisDocument.Mode {
            switch self {
            case .alone: .canonical
            case .published: .warm
            case .history: .replay
            }
        }
    }

    /// Reads what there is, with all that the way of analyzing asks for.
    private func start() throws -> (PolisConversation, Votes, PolisVoteTable) {
        guard replay || warmFrom != nil else {
            let counted = try PolisConversation.counted(at: path, sign: sign.reading)
            return (counted.conversation, .alone(try counted.matrix()), counted.votes)
        }
        let polis = try PolisConversation.read(at: path, sign: sign.reading, keepsHistory: replay)
        let votes: Votes =
            if let warmFrom {
                .published(try PolisBlob.read(at: warmFrom))
            } else {
                .history(try polis.history())
            }
        return (polis, votes, PolisVoteTable(polis))
    }

    private func map(of votes: Votes, _ polis: PolisConversation) throws -> OpinionMap {
        switch votes {
        case .alone(let matrix):
            let parameters = OpinionMap.Parameters(method: method == .polis ? .polis : .jirga)
            return try OpinionMap.fit(matrix, parameters: parameters, seed: seed)
        case .published(let blob):
            let strangers = polis.strangers(to: blob)
            if strangers.onlyPublished > 0 {
                Output.talk("note: people in the published result without votes here: \(strangers.onlyPublished)")
            }
            if strangers.onlyHere > 0 {
                Output.talk("note: people who voted and are new to the published result: \(strangers.onlyHere)")
            }
            return OpinionMap(try polis.warmStep(from: blob))
        case .history(let events): return OpinionMap(try polis.replay(events, seed: seed))
        }
    }

    func validate() throws {
        if replay, warmFrom != nil {
            throw ValidationError("--replay begins at the first vote and --warm-from at a result; use one of them")
        }
        if method == .jirga, replay || warmFrom != nil {
            throw ValidationError(
                "--replay and --warm-from do as Polis does; leave out --method jirga, whose results depend on the votes alone"
            )
        }
    }

    func run() async throws {
        try await reportingFailures {
            let files = ReportFiles(html: html, svg: svg, csv: csv)
            try files.check()
            let waiting = Waiting("Reading \(path)")
            defer { waiting.finish() }
            let clock = ContinuousClock()
            let began = clock.now
            let (conversation, votes, table) = try start()
            async let digest = table.digest
            waiting.turn(to: "Looking for groups")
            let read = clock.now
            waiting.clear()
            for warning in conversation.warnings { Output.talk("note: \(warning.sentence)") }
            let map = try map(of: votes, conversation)
            let analyzed = clock.now
            let findings = Findings(
                map, of: conversation,
                source: Findings.Source(
                    method: map.assessment == nil ? .polis : .jirga, mode: votes.mode, seed: seed,
                    digest: await digest, notes: conversation.warnings.map(\.sentence)))
            waiting.turn(to: "Writing")
            let written = try files.write(findings)
            waiting.finish()
            if json {
                try AnalysisDocument(findings).print {
                    AnalysisDocument.Timings(
                        readSeconds: began.duration(to: read).seconds,
                        analyzeSeconds: read.duration(to: analyzed).seconds,
                        writeSeconds: analyzed.duration(to: clock.now).seconds,
                        totalSeconds: began.duration(to: clock.now).seconds, peakMemoryBytes: peakMemoryBytes())
                }
            } else {
                Output.line(AnalysisReport(findings, seconds: began.duration(to: clock.now).seconds).text)
            }
            for path in written { Output.talk("wrote \(path)") }
        }
    }
}

extension ImportPolis.SignOption {
    var reading: PolisVoteSign.Choice {
        switch self {
        case .detect: .detect
        case .plus: .agreeIsPlus
        case .minus: .agreeIsMinus
        }
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

/// The most memory the process has had at once.
private func peakMemoryBytes() -> Int {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return Int(usage.ru_maxrss) * 1_024
}
