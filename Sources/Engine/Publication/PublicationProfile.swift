/// How cautiously a dialogue publishes numbers: what was promised to the people before they answered.
package enum PublicationProfile: String, Codable, Sendable, Hashable, CaseIterable {
    /// Low risk.
    case open
    case standard
    /// Conflict: what somebody thinks may endanger them.
    case protected
}
