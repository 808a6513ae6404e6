import DialogueLog

/// Which batches do not count, by the exclusions and restorations in a log.
///
/// They follow each other in turns, so their numbers tell which was last, and nothing hangs on the order in which they stand.
struct BatchExclusions {
    let excluded: Set<[UInt8]>
    /// What can't be; nil where everything is as it must be.
    let problem: String?

    init(_ content: LogContent) {
        var balances: [[UInt8]: Int] = [:]
        for item in content.items(.batchExcluded, .batchRestored) {
            balances[item.entry[0x11], default: 0] += item.entry.kind == .batchExcluded ? 1 : -1
        }
        excluded = Set(balances.filter { $0.value > 0 }.keys)
        let issued = Set(content.items(.batchIssued).map { $0.entry[0x11] })
        let strange = balances.filter { !(0...1).contains($0.value) || !issued.contains($0.key) }.keys
            .min { $0.lexicographicallyPrecedes($1) }
        problem = strange.map { batch in
            issued.contains(batch)
                ? "batch \(hexadecimal(batch)) was excluded and restored out of turn"
                : "batch \(hexadecimal(batch)) was excluded or restored and never issued"
        }
    }
}
