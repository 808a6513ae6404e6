import DialogueLog
import Journal
import Testing

@Suite struct FinalityRulesTests {
    @Test func `what no policy asks for is not witnessed, wherever it stands`() {
        for index in [nil, 0, 7] as [UInt64?] {
            let finality = FinalityRules.finality(at: index, finalSize: 100, needsWitnesses: false, missing: ["w"])
            #expect(finality == .notWitnessed)
        }
    }

    @Test(
        arguments: [(nil, 10, false), (9, 10, true), (10, 10, false), (11, 10, false), (0, 0, false), (0, 1, true)]
            as [(UInt64?, UInt64, Bool)])
    func `an entry is final once a checkpoint that holds it is`(index: UInt64?, size: UInt64, isFinal: Bool) {
        let finality = FinalityRules.finality(at: index, finalSize: size, needsWitnesses: true, missing: ["w2"])
        #expect(finality == (isFinal ? .final : .waiting(missing: ["w2"])))
    }

    @Test func `the anchor log says how large each log was; what else stands in it says nothing`() {
        func anchored(_ origin: String, _ size: UInt64) -> [UInt8] {
            Act.anchored(origin: origin, at: SealedRoot(size: size, root: Array(repeating: 1, count: 32)))
                .entry(in: Array(repeating: 0, count: 16), at: 0).bytes
        }
        let vote = Act.vote(Commitment(text: "x", salt: [1])).entry(in: Array(repeating: 0, count: 16), at: 0).bytes
        let sizes = FinalityRules.sizes(anchoredIn: [
            vote, anchored("x/log/a", 3), anchored("x/log/b", 9), anchored("x/log/a", 7), [1, 2, 3],
        ])
        #expect(sizes == ["x/log/a": 7, "x/log/b": 9])
    }

    @Test(
        arguments: [(200, nil), (409, nil), (422, .otherHistory), (403, .unknownLog), (404, .unknownLog), (503, nil)]
            as [(Int, WitnessComplaint?)])
    func `only what does not pass by itself is a complaint`(status: Int, complaint: WitnessComplaint?) {
        #expect(WitnessComplaint(status: status) == complaint)
    }
}
