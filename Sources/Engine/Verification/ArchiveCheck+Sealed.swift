import DialogueLog
import Foundation
import OpinionAnalysis

/// The checks of the opened votes.
extension ArchiveCheck {
    /// Nil where there are none; what is wrong with them is in the report.
    mutating func readOpenings() -> SealedOpenings? {
        let path = trust.openings ?? archive.folder + "/" + Archive.openings
        guard FileManager.default.fileExists(atPath: path) else {
            for number in [CheckNumber.openings, .tallies, .voters, .groups] {
                report[number] = .skipped(reason: "the opened votes are not here; auditors give them with --sealed")
            }
            return nil
        }
        do {
            let openings = try SealedOpenings(file: path)
            guard hexadecimal(openings.dialogue) == manifest.dialogue else {
                report[.openings] = .failed(evidence: "the opened votes are of another dialogue")
                return nil
            }
            return openings
        } catch {
            report[.openings] = .failed(evidence: "the opened votes can't be read: \(error)")
            return nil
        }
    }

    mutating func checkSealed(_ content: LogContent, _ openings: SealedOpenings?) {
        guard let openings, let matching = content.matching else { return }
        report[.openings] = finding { try checkOpenings(openings, matching, content) }
        let excluded = BatchExclusions(content).excluded
        report[.voters] = finding { checkVoters(openings, content, excluded: excluded) }
        guard let logged = content.items(.result).last else {
            for number in [CheckNumber.tallies, .groups] { report[number] = .skipped(reason: "there is no result yet") }
            return
        }
        do {
            let texts = try archive.document([ArchivedText].self, "texts.json") ?? []
            let count = try VoteTally(openings, texts: texts, excluded: excluded)
            let algorithm = logged.entry.text(0x53)
            let erased = min(content.erased(after: logged.index), manifest.votes.erased)
            guard let bytes = try resultBytes else {
                if erased > 0 { return skipForErasure(erased, [.tallies, .groups, .result]) }
                return checkResultAnew(count, logged, algorithm)
            }
            let result = try JSONDecoder().decode(OpinionMap.self, from: Data(bytes))
            report[.tallies] = count.finding(against: result, erasedSince: erased)
            if erased > 0 { return skipForErasure(erased, [.groups]) }
            report[.groups] = finding { try count.groups(against: bytes, algorithm: algorithm) }
        } catch {
            report[.tallies] = .failed(evidence: "the result can't be read: \(error)")
        }
    }

    /// What was erased after the result can't be counted again.
    private mutating func skipForErasure(_ erased: UInt64, _ numbers: [CheckNumber]) {
        for number in numbers where !report.hasFailed(number) && report[number] != .passed {
            report[number] = .skipped(reason: "up to \(erased) votes were erased after the result")
        }
    }

    /// The result is not here, but its digest is in the log: whoever has the votes makes it again.
    private mutating func checkResultAnew(_ count: VoteTally, _ logged: LogContent.Item, _ algorithm: String) {
        let outcome = finding {
            switch try count.result(by: algorithm) {
            case .unknown(let reason): return .skipped(reason: reason)
            case .made(let bytes):
                var digest = RunningDigest()
                digest.append(bytes)
                return digest.bytes == logged.entry[0x50]
                    ? .passed
                    : .failed(
                        evidence:
                            "entry \(logged.index): the log has a result of digest \(hexadecimal(logged.entry[0x50])), "
                            + "the votes lead to one of \(hexadecimal(digest.bytes))")
            }
        }
        for number in [CheckNumber.tallies, .groups, .result] where !report.hasFailed(number) {
            report[number] = outcome
        }
    }

    /// Whether the lists of erased entries are those the log commits to; nil where they are, or where there are none.
    private func checkErasureLists(_ content: LogContent) throws -> Finding? {
        let beside = trust.openings.map { ($0 as NSString).deletingLastPathComponent + "/erasures.json" }
        let lists: [ArchivedErasure]
        if let beside, let data = FileManager.default.contents(atPath: beside) {
            lists = try JSONDecoder().decode([ArchivedErasure].self, from: data)
        } else {
            guard let found = try archive.document([ArchivedErasure].self, Archive.erasures) else { return nil }
            lists = found
        }
        let known = lists.compactMap { list in
            bytes(hexadecimal: list.salt).map {
                (commitment: Commitment(erasedPlaces: list.places, salt: $0).bytes, count: UInt64(list.places.count))
            }
        }
        for item in content.items(.erased) {
            guard let list = known.first(where: { $0.commitment == item.entry[0x20] }) else {
                return .failed(evidence: "entry \(item.index): the list of erased entries it commits to is not here")
            }
            guard list.count == item.entry.integer(0x09) else {
                return .failed(
                    evidence: "entry \(item.index) speaks of \(item.entry.integer(0x09)) erased entries, its list has "
                        + "\(list.count)")
            }
        }
        return nil
    }

