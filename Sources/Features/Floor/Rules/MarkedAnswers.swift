package import OpinionAnalysis

/// People whose answers a count marked: the same answer to everything, or a block of people who answered as one. A mark is
/// something to look at and no verdict; nobody is named, here or anywhere.
package struct MarkedAnswers: Sendable {
    package let straightLining: [StraightLining]
    package let blocks: [CoordinatedBlock]
    /// The rows of the map with any mark.
    package let people: Set<Int>

    /// - Returns: nil where the method does not look for them.
    package init?(in map: OpinionMap) {
        guard let assessment = map.assessment else { return nil }
        straightLining = assessment.straightLining
        blocks = assessment.coordinatedBlocks
        people = Set(straightLining.map(\.participant)).union(blocks.flatMap(\.participants))
    }

    /// Whether everybody may see results without these people beside those with them. Both show verdicts only, and no
    /// difference of so many people singles anybody out.
    package var mayBeLeftOutByAnybody: Bool { people.count >= ResultsView.leastAnswers }
}
