/// The files an analysis is to be written to.
struct ReportFiles {
    let html: ReportFile?
    let svg: ReportFile?
    let csv: TableFolder?

    init(html: String?, svg: String?, csv: String?) {
        self.html = html.map { ReportFile(path: $0, mark: ReportPage.mark) }
        self.svg = svg.map { ReportFile(path: $0, mark: PeopleMap.mark) }
        self.csv = csv.map { TableFolder($0, names: TableColumns.all.map(\.file)) }
    }

    /// - Throws: when writing would lose something that is not ours.
    func check() throws {
        try html?.check()
        try svg?.check()
        try csv?.check()
    }

    /// - Returns: the paths that were written.
    func write(_ findings: Findings) throws -> [String] {
        try html?.write(ReportPage(findings).html)
        try svg?.write(PeopleMap.mark + "\n" + PeopleMap(findings).svg() + "\n")
        try csv.map { try AnalysisTables(findings: findings).write(to: $0) }
        return [html?.path, svg?.path, csv?.path].compactMap(\.self)
    }
}
