package import Journal
import Publication

extension Dialogue {
    /// The pace at which its votes are sealed follows from how cautiously it publishes.
    package var sealingPace: SealingPace {
        let profile = PublicationProfile.standard
        return SealingPace(rawValue: profile.rawValue) ?? .standard
    }
}