    private func checkOpenings(
        _ openings: SealedOpenings, _ matching: CommitmentMatching, _ content: LogContent
    ) throws -> Finding {
        var place: UInt64 = 0
        var kinds = ArchiveManifest.Votes(published: 0, superseded: 0, withdrawn: 0, erased: manifest.votes.erased)
        var last: SealedOpenings.Vote?
        func settle() {
            guard let last else { return }
            if last.choice == 0 { kinds.withdrawn += 1 } else { kinds.published += 1 }
        }
        try openings.forEachVote { vote in
            guard let commitment = openings.commitment(of: vote) else {
                throw ArchiveProblem.unreadable(file: Archive.openings)
            }
            try matching.append(commitment, place: place, isInLog: false)
            place += 1
            if let before = last, before.participant == vote.participant, before.statement == vote.statement {
                kinds.superseded += 1
            } else {
                settle()
            }
            last = vote
        }
        settle()
        if let problem = try checkErasureLists(content) { return problem }
        let found = try matching.mismatches()
        if let wrong = found.kept.first(where: { !$0.isInLog || $0.isTwice }) {
            return .failed(
                evidence: wrong.isTwice
                    ? "the commitment \(hexadecimal(wrong.commitment)) stands more than once"
                    : "opened vote \(wrong.place): no entry has its commitment \(hexadecimal(wrong.commitment))")
        }
        if found.others > 0 { return .failed(evidence: "\(found.others) opened votes are in no entry") }
        if found.onlyInLog != manifest.votes.erased {
            let first = found.kept.first.map { "; the first is entry \($0.place)" } ?? ""
            return .failed(
                evidence: "\(found.onlyInLog) votes of the log are not opened, \(manifest.votes.erased) are said to be "
                    + "erased\(first)")
        }
        guard kinds == manifest.votes else {
            return .failed(
                evidence: "opened are \(kinds.published) published, \(kinds.superseded) superseded, \(kinds.withdrawn) "
                    + "withdrawn; manifest.json says \(manifest.votes.published), \(manifest.votes.superseded), "
                    + "\(manifest.votes.withdrawn)")
        }
        return .passed
    }

    /// Everybody who votes was admitted by the batch they are listed with, which decides whether they count; and of an excluded
    /// batch nobody is missing, who might otherwise be counted as one who came without it.
    private func checkVoters(_ openings: SealedOpenings, _ content: LogContent, excluded: Set<[UInt8]>) -> Finding {
        var admitted: [[UInt8]: LogContent.Item] = [:]
        for item in content.items(.admitted) { admitted[item.entry[0x20]] = item }
        // A log that shows how anybody came in shows it of everybody, whatever the manifest says.
        guard manifest.needsAdmission || !content.items(.batchIssued).isEmpty else {
            return .skipped(reason: "nobody had to be admitted to this dialogue")
        }
        var used: Set<[UInt8]> = []
        for (place, person) in openings.participants.enumerated() {
            if person.hasNoAdmission {
                return .failed(evidence: "participant \(place) was never admitted")
            }
            guard admitted[person.credential]?.entry[0x11] == person.batch else {
                return .failed(evidence: "participant \(place) was not admitted in batch \(hexadecimal(person.batch))")
            }
            guard used.insert(person.credential).inserted else {
                return .failed(evidence: "participant \(place) votes by the admission of another")
            }
        }
        let missing = admitted.filter { !used.contains($0.key) && excluded.contains($0.value.entry[0x11]) }
            .map(\.value.index)
        if let first = missing.min(), content.items(.erased).isEmpty {
            return .failed(
                evidence: "\(missing.count) of an excluded batch are not among the opened; entry \(first) admitted one")
        }
        return .passed
    }
}

/// What the last votes add up to, and the matrix they make.
struct VoteTally {
    /// By the number of the statement.
    private(set) var votes: [Int: StatementVotes] = [:]
    private var cells: [(participant: Int, statement: Int, vote: Vote)] = []
    private var participants = 0
    private let texts: [ArchivedText]

