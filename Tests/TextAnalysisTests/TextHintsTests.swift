import Testing

@testable import TextAnalysis

struct TextHintsTests {
    @Test(arguments: [
        "call 0700 123 456", "+93 (0)70-012-3456", "زنگ بزنید ۰۷۰۰۱۲۳۴۵۶", "٠٧٠٠١٢٣٤٥٦", "ring 555-123-4567 today",
    ])
    func `telephone numbers in all digits are found`(text: String) {
        #expect(TextPolicy.personalDataHints(in: text) == [.phoneNumber])
    }

    @Test(arguments: [
        "Clean the canals in March 2025", "from 1400 to 1404", "2024-2025", "on 24.11.2024", "۱۴۰۳/۰۹/۰۴",
        "1,000,000 people",
        "Article 110", "3 of 4", "e.g. this one", "End.Start again", "meet @ noon",
    ])
    func `ordinary text has no hints`(text: String) {
        #expect(TextPolicy.personalDataHints(in: text) == [])
    }

    @Test func `addresses of mail and pages are found`() {
        #expect(TextPolicy.personalDataHints(in: "write to Ali.K@example.org.") == [.email])
        #expect(TextPolicy.personalDataHints(in: "see https://example.org/x") == [.link])
        #expect(TextPolicy.personalDataHints(in: "see (t.me/group) now") == [.link])
        #expect(
            TextPolicy.personalDataHints(in: "www.example.test, a@b.co, 0700123456") == [.phoneNumber, .email, .link])
    }

    @Test func `questions are known by their mark`() {
        for text in ["Why?", "چرا؟", "«چرا؟»", "为什么？", "Really?!"] { #expect(TextPolicy.looksLikeQuestion(text)) }
        for text in ["Canals.", "", "A ? b"] { #expect(!TextPolicy.looksLikeQuestion(text)) }
    }
}
