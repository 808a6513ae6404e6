package import Convening
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
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    let readyPages = ReadyPages()
    /// A school or a village may share one address.
    let submissions = RequestLimiter(RequestLimiter.Rate(burst: 60, perHour: 240))

    package init(
        database: SQLDatabase, boards: FloorBoards, refresher: OpinionMapRefresher, convening: ConveningPages,
        renderer: PageRenderer, tokens: FormTokens, now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.boards = boards
        self.refresher = refresher
        self.convening = convening
        self.renderer = renderer
        self.tokens = tokens
        self.now = now
    }
}
