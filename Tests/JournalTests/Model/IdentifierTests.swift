import DialogueLog
import JirgaTestSupport
import Testing

@testable import Journal

@Suite struct IdentifierTests {
    @Test func `ids made later sort later`() {
        var generator = SeededGenerator(seed: 3)
        let ids = (0..<50).map { Identifier<Act>(at: 1_700_000_000_000 + Int64($0), using: &generator) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: ["", "0", "G0000000000000000000000000000000", "ABCDEF00000000000000000000000000", "é"])
    func `anything but 32 lowercase hexadecimal digits is no id`(text: String) {
        #expect(Identifier<Act>(rawValue: text) == nil)
    }
}
