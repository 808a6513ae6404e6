import OpinionAnalysis
import PolisFormat

/// An analysis as tables for spreadsheets and statistics programs; ``TableColumns`` says what they hold. Rows are
/// written as they are made.
struct AnalysisTables {
    let findings: Findings
    private var map: OpinionMap { findings.map }

    func write(to folder: TableFolder) throws {
        try folder.write { folder in
            try write(.participants, to: folder, rows: map.participants.indices, row: participant())
            try write(.statements, to: folder, rows: map.statements.indices, row: statement)
            try write(.groups, to: folder, rows: map.groups.indices, row: group)
            let pairs = map.statements.indices.lazy.flatMap { statement in
                map.groups.indices.lazy.map { (statement, $0) }
            }
            try write(.statementsByGroup, to: folder, rows: pairs, row: statementInGroup)
            let ranked = map.groups.indices.lazy.flatMap { group in
                findings.distinctive.indices.contains(group)
                    ? findings.distinctive[group].enumerated().map { (group, $0, $1) } : []
            }
            try write(.representative, to: folder, rows: ranked, row: representative)
            try write(.evidence, to: folder, rows: map.assessment?.evidence.candidates ?? [], row: candidate)
            try write(.flags, to: folder, rows: flags, row: flag)
            try folder.write(Array(TableColumns.readme(findings).utf8), to: TableFolder.readme)
        }
    }

    private func write<Rows: Sequence>(
        _ table: TableColumns, to folder: ExportFolder, rows: Rows, row: (Rows.Element, inout CSVWriter) -> Void
    ) throws {
        let file = try folder.open(table.file)
        var csv = CSVWriter()
        for column in table.columns { csv.name(column.name) }
        csv.endRow()
        for element in rows {
            row(element, &csv)
            csv.endRow()
            try file.appendWhenLarge(&csv)
        }
        try file.append(csv.bytes)
        try file.close()
    }

    // MARK: Rows

    private func participant() -> (Int, inout CSVWriter) -> Void {
        let flagWords = flagWords
        return { row, csv in
            let place = map.participants[row]
            let sureness = map.assessment?.participants[row]
            csv.plain(place.id)
            csv.number(place.votes)
            csv.flag(place.isClustered)
            csv.number(place.group)
            csv.decimal(sureness?.membership)
            csv.decimal(sureness?.steadiness)
            csv.decimal(place.isClustered ? place.point.x : nil)
            csv.decimal(place.isClustered ? place.point.y : nil)
            csv.decimal(sureness?.spread)
            csv.plain(flagWords[row, default: []].joined(separator: " "))
        }
    }

    private func statement(_ statement: Int, _ csv: inout CSVWriter) {
        let figures = map.statements[statement]
        let shares = findings.support[statement].everybody
        csv.plain(figures.id)
        csv.number(figures.seen)
        csv.number(figures.agrees)
        csv.number(figures.disagrees)
        csv.number(figures.passes)
        csv.share(shares.agree)
        csv.share(shares.disagree)
        csv.share(shares.pass)
        let standing = findings.standings[statement].map(AssessedStatement.Standing.init)
        csv.plain(standing?.kind ?? "")
        csv.plain(standing?.side ?? "")
        let ground = findings.commonGround[statement]
        csv.plain(ground?.verdict.rawValue ?? "")
        csv.plain(ground?.side.rawValue ?? "")
        csv.decimal(ground?.guaranteedShare)
        csv.number(ground?.leastSupportiveGroup.map { map.groups[$0].id })
        let division = findings.divisions[statement]
        csv.decimal(figures.seen > 0 ? division.amount : nil)
        csv.decimal(division.largestGap?.difference)
        csv.decimal(division.largestGap?.interval.lower)
        csv.decimal(division.largestGap?.interval.upper)
        csv.number(division.largestGap.map { map.groups[$0.higher].id })
        csv.number(division.largestGap.map { map.groups[$0.lower].id })
        let bridging = findings.bridging(statement)
        csv.decimal(bridging?.score)
        csv.decimal(bridging?.interval.lower)
        csv.decimal(bridging?.interval.upper)
        csv.plain(bridging.map { VerdictName($0.verdict).name } ?? "")
        csv.decimal(bridging?.polarity)
        csv.number(findings.falseVoters[statement]?.fewest)
        csv.decimal(figures.groupInformedConsensus)
        csv.decimal(figures.extremity)
        csv.decimal(figures.priority)
        csv.text(findings.texts[statement])
    }

