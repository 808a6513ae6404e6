import OpinionAnalysis
import Publication
import Testing

struct `Rules of publication` {
    @Test(arguments: [
        (PublicationProfile.open, "2026-11-28 08", Int64(1_795_853_100_000), Int64(1_795_852_800_000)),
        (.standard, "the day", 1_795_853_100_000, 1_795_824_000_000),
        (.protected, "Monday", 1_795_853_100_000, 1_795_392_000_000),
        (.standard, "before 1970", -1, -86_400_000),
    ])
    func `tell times no finer than the profile`(
        profile: PublicationProfile, span: String, time: Int64, published: Int64
    ) {
        #expect(profile.rules.published(time: time) == published)
        #expect(profile.rules.published(time: published) == published)
    }

    @Test(arguments: PublicationProfile.allCases)
    func `bear any time`(profile: PublicationProfile) {
        for time in [Int64.min, .max, .min + 1, 0] { _ = profile.rules.published(time: time) }
    }

    @Test func `can be tightened and never loosened`() {
        #expect(PublicationProfile.protected.isAtLeast(asCautiousAs: .standard))
        #expect(PublicationProfile.standard.isAtLeast(asCautiousAs: .standard))
        #expect(!PublicationProfile.open.isAtLeast(asCautiousAs: .standard))
        #expect(!PublicationProfile.standard.isAtLeast(asCautiousAs: .protected))
    }

    @Test func `step only after enough votes and enough time`() {
        let rules = PublicationRules(.standard)
        #expect(rules.mayStep(newVotes: 10, after: 300_000))
        #expect(!rules.mayStep(newVotes: 9, after: 300_000))
        #expect(!rules.mayStep(newVotes: 10, after: 299_999))
    }

    @Test func `say over and under where few nearly agree`() {
        let rules = PublicationRules(.standard)
        #expect(PublishedShare(96, of: 100, by: rules).kind == .overNinetyFive)
        #expect(PublishedShare(4, of: 100, by: rules).kind == .underFive)
        #expect(PublishedShare(95, of: 100, by: rules).kind == .percent(95))
        #expect(PublishedShare(200, of: 200, by: rules).kind == .percent(100))
        #expect(PublishedShare(7, of: 0, by: rules).kind == .underFive)
    }
}
