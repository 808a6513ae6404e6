import OpinionAnalysis

/// The key `parameters` of `jirga.analysis/1`: the numbers besides votes and seed that decide what a method says. The
/// method `.polis` has the constants of Polis and nothing to set.
struct MethodParameters: Encodable {
    let groups: GroupEvidence.Rules?
    let commonGround: CommonGround.Rules?
    let standing: Standing?
    let distinctive: DistinctiveStatement.Rules?
    let bridging: Bridging.Rules?
    let straightLining: StraightLining.Rules?
    let coordinatedBlocks: CoordinatedBlock.Rules?

    struct Standing: Encodable {
        let dissent: Double
        let gap: Double
        let division: Double
    }

    init(_ method: OpinionMap.Parameters.Method) {
        guard method == .jirga else {
            groups = nil
            (commonGround, standing, distinctive, bridging) = (nil, nil, nil, nil)
            (straightLining, coordinatedBlocks) = (nil, nil)
            return
        }
        groups = GroupEvidence.Rules()
        let rules = StatementStanding.Rules()
        commonGround = rules.commonGround
        standing = Standing(dissent: rules.dissent, gap: rules.gap, division: rules.division)
        distinctive = DistinctiveStatement.Rules()
        bridging = Bridging.Rules()
        straightLining = StraightLining.Rules()
        coordinatedBlocks = CoordinatedBlock.Rules()
    }
}
