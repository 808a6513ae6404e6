// The habits that have nothing to do with groups, as a few fixed values each, laid out so that eight kinds of person are
// reckoned with at once.

/// All combinations of how readily somebody agrees at all and how far somebody follows their group, in blocks of eight.
struct PersonKinds: Sendable {
    /// Added to the log odds of agreeing, whatever the statement.
    static let agreeabilities: [Float] = [-1.6, -0.8, 0, 0.8, 1.6]

    /// By what a group's leaning is multiplied.
    static let convictions: [Float] = [0.5, 1, 1.5]

    /// For each kind its position in ``agreeabilities`` and in ``convictions``.
    let kinds: [(agreeability: Int, conviction: Int)]

    /// The same as numbers, in blocks; lanes at the end that stand for no kind hold zeros.
    let agreeability: [SIMD8<Float>]
    let conviction: [SIMD8<Float>]

    let convictionCount: Int

    /// How many blocks one group takes.
    var blockCount: Int { agreeability.count }

    /// - Parameter hasConviction: without groups there is nothing to follow, and only agreeability is told apart.
    init(hasConviction: Bool) {
        convictionCount = hasConviction ? Self.convictions.count : 1
        let kinds = Self.agreeabilities.indices.flatMap { agreeability in
            (0..<(hasConviction ? Self.convictions.count : 1)).map { (agreeability: agreeability, conviction: $0) }
        }
        var agreeability = [SIMD8<Float>](repeating: .zero, count: (kinds.count + 7) / 8)
        var conviction = agreeability
        for (position, kind) in kinds.enumerated() {
            agreeability[position / 8][position % 8] = Self.agreeabilities[kind.agreeability]
            conviction[position / 8][position % 8] = hasConviction ? Self.convictions[kind.conviction] : 1
        }
        self.kinds = kinds
        self.agreeability = agreeability
        self.conviction = conviction
    }
}
