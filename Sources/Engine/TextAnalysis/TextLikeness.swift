/// How alike two short texts are, for "this may already be said".
///
/// The measure is Sørensen and Dice's coefficient, twice what both have over the sum of what each has: two thirds for
/// runs of three letters, which forgive endings and spelling, one third for words, which forgive their order. It knows
/// no language and no meaning: a negation changes little, a paraphrase in other words is not found. So it may suggest
/// and never decide.
package enum TextLikeness {
    /// One of the texts that were looked through.
    package struct Match: Equatable, Sendable {
        /// Place of the text in the list.
        package let index: Int
        package let similarity: Double
    }

    /// From 0, nothing in common, to 1, equal when folded. Symmetric.
    ///
    /// - Complexity: O(length of both).
    package static func similarity(_ first: FoldedText, _ second: FoldedText) -> Double {
        if first.text == second.text { return 1 }
        let letters = dice(first.trigrams, second.trigrams)
        return (2 * letters + dice(first.words, second.words)) / 3
    }

    package static func similarity(_ first: String, _ second: String) -> Double {
        similarity(FoldedText(first), FoldedText(second))
    }

    /// The texts most like the given one, the most alike first; equally alike ones in the order of the list.
    ///
    /// - Parameters:
    ///   - texts: prepared once and kept, since folding costs more than comparing.
    ///   - threshold: the least similarity that counts.
    /// - Complexity: O(total length of the texts).
    package static func nearest(
        to text: FoldedText, in texts: [FoldedText], limit: Int = 3, threshold: Double = 0.5
    ) -> [Match] {
        var matches: [Match] = []
        for (index, other) in texts.enumerated() {
            guard bound(text, other) >= threshold else { continue }
            let similarity = similarity(text, other)
            if similarity >= threshold { matches.append(Match(index: index, similarity: similarity)) }
        }
        matches.sort { ($1.similarity, $0.index) < ($0.similarity, $1.index) }
        return Array(matches.prefix(max(0, limit)))
    }

    /// The most that the similarity can be, from the lengths alone.
    private static func bound(_ first: FoldedText, _ second: FoldedText) -> Double {
        if first.text.isEmpty, second.text.isEmpty { return 1 }
        let total = first.trigrams.count + second.trigrams.count
        let common = min(first.trigrams.count, second.trigrams.count)
        return (4 * Double(common) / Double(max(1, total)) + 1) / 3
    }

    private static func dice(_ first: [UInt64], _ second: [UInt64]) -> Double {
        guard !first.isEmpty, !second.isEmpty else { return 0 }
        var common = 0
        var (left, right) = (0, 0)
        while left < first.count, right < second.count {
            if first[left] == second[right] {
                common += 1
                left += 1
                right += 1
            } else if first[left] < second[right] {
                left += 1
            } else {
                right += 1
            }
        }
        return 2 * Double(common) / Double(first.count + second.count)
    }
}
