/// A share as it may be said: in whole per cent, of published counts only.
package struct PublishedShare: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// 0 to 100.
        case percent(Int)
        case overNinetyFive
        case underFive
    }

    package let kind: Kind

    /// - Parameters:
    ///   - count: of published answers, at most `total`.
    ///   - total: all published answers of the same people.
    package init(_ count: Int, of total: Int, by rules: PublicationRules) {
        let share = total > 0 ? min(max(Double(count) / Double(total), 0), 1) : 0
        kind =
            if total < rules.homogeneityLimit, share > 0.95 {
                .overNinetyFive
            } else if total < rules.homogeneityLimit, share < 0.05 {
                .underFive
            } else {
                .percent(Int((share * 100).rounded()))
            }
    }

    /// Where a bar or a sorted list puts it, 0…1. Those that are not said exactly all stand at the same place.
    package var place: Double {
        switch kind {
        case .percent(let percent): Double(percent) / 100
        case .overNinetyFive: 0.975
        case .underFive: 0.025
        }
    }
}