    private func group(_ position: Int, _ csv: inout CSVWriter) {
        let group = map.groups[position]
        let sureness = map.assessment?.groups[position]
        csv.number(group.id)
        csv.plain(findings.letter(of: position))
        csv.number(group.size)
        csv.decimal(sureness?.steadiness)
        csv.decimal(sureness?.membership)
        csv.number(sureness?.clearMembers)
        csv.decimal(group.centre.x)
        csv.decimal(group.centre.y)
    }

    private func statementInGroup(_ pair: (statement: Int, group: Int), _ csv: inout CSVWriter) {
        let support = findings.support[pair.statement].groups
        guard support.indices.contains(pair.group) else { return }
        let shares = support[pair.group]
        csv.plain(map.statements[pair.statement].id)
        csv.number(map.groups[pair.group].id)
        csv.plain(findings.letter(of: pair.group))
        csv.number(shares.agree.total)
        csv.number(shares.agree.count)
        csv.number(shares.disagree.count)
        csv.number(shares.pass.count)
        csv.share(shares.agree)
        csv.share(shares.disagree)
    }

    private func representative(_ entry: (group: Int, rank: Int, DistinctiveStatement), _ csv: inout CSVWriter) {
        let statement = entry.2
        csv.number(map.groups[entry.group].id)
        csv.plain(findings.letter(of: entry.group))
        csv.number(entry.rank + 1)
        csv.plain(map.statements[statement.statement].id)
        csv.plain(statement.side.rawValue)
        for share in [statement.inside, statement.outside] {
            csv.number(share.count)
            csv.number(share.total)
            csv.share(share)
        }
        csv.decimal(statement.difference)
        csv.decimal(statement.interval.lower)
        csv.decimal(statement.interval.upper)
        csv.decimal(statement.shrunkLogOddsRatio)
        csv.decimal(statement.falseDiscoveryRate)
        csv.flag(statement.isDistinctive)
        csv.flag(statement.isMinorityOpinion)
        csv.text(findings.texts[statement.statement])
    }

    private func candidate(_ candidate: GroupEvidence.Candidate, _ csv: inout CSVWriter) {
        csv.number(candidate.groupCount)
        csv.decimal(candidate.gain)
        csv.decimal(candidate.gainError)
        csv.decimal(candidate.steadiness)
        csv.plain(candidate.verdict.rawValue)
    }

    // MARK: Flags

    private enum FlagRow {
        case straight(StraightLining)
        case block(CoordinatedBlock, number: Int, member: Int)
    }

    private var flags: [FlagRow] {
        guard let assessment = map.assessment else { return [] }
        return assessment.straightLining.map { .straight($0) }
            + assessment.coordinatedBlocks.enumerated().flatMap { number, block in
                block.participants.map { .block(block, number: number + 1, member: $0) }
            }
    }

    private var flagWords: [Int: [String]] {
        var words: [Int: [String]] = [:]
        for flag in flags {
            switch flag {
            case .straight(let straight): words[straight.participant, default: []].append("straight-lining")
            case .block(_, let number, let member): words[member, default: []].append("block-\(number)")
            }
        }
        return words
    }

    private func flag(_ flag: FlagRow, _ csv: inout CSVWriter) {
        switch flag {
        case .straight(let straight):
            csv.plain("straight-lining")
            csv.plain("")
            csv.plain(map.participants[straight.participant].id)
            csv.number(straight.answer.rawValue)
            csv.number(straight.answers)
            for _ in 0..<4 { csv.plain("") }
            csv.decimal(straight.commonLogarithmOfChance)
            csv.decimal(straight.expectedByChance)
        case .block(let block, let number, let member):
            csv.plain("block")
            csv.number(number)
            csv.plain(map.participants[member].id)
            csv.plain("")
            csv.number(block.statements.count)
            csv.number(block.participants.count)
            csv.number(block.identicalCount)
            csv.decimal(block.likeness)
            csv.number(block.group.map { map.groups[$0].id })
            csv.decimal(block.commonLogarithmOfChance)
            csv.decimal(block.expectedByChance)
        }
    }
}

extension CSVWriter {
    /// The shortest decimal number that is exactly this one; nothing for what is not known.
    fileprivate mutating func decimal(_ number: Double?) {
        plain(number.flatMap { $0.isFinite ? String($0) : nil } ?? "")
    }

    fileprivate mutating func flag(_ isSet: Bool) { plain(isSet ? "1" : "0") }

    /// A share and both ends of its interval.
    fileprivate mutating func share(_ share: Share) {
        decimal(share.value)
        decimal(share.total > 0 ? share.interval.lower : nil)
        decimal(share.total > 0 ? share.interval.upper : nil)
    }
}
