import Journal
import Site
import Testing

@testable import Convening

@Suite struct DialogueFormTests {
    @Test(arguments: [
        ("Water Law", "water-law"), ("  What should the water law say?  ", "what-should-the-water-law-say"),
        ("Kunar – 2026", "kunar-2026"), ("آب", ""), ("!!!", ""), ("New", ""), ("Account", ""),
        (String(repeating: "long ", count: 30), "long-long-long-long-long-long-long-long"),
    ])
    func `an address is made of a title's Latin letters`(title: String, slug: String) {
        #expect(DialogueForm.slug(from: title) == slug)
    }

    @Test func `a language counts once anything is written in it`() throws {
        var form = DialogueForm(writtenIn: .dari)
        form.slug = "water"
        form.texts[.dari] = DialogueForm.Texts(title: "آب", question: "چه؟", description: "", host: "شورا")
        #expect(try form.draft().texts.map(\.language) == ["fa-AF"])
        form.texts[.english] = DialogueForm.Texts(title: "Water")
        let draft = try form.draft()
        #expect(draft.texts.map(\.language) == ["fa-AF", "en"])
        #expect(throws: DialogueRefusal.missing(.question, language: "en")) { try DialogueRules.check(draft, at: 0) }
    }

    @Test func `a time that was not touched keeps its seconds`() throws {
        let dialogue = Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water",
            texts: [Dialogue.Texts(language: "ps", title: "t", question: "q", description: "", host: "h")],
            phase: .open, opensAt: nil, closesAt: 1_797_876_012_345, resultsVisibility: .always,
            moderationPolicy: .afterShowing, isSimulated: false, madeAt: 0)
        let draft = try DialogueForm(dialogue).draft(keeping: dialogue)
        #expect(draft.closesAt == 1_797_876_012_345)
        #expect(draft.texts == dialogue.texts)
    }
}

@Suite struct LocalPathTests {
    @Test(arguments: ["/", "/desk", "/desk/water/moderate?state=waiting&page=2", "/fa/desk"])
    func `an address on this site is taken`(path: String) {
        #expect(LocalPath(path)?.text == path)
    }

    @Test(arguments: [
        "", "desk", "//evil.example", "/\\evil.example", "/a\\b", "https://evil.example", "/a b", "/a\r\nb", "/آب",
        "/" + String(repeating: "a", count: 1_000),
    ])
    func `anything else is not`(path: String) {
        #expect(LocalPath(path) == nil)
    }
}
