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
        guard let openings else { return }
        let excluded = BatchExclusions(content).excluded
        report[.voters] = finding { try checkVoters(openings, content, excluded: excluded) }
        let logged = content.items(.result).last
        let findsGroups = logged != nil && openings.count <= trust.mostVotesForGroups
        let count: VoteTally
        do {
            let texts = try archive.document([ArchivedText].self, "texts.json") ?? []
            count = try VoteTally(openings, texts: texts, key: runKey, excluded: excluded, keepsMatrix: findsGroups)
        } catch {
            report[.openings] = .failed(evidence: "the opened votes can't be read: \(error)")
            return
        }
        report[.openings] = finding { try checkOpenings(openings, content, count.opened) }
        guard let logged else {
            for number in [CheckNumber.tallies, .groups] { report[number] = .skipped(reason: "there is no result yet") }
            return
        }
        let algorithm = logged.entry.text(0x53)
        let recount: () throws -> VoteTally.Recount = {
            guard findsGroups else {
                return .unknown(
                    "\(openings.count) votes are more than --groups-up-to; they would all have to be in memory")
            }
            return try count.result(by: algorithm)
        }
        let erased = min(content.erased(after: logged.index), manifest.votes.erased)
        guard let resultName else {
            if erased > 0 { return skipForErasure(erased, [.tallies, .groups, .result]) }
            return checkResultAnew(recount, logged)
        }
        let path = archive.folder + "/" + resultName
        do {
            report[.tallies] = count.finding(against: try ResultCounts.all(ofFile: path), erasedSince: erased)
        } catch {
            report[.tallies] = .failed(evidence: "the result can't be read: \(error)")
            return
        }
        if erased > 0 { return skipForErasure(erased, [.groups]) }
        report[.groups] = finding {
            switch try recount() {
            case .unknown(let reason): .skipped(reason: reason)
            case .made(let made): try Self.finding(comparing: made, withFile: path)
            }
        }
    }

    /// What was erased after the result can't be counted again.
    private mutating func skipForErasure(_ erased: UInt64, _ numbers: [CheckNumber]) {
        for number in numbers where !report.hasFailed(number) && report[number] != .passed {
            report[number] = .skipped(reason: "up to \(erased) votes were erased after the result")
        }
    }

    private static func finding(comparing made: [UInt8], withFile path: String) throws -> Finding {
        var place = 0
        var firstOther: Int?
        try OpenFile(path).forEachPiece { piece in
            guard firstOther == nil else { return }
            let part = made[min(place, made.count)..<min(place + piece.count, made.count)]
            if !part.elementsEqual(piece) {
                firstOther = place + (zip(part, piece).enumerated().first { $1.0 != $1.1 }?.offset ?? part.count)
            }
            place += piece.count
        }
        if firstOther == nil, place < made.count { firstOther = place }
        return firstOther.map {
            .failed(evidence: "the result differs from what the method finds from byte \($0) on")
        } ?? .passed
    }

    /// The result is not here, but its digest is in the log: whoever has the votes makes it again.
    private mutating func checkResultAnew(_ recount: () throws -> VoteTally.Recount, _ logged: LogContent.Item) {
        let outcome = finding {
            switch try recount() {
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
        _ openings: SealedOpenings, _ content: LogContent, _ opened: OpenedVotes
    ) throws -> Finding {
        // With tags of their own no two opened votes have one commitment, and the same sum means the same votes.
        if let twice = try openings.firstSameTag() {
            return .failed(evidence: "participants \(twice.0) and \(twice.1) have the same tag")
        }
        if let problem = try checkErasureLists(content) { return problem }
        if opened.sum != content.voteSum || openings.count != content.votes || manifest.votes.erased > 0 {
            let found = try CommitmentMatching(archive.log, size: content.size, openings).mismatches()
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
                    evidence:
                        "\(found.onlyInLog) votes of the log are not opened, \(manifest.votes.erased) are said to be "
                        + "erased\(first)")
            }
        }
        let votes = manifest.votes
        guard opened.published == votes.published, opened.superseded == votes.superseded,
            opened.withdrawn == votes.withdrawn
        else {
            return .failed(
                evidence: "opened are \(opened.published) published, \(opened.superseded) superseded, "
                    + "\(opened.withdrawn) withdrawn; manifest.json says \(votes.published), \(votes.superseded), "
                    + "\(votes.withdrawn)")
        }
        return .passed
    }

    /// Everybody who votes was admitted by the batch they are listed with, which decides whether they count; and of an excluded
    /// batch nobody is missing, who might otherwise be counted as one who came without it.
    private func checkVoters(
        _ openings: SealedOpenings, _ content: LogContent, excluded: Set<[UInt8]>
    ) throws -> Finding {
        // A log that shows how anybody came in shows it of everybody, whatever the manifest says.
        guard manifest.needsAdmission || !content.items(.batchIssued).isEmpty else {
            return .skipped(reason: "nobody had to be admitted to this dialogue")
        }
        var admissions = content.admissions
        var first: Finding?
        try openings.forEachParticipant { place, person in
            guard first == nil else { return }
            if person.hasNoAdmission {
                first = .failed(evidence: "participant \(place) was never admitted")
                return
            }
            switch admissions.use(person.credential, batch: person.batch) {
            case .admitted: break
            case .notAdmitted:
                first = .failed(
                    evidence: "participant \(place) was not admitted in batch \(hexadecimal(person.batch))")
            case .usedBefore:
                first = .failed(evidence: "participant \(place) votes by the admission of another")
            }
        }
        if let first { return first }
        let missing = admissions.unused(of: excluded)
        guard missing == 0 || !content.items(.erased).isEmpty else {
            return .failed(evidence: "\(missing) of an excluded batch are not among the opened")
        }
        return .passed
    }
}

