package import Convening
import HTTPTypes
package import Journal
package import SQLStore
package import Site

/// What every page of the floor needs.
package struct FloorPages: Sendable {
    let database: SQLDatabase
    let boards: FloorBoards
    let refresher: OpinionMapRefresher
    let convening: ConveningPages
    let renderer: PageRenderer
    let tokens: FormTokens
    let logs: LogStanding
    let receipts: Receipts
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    let readyPages = ReadyPages()
    /// A school or a village may share one address.
    let submissions = RequestLimiter(RequestLimiter.Rate(burst: 60, perHour: 240))
    let pace: HumanPace

    package init(
        database: SQLDatabase, boards: FloorBoards, refresher: OpinionMapRefresher, convening: ConveningPages,
        renderer: PageRenderer, tokens: FormTokens, receipts: Receipts? = nil, pace: HumanPace = HumanPace(),
        now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.boards = boards
        self.refresher = refresher
        self.convening = convening
        self.renderer = renderer
        self.tokens = tokens
        logs = convening.logs
        self.receipts = receipts ?? Receipts(keys: LogKeyRing(nil), folder: "", standing: logs)
        self.pace = pace
        self.now = now
    }
}

extension FloorPages {
    func requireSoundLog(of dialogue: Dialogue) throws { try convening.requireSoundLog(of: dialogue) }
}
