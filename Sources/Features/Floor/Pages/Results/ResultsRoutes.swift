import Hummingbird
import Site

extension FloorPages {
    /// Everything that can be read about what people answered.
    func addResultsRoutes(to router: Router<SiteContext>) {
        let results = ResultsPages(self)
        router.get("/d/:slug/results", use: results.results)
        router.get("/d/:slug/s/:number", use: results.statement)
        router.get("/d/:slug/group/:letter", use: results.group)
        router.get("/d/:slug/who", use: results.turnout(_:_:))
        router.get("/d/:slug/what-if", use: results.whatIf)
        router.get("/d/:slug/compare", use: results.compare)
        router.get("/d/:slug/map.svg", use: results.mapFile)
        router.get("/d/:slug/statements.csv", use: results.statementsFile)
        router.get("/d/:slug/results.json", use: results.resultsFile)
    }
}