/// What the last votes add up to, and the matrix they make.
struct VoteTally {
    let opened: OpenedVotes
    /// By the number of the statement.
    private let votes: [Int: StatementVotes]
    /// In the language each was made in, by number.
    private let texts: [ArchivedText]

    /// Votes of excluded batches and withdrawn ones do not count.
    ///
    /// - Parameter keepsMatrix: whether ``result(by:)`` will be asked for, which needs all votes at once.
    /// - Throws: ``ArchiveProblem/unreadable(file:)``.
    init(
        _ openings: SealedOpenings, texts: [ArchivedText], key: RunKey, excluded: Set<[UInt8]>, keepsMatrix: Bool
    ) throws {
        let texts = texts.filter { !$0.isTranslation }.sorted { $0.number < $1.number }
        self.texts = texts
        let places = Dictionary(
            texts.enumerated().map { (bytes(hexadecimal: $1.statement) ?? [], Int32(truncatingIfNeeded: $0)) },
            uniquingKeysWith: { $1 })
        let columns = openings.statements.map { places[$0] }
        opened = try OpenedVotes(
            openings, key: key, excluded: excluded, columns: columns, keepsMatrix: keepsMatrix)
        var votes: [Int: StatementVotes] = [:]
        for (column, tally) in zip(columns, opened.tallies) where tally.seen > 0 {
            guard let column else { continue }
            let number = texts[Int(column)].number
            votes[number] = votes[number, default: .init()] + tally
        }
        self.votes = votes
    }

    /// - Parameter erased: how many votes may have been erased after the result; it then has so many more at most.
    func finding(against result: [ResultCounts], erasedSince erased: UInt64) -> Finding {
        var left = votes
        var missing = 0
        for statement in result {
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
        let kept = texts.indices.filter { texts[$0].isShown || votes[texts[$0].number] != nil }
        var places = [Int32](repeating: -1, count: texts.count)
        for (place, text) in kept.enumerated() { places[text] = Int32(truncatingIfNeeded: place) }
        var cells = opened.matrix
        cells.move(to: places)
        let statements = kept.map { texts[$0] }
        let matrix = try VoteMatrix(
            participants: Array(0..<cells.rowStarts.count - 1), statements: statements.map(\.number),
            rowStarts: cells.rowStarts, columns: cells.columns, values: cells.values,
            excluded: Set(statements.indices.filter { !statements[$0].isShown }),
            meta: Set(statements.indices.filter { statements[$0].isMeta }))
        let map = try OpinionMap.fit(matrix, parameters: .init(method: method), seed: 0)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return .made(Array(try encoder.encode(map)))
    }
}
