import Convening
import JirgaTestSupport
import Journal
import Publication
import Testing

@Suite struct SealingPaceTests {
    @Test(arguments: PublicationProfile.allCases)
    func `votes are sealed as cautiously as numbers are published`(profile: PublicationProfile) {
        let dialogue = Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water",
            texts: [Dialogue.Texts(language: "en", title: "", question: "", description: "", host: "")], phase: .open,
            opensAt: nil, closesAt: nil, resultsVisibility: .always, moderationPolicy: .afterShowing,
            publicationProfile: profile, isSimulated: false, madeAt: fixedTime)
        #expect(dialogue.sealingPace.rawValue == profile.rawValue)
    }
}
