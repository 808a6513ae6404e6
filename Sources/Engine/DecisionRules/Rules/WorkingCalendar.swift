/// Which days are worked on, in one place of the world.
public struct WorkingCalendar: Sendable, Hashable {
    /// 1 for Monday to 7 for Sunday.
    public var weekend: Set<Int>
    /// Days since 1 January 1970, each of them free.
    public var holidays: Set<Int>
    /// Minutes east of UTC.
    public var offset: Int

    public init(weekend: Set<Int> = [6, 7], holidays: Set<Int> = [], offset: Int = 0) {
        self.weekend = weekend
        self.holidays = holidays
        self.offset = min(max(offset, -1_080), 1_080)
    }

    private static let day: Int64 = 86_400_000

    /// The same time of day so many working days later; the day of `start` is not counted.
    ///
    /// - Parameters:
    ///   - start: milliseconds since 1970, UTC.
    ///   - workingDays: 0…10,000.
    /// - Throws: ``DecisionInputProblem/noSuchDeadline`` where no day is worked on, or it would be too far.
    public func deadline(after start: Int64, workingDays: Int) throws(DecisionInputProblem) -> Int64 {
        let year9999: Int64 = 253_402_300_800_000
        guard (0...10_000).contains(workingDays), (-year9999...year9999).contains(start),
            workingDays == 0 || !Set(1...7).isSubset(of: weekend)
        else { throw .noSuchDeadline }
        let shift = Int64(offset) * 60_000
        let (date, time) = (start + shift).quotientDown(by: Self.day)
        var (day, left) = (date, workingDays)
        // Each day that is worked on, or would be but for a holiday, can cost a week.
        var most = (workingDays + holidays.count) * 7 + 7
        while left > 0 {
            guard most > 0 else { throw .noSuchDeadline }
            (day, most) = (day + 1, most - 1)
            if isWorked(Int(day)) { left -= 1 }
        }
        return day * Self.day + time - shift
    }

    /// - Parameter day: days since 1 January 1970.
    public func isWorked(_ day: Int) -> Bool {
        // 1 January 1970 was a Thursday.
        let weekday = (day % 7 + 10) % 7 + 1
        return !weekend.contains(weekday) && !holidays.contains(day)
    }
}

extension Int64 {
    /// Rounds down below zero too, so that the rest is never negative.
    func quotientDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
