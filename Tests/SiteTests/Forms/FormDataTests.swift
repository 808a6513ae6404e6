import Site
import Testing

struct FormDataTests {
    private enum Answer: String { case agree, disagree, pass }

    private func form(_ text: String) throws -> FormData { try FormData(Array(text.utf8)) }

    @Test func `fields are decoded`() throws {
        let form = try form("text=%D8%A2%D8%A8+and+%2B&empty=&n=7")
        #expect(form["text"] == "آب and +")
        #expect(form["empty"] == "")
        #expect(form["absent"] == nil)
        #expect(form.names == ["empty", "n", "text"])
        #expect(try self.form("").names == [])
    }

    @Test(
        arguments: [
            ("a=1&a=2", FormProblem.duplicateField("a")), ("a=%zz", .badForm), ("a=%", .badForm), ("a=%4", .badForm),
            ("a=b=c", .badForm), ("&&&", .badForm), ("a", .badForm), ("=x", .badForm), ("a=1&", .badForm),
            ("a=%FF", .notUTF8), ("a=%C0%80", .notUTF8), ("a=%ED%A0%80", .notUTF8),
        ] as [(String, FormProblem)])
    func `damaged forms are refused`(text: String, problem: FormProblem) {
        #expect(throws: problem) { try form(text) }
    }

    @Test func `size and number of fields are limited`() {
        #expect(throws: FormProblem.tooLarge(limit: 4)) { try FormData(Array("a=123".utf8), limits: .init(bytes: 4)) }
        #expect(throws: FormProblem.tooManyFields(limit: 2)) {
            try FormData(Array("a=1&b=2&c=3".utf8), limits: .init(fields: 2))
        }
    }

    @Test func `unknown fields are refused`() throws {
        let form = try form("answer=agree&role=admin")
        #expect(throws: FormProblem.unknownField("role")) { try form.only("answer") }
        try form.only("answer", "role", "more")
    }

    @Test func `texts are trimmed, required and limited in bytes`() throws {
        let form = try form("a=+x+&blank=+%0A&long=%D8%A2%D8%A8")
        #expect(try form.text("a", limit: 1) == "x")
        #expect(throws: FormProblem.required("blank")) { try form.text("blank", limit: 9) }
        #expect(throws: FormProblem.required("none")) { try form.text("none", limit: 9) }
        #expect(try form.text("long", limit: 4) == "آب")
        #expect(throws: FormProblem.tooLong("long", limit: 3, found: 4)) { try form.text("long", limit: 3) }
        #expect(try form.optionalText("blank", limit: 9) == nil)
    }

    @Test func `choices are spelled exactly`() throws {
        #expect(try form("a=agree").choice("a", of: Answer.self) == .agree)
        for wrong in ["AGREE", "agree+", "1", "agre%65%00"] {
            #expect(throws: FormProblem.choice("a")) { try form("a=\(wrong)").choice("a", of: Answer.self) }
        }
        #expect(throws: FormProblem.required("a")) { try form("a=").choice("a", of: Answer.self) }
    }

    @Test func `a form is written as it is read, and without what is not to go on`() throws {
        let form = try form("text=%D8%A2%D8%A8+and+%2B%26%3D%25%0D%0A&empty=&token=x")
        #expect(form.without("token", "absent").encoded == "empty=&text=%D8%A2%D8%A8%20and%20%2B%26%3D%25%0D%0A")
        #expect(try FormData(Array(form.encoded.utf8)).names == form.names)
        #expect(try FormData(Array(form.encoded.utf8))["text"] == form["text"])
    }

    @Test(arguments: ["%2B5", "+5", "5%0A", "%D9%A3", "1e3", "0x10", "NaN", "inf", "9223372036854775808", "-0", "11"])
    func `numbers of our own pages are plain digits in range`(wrong: String) throws {
        #expect(throws: FormProblem.number("n")) { try form("n=\(wrong)").integer("n", in: 0...10) }
        #expect(try form("n=10").integer("n", in: 0...10) == 10)
    }

    @Test(arguments: [
        "%2B5", "-5", "5.0", "1e3", "0x10", "NaN", "inf", "9223372036854775808", "%2D0", "5%006", "1,000",
        "%D9%A3%2E", "11", "999999999999999999999999999999",
    ])
    func `F4 numbers that people type are digits and nothing else`(wrong: String) throws {
        #expect(throws: FormProblem.number("n")) { try form("n=\(wrong)").typedNumber("n", in: 0...10) }
    }

    @Test func `people may type numbers in their digits`() throws {
        #expect(try form("n=+%DB%B1%DB%B2+").typedNumber("n", in: 0...99) == 12)
        #expect(throws: FormProblem.number("n")) { try form("n=-3").typedNumber("n", in: 0...99) }
    }

    @Test func `a tick is yes or absent`() throws {
        #expect(try form("t=yes").isTicked("t"))
        #expect(try !form("x=1").isTicked("t"))
        #expect(throws: FormProblem.choice("t")) { try form("t=on").isTicked("t") }
    }

    @Test func `no bytes make the decoder trap`() {
        let seed: UInt64 = 11
        var generator = SplitMix(state: seed)
        let alphabet = Array("a=&%+4F\0".utf8) + [0xFF, 0xD8]
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &generator)]
            }
            guard let form = try? FormData(bytes) else { continue }
            #expect(form.names.allSatisfy { !$0.isEmpty }, "seed \(seed): \(bytes)")
        }
    }
}
