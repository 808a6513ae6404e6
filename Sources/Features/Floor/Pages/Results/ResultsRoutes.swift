import Convening
import Hummingbird
import Site

extension FloorPages {
    /// Everything that can be read about what people answered.
    func addResultsRoutes(to routes: ActionRouter) {
        let results = ResultsPages(self)
        routes.get("/d/:slug/results", .readResults, use: results.results)
        routes.get("/d/:slug/results/admission", .readResults, use: results.admission)
        routes.get("/d/:slug/results/admission.json", .readResults, use: results.admissionFile)
        routes.get("/d/:slug/s/:number", .readResults, use: results.statement)
        routes.get("/d/:slug/group/:letter", .readResults, use: results.group)
        routes.get("/d/:slug/who", .readResults, use: results.turnout(_:_:))
        routes.get("/d/:slug/what-if", .readResults, use: results.whatIf)
        routes.get("/d/:slug/compare", .readResults, use: results.compare)
        routes.get("/d/:slug/map.svg", .readResults, use: results.mapFile)
        routes.get("/d/:slug/statements.csv", .readResults, use: results.statementsFile)
        routes.get("/d/:slug/results.json", .readResults, use: results.resultsFile)
    }
}
