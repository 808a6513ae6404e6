import Convening
import Testing

@Suite struct NameRulesTests {
    private func refusal(_ name: String, among others: [String] = []) -> SignInRefusal? {
        do throws(SignInRefusal) {
            try NameRules.check(try NameRules.admit(name), among: others)
            return nil
        } catch {
            return error
        }
    }

    private static let unfit: [(String, SignInRefusal)] = [
        ("", .nameMissing), ("  ", .nameMissing), ("...", .nameMissing), ("Omid\u{0}", .nameUnfit),
        ("Omid\u{202E}dimO", .nameUnfit), ("O\u{E0041}mid", .nameUnfit),
        ("O" + String(repeating: "\u{301}", count: 9), .nameUnfit),
        (String(repeating: "a", count: 81), .nameTooLong(limit: 80)),
        (String(repeating: "a\u{301}\u{301}\u{301}\u{301}\u{301}", count: 70), .nameTooLong(limit: 80)),
    ]

    @Test(arguments: unfit)
    func `a name goes through the policy of texts`(name: String, expected: SignInRefusal) {
        #expect(refusal(name) == expected)
    }

    @Test func `a name is kept in one form`() throws {
        #expect(Array(try NameRules.admit(" Zoe\u{308}\u{200B} ").unicodeScalars) == Array("Zo\u{eb}".unicodeScalars))
        #expect(try NameRules.admit(String(repeating: "ا", count: 80)).count == 80)
    }

    @Test(arguments: [
        ("\u{421}ommittee", "Committee"), ("committee", "Committee"), ("0mid", "Omid"),
        ("\u{62D}\u{633}\u{64A}\u{646}", "\u{62D}\u{633}\u{6CC}\u{646}"), ("Zarına", "Zarina"),
    ])
    func `a name that looks like another one is refused`(name: String, other: String) {
        #expect(refusal(name, among: ["Farid", other]) == .nameConfusable)
    }

    @Test func `a name that somebody has is taken`() {
        #expect(refusal("Omid", among: ["Omid"]) == .nameTaken)
        #expect(refusal("Omid", among: ["Omida", "Farid"]) == nil)
    }
}
