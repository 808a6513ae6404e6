/// When people come: by day of the dialogue and by hour of the local day.
struct VisitRhythm {
    let opensAt: Int64
    let closesAt: Int64

    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour

    /// Local time is UTC+4:30.
    private static let localOffset: Int64 = 4 * hour + hour / 2

    /// How busy each day is, 0…1: the invitation, a fall, a reminder after a week, the last call.
    private static let byDay: [Double] = [1, 0.85, 0.6, 0.5, 0.4, 0.35, 0.3, 0.55, 0.4, 0.3, 0.35, 0.5]

    /// How busy each hour of the local day is, 0…1.
    private static let byHour: [Double] = [
        0.06, 0.03, 0.02, 0.02, 0.04, 0.10, 0.25, 0.45, 0.60, 0.65, 0.65, 0.60,
        0.50, 0.55, 0.60, 0.60, 0.60, 0.65, 0.75, 0.90, 1.00, 0.90, 0.55, 0.20,
    ]

    /// A first visit.
    func arrival(using generator: inout SplitMix64) -> Int64 {
        while true {
            let moment = opensAt + Int64(generator.share() * Double(closesAt - opensAt - Self.hour))
            let day = min(Self.byDay.count - 1, Int((moment - opensAt) / Self.day))
            if generator.share() < Self.byDay[day] * activity(at: moment) { return moment }
        }
    }

    /// A later visit, at least eight hours after `moment`; `nil` when the dialogue closes before.
    func nextVisit(after moment: Int64, using generator: inout SplitMix64) -> Int64? {
        let earliest = moment + 8 * Self.hour
        let latest = min(earliest + 4 * Self.day, closesAt - Self.hour)
        guard latest - earliest > Self.day else { return nil }
        while true {
            let visit = earliest + Int64(generator.share() * Double(latest - earliest))
            if generator.share() < activity(at: visit) { return visit }
        }
    }

    private func activity(at moment: Int64) -> Double {
        let sinceMidnight = (moment + Self.localOffset) % Self.day
        return Self.byHour[Int((sinceMidnight + Self.day) % Self.day / Self.hour)]
    }
}