    /// Votes of excluded batches and withdrawn ones do not count.
    ///
    /// - Complexity: O(*votes*) time and memory: the method that finds the groups needs all votes at once.
    init(_ openings: SealedOpenings, texts: [ArchivedText], excluded: Set<[UInt8]>) throws {
        self.texts = texts.filter { !$0.isTranslation }.sorted { $0.number < $1.number }
        var numbers: [[UInt8]: Int] = [:]
        for text in self.texts { numbers[bytes(hexadecimal: text.statement) ?? []] = text.number }
        let columns = openings.statements.map { numbers[$0] }
        let counts = openings.participants.map { !excluded.contains($0.batch) }
        var last: SealedOpenings.Vote?
        var person: Int?
        func settle(_ tally: inout VoteTally) {
            guard let vote = last, counts[vote.participant], let number = columns[vote.statement] else { return }
            let choice: Vote
            switch vote.choice {
            case 1: choice = .agree
            case 2: choice = .disagree
            case 3: choice = .pass
            default: return
            }
            if person != vote.participant {
                person = vote.participant
                tally.participants += 1
            }
            tally.add(choice, on: number, by: tally.participants - 1)
        }
        try openings.forEachVote { vote in
            if last?.participant != vote.participant || last?.statement != vote.statement { settle(&self) }
            last = vote
        }
        settle(&self)
    }

    private mutating func add(_ vote: Vote, on statement: Int, by participant: Int) {
        switch vote {
        case .agree: votes[statement, default: .init()].agrees += 1
        case .disagree: votes[statement, default: .init()].disagrees += 1
        case .pass: votes[statement, default: .init()].passes += 1
        }
        cells.append((participant, statement, vote))
    }

    /// - Parameter erased: how many votes may have been erased after the result; it then has so many more at most.
    func finding(against result: OpinionMap, erasedSince erased: UInt64 = 0) -> Finding {
        var left = votes
        var missing = 0
        for statement in result.statements {
            let counted = Int(statement.id).flatMap { left.removeValue(forKey: $0) } ?? .init()
            let more = [
                statement.agrees - counted.agrees, statement.disagrees - counted.disagrees,
                statement.passes - counted.passes,
            ]
            missing += more.reduce(0, +)
            guard more.allSatisfy({ $0 == 0 || erased > 0 && $0 > 0 }) else {
                return .failed(
                    evidence: "statement \(statement.id): the votes are \(counted.agrees) agree, \(counted.disagrees) "
                        + "disagree, \(counted.passes) pass; the result says \(statement.agrees), "
                        + "\(statement.disagrees), \(statement.passes)")
            }
        }
        if let statement = left.keys.min() { return .failed(evidence: "statement \(statement) is not in the result") }
        guard missing > 0 else { return .passed }
        guard UInt64(missing) <= erased else {
            return .failed(
                evidence: "the result has \(missing) votes more than are here, and \(erased) were erased after it")
        }
        return .skipped(reason: "\(missing) votes were erased after the result; all others add up to it")
    }

    enum Recount {
        case made([UInt8])
        /// Why this program can't make it.
        case unknown(String)
    }

    /// The bytes of the result these votes lead to.
    ///
    /// - Parameter algorithm: `jirga/<version of the engine> <method>`, as the log has it.
    func result(by algorithm: String) throws -> Recount {
        let words = algorithm.split(separator: " ")
        guard words.count == 2, let method = OpinionMap.Parameters.Method(rawValue: String(words[1])) else {
            return .unknown("this program does not know the method \(algorithm.prefix(64))")
        }
        guard words[0] == "jirga/\(OpinionMap.engineVersion)" else {
            return .unknown("counted with \(words[0]); this program has jirga/\(OpinionMap.engineVersion)")
        }
        let statements = texts.filter { $0.isShown || votes[$0.number] != nil }
        let columns = Dictionary(
            statements.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        let matrix = try VoteMatrix(
            participants: (0..<participants).map(String.init), statements: statements.map { String($0.number) },
            votes: cells.compactMap { cell in columns[cell.statement].map { (cell.participant, $0, cell.vote) } },
            excluded: Set(statements.indices.filter { !statements[$0].isShown }),
            meta: Set(statements.indices.filter { statements[$0].isMeta }))
        let map = try OpinionMap.fit(matrix, parameters: .init(method: method), seed: 0)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return .made(Array(try encoder.encode(map)))
    }

    func groups(against result: [UInt8], algorithm: String) throws -> Finding {
        let bytes: [UInt8]
        switch try self.result(by: algorithm) {
        case .unknown(let reason): return .skipped(reason: reason)
        case .made(let made): bytes = made
        }
        guard bytes == result else {
            let place = zip(bytes, result).enumerated().first { $1.0 != $1.1 }?.offset ?? min(bytes.count, result.count)
            return .failed(evidence: "the result differs from what the method finds from byte \(place) on")
        }
        return .passed
    }
}
