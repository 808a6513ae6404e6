import Testing

@testable import TextAnalysis

struct NameSkeletonTests {
    @Test(arguments: [
        ("Committee", "\u{421}ommittee"), ("Committee", "COMMITTEE"), ("HAMID", "\u{397}\u{391}\u{39C}ID"),
        ("Hamid", "\u{41D}amid"), ("Omid", "0mid"), ("Ali", "A1i"), ("Amina", "Arnina"), ("peace", "р\u{435}ace"),
        ("Water Council", "Water  Counci|"), ("\u{62D}\u{633}\u{64A}\u{646}", "\u{62D}\u{633}\u{6CC}\u{646}"),
        ("\u{643}\u{631}\u{64A}\u{645}", "\u{6A9}\u{631}\u{6D0}\u{645}"), ("Zo\u{eb}", "Zoe\u{308}"), ("José", "Jose"),
        ("ﬁona", "fiona"), ("Ｋabul", "Kabul"), ("شورای آب", "شوراى آب"), ("گل\u{200C}آقا", "گلآقا"),
    ])
    func `names that look alike have one skeleton`(first: String, second: String) {
        #expect(NameSkeleton(first) == NameSkeleton(second))
    }

    @Test(arguments: [
        ("Farid", "Farida"), ("Committee", "Committees"), ("Moderator 1", "Moderator 2"), ("کریم", "رحیم"),
        ("Water Council", "WaterCouncil"), ("Zarina", "Zahra"), ("نور", "نوری"), ("Omid", "Umid"),
    ])
    func `names that can be told apart have two`(first: String, second: String) {
        #expect(NameSkeleton(first) != NameSkeleton(second))
    }

    @Test func `the skeleton of a skeleton is itself`() {
        for name in ["\u{421}ommittee", "Arnina", "0mid", "\u{62D}\u{633}\u{64A}\u{646}", "Ğülşen Iraz", ""] {
            let once = NameSkeleton(name).text
            #expect(NameSkeleton(once).text == once, "\(name)")
        }
    }
}
