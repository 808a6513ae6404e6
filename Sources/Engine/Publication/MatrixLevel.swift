/// Who may ever get the answers of each person, one row a person and without names. People are told before they answer, so after
/// opening it may be tightened and never loosened.
package enum MatrixLevel: String, Codable, Sendable, Hashable, CaseIterable {
    /// Nobody but auditors; everybody else gets counts.
    case auditors
    /// Researchers too, under an agreement and once voting is over.
    case researchers
    /// Everybody, once voting is over.
    case everybody

    /// From 0, the most cautious.
    private var width: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether this promises people no less than another.
    package func isAtLeast(asCautiousAs other: MatrixLevel) -> Bool { width <= other.width }

    /// A person with fewer votes is left out of the matrix for researchers.
    package static let fewestVotesOfPerson = 5
}

extension PublicationRules {
    /// Whether a dialogue of this profile may promise a level.
    package func mayPromise(_ level: MatrixLevel) -> Bool { level == .auditors || mayPublishMatrix }
}
