import Journal
import Testing

@Suite struct ErasureRulesTests {
    static let now: Int64 = 1_800_000_000_000
    static let week: Int64 = 7 * 86_400_000

    @Test(arguments: [
        (waiting: 0, age: week * 2, isResultAwaited: true, isDue: false),
        (waiting: 1, age: 0, isResultAwaited: false, isDue: false),
        (waiting: 31, age: week - 1, isResultAwaited: false, isDue: false),
        (waiting: 32, age: 0, isResultAwaited: false, isDue: true),
        (waiting: 1, age: week, isResultAwaited: false, isDue: true),
        (waiting: 1, age: 0, isResultAwaited: true, isDue: true),
        (waiting: 1, age: -1, isResultAwaited: false, isDue: true),
    ])
    func `what was erased waits for others, a week at most, and for no result`(
        waiting: Int, age: Int64, isResultAwaited: Bool, isDue: Bool
    ) {
        #expect(
            ErasureRules.isDue(
                waiting, since: Self.now - age, isResultAwaited: isResultAwaited, at: Self.now) == isDue)
    }
}
