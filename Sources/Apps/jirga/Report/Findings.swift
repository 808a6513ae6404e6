import Floor
import OpinionAnalysis
import PolisFormat

/// What an analysis found, arranged so that it can be told: the map with its figures by statement, the texts, and a
/// letter for each group.
///
/// A map made by the method `.polis` brings no assessment. The figures that follow from groups and votes alone are then
/// made here; how sure the groups are, and what bridges, stays unknown.
struct Findings {
    let map: OpinionMap
    let topic: String
    let about: String

    /// For each statement its text on one line; empty where it is not known.
    let texts: [String]

    /// The positions of the groups in the map, in the order of their letters, which says nothing about their size.
    let groups: [Int]

    /// For each statement the shares of everybody and of each group of the map.
    let support: [StatementSupport]
    let standings: [StatementStanding?]
    let divisions: [Division]

    /// For each statement with a standing whether it is common ground; nil for the others.
    let commonGround: [CommonGround?]
    let falseVoters: [FalseVoters?]

    /// For each group of the map every statement, those that set it apart first.
    let distinctive: [[DistinctiveStatement]]

    /// For each group of the map what would be common ground without it.
    let gainedWithoutGroup: [[CommonGround]]

    /// How it came about.
    let source: Source

    struct Source {
        let method: OpinionMap.Parameters.Method
        let mode: AnalysisDocument.Mode
        let seed: UInt64
        let digest: String
        /// What was odd about the files that were read, in words.
        let notes: [String]
    }

    init(_ map: OpinionMap, of polis: PolisConversation, source: Source) {
        self.map = map
        self.source = source
        topic = Self.line(polis.summary.topic)
        about = Self.line(polis.summary.description)
        let statements = Dictionary(
            polis.statements.map { (String($0.id), $0) }, uniquingKeysWith: { first, _ in first })
        texts = map.statements.map { Self.line(statements[$0.id]?.text ?? "") }
        groups = OpinionLetters.order(of: map.groups, salt: source.digest).compactMap { id in
            map.groups.firstIndex { $0.id == id }
        }

        let counts = VoteCounts(of: map) {
            statements[$0].map { $0.moderation == .rejected || $0.isMeta == true } ?? false
        }
        support = map.assessment?.support ?? StatementSupport.measured(from: counts)
        standings = map.assessment?.standings ?? StatementStanding.sorted(from: counts)
        divisions = map.assessment?.divisions ?? Division.measured(from: counts)
        distinctive = map.assessment?.distinctive ?? DistinctiveStatement.ranked(from: counts)
        gainedWithoutGroup = map.assessment?.gainedWithoutGroup ?? CommonGround.gained(leavingOut: counts)
        var commonGround = [CommonGround?](repeating: nil, count: map.statements.count)
        for ground in map.assessment?.commonGround ?? CommonGround.judged(from: counts) {
            commonGround[ground.statement] = ground
        }
        self.commonGround = commonGround
        var falseVoters = [FalseVoters?](repeating: nil, count: map.statements.count)
        for voters in map.assessment?.falseVoters ?? FalseVoters.counted(from: counts) {
            falseVoters[voters.statement] = voters
        }
        self.falseVoters = falseVoters
    }

    var hasGroups: Bool { groups.count > 1 }
    var voteCount: Int { map.statements.reduce(0) { $0 + $1.seen } }

    /// The place of a group among the letters, from 0.
    func place(of group: Int) -> Int { groups.firstIndex(of: group) ?? group }

    /// `A`, `B` and so on.
    func letter(of group: Int) -> String { Self.letter(at: place(of: group)) }

    static func letter(at place: Int) -> String {
        (0..<26).contains(place)
            ? String(Character(Unicode.Scalar(UInt8(65 + place))))
            : "\(letter(at: place / 26 - 1))\(letter(at: place % 26))"
    }

    func bridging(_ statement: Int) -> BridgingScore? { map.assessment?.bridging.statements[statement] }

    /// Text of people on one line, without the marks that would turn the text around it.
    private static func line(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var scalars = String.UnicodeScalarView()
        for scalar in words.unicodeScalars where !isDisruptive(scalar) { scalars.append(scalar) }
        return String(scalars)
    }

    private static func isDisruptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
        default: false
        }
    }
}

extension VoteCounts {
    /// The counts a map was made from, as far as it tells them.
    fileprivate init(of map: OpinionMap, isSkipped: (String) -> Bool) {
        let groups = map.groups.indices.map { group in
            map.statements.map { statement in
                guard statement.groups.indices.contains(group) else { return StatementVotes() }
                let votes = statement.groups[group]
                return StatementVotes(
                    agrees: votes.agrees, disagrees: votes.disagrees,
                    passes: max(0, votes.seen - votes.agrees - votes.disagrees))
            }
        }
        self.init(
            everybody: map.statements.map {
                StatementVotes(agrees: $0.agrees, disagrees: $0.disagrees, passes: $0.passes)
            }, groups: groups, groupSizes: map.groups.map(\.size),
            skipped: Set(map.statements.indices.filter { isSkipped(map.statements[$0].id) }))
    }
}
