package import Journal
import Publication

extension Dialogue {
    /// The pace at which its votes are sealed follows from how cautiously it publishes.
    package var sealingPace: SealingPace {
        switch publicationProfile {
        case .open: .open
        case .standard: .standard
        case .protected: .protected
        }
    }
}
