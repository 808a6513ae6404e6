import SQLStore

/// What the tables of a database say about one participant, in words for whoever asks.
struct KeptDataReport {
    let markdown: String
    /// Tables and columns that are there and that nobody described.
    let undescribed: [String]

    init(of tables: [SQLTable]) {
        var sections: [KeptTable.About: [String]] = [:]
        var undescribed: [String] = []
        for table in tables.sorted(by: { $0.name < $1.name }) {
            guard let kept = KeptTable.all[table.name] else {
                undescribed.append(table.name)
                continue
            }
            var lines = ["### `\(table.name)`", "", "\(kept.purpose) Kept: \(kept.kept).", ""]
            lines += ["| column | what it is |", "|---|---|"]
            for column in table.columns {
                if kept.columns[column] == nil { undescribed.append("\(table.name).\(column)") }
                lines.append("| `\(column)` | \(kept.columns[column] ?? "**not described**") |")
            }
            sections[kept.about, default: []].append(lines.joined(separator: "\n"))
        }
        self.undescribed = undescribed
        var text = [Self.head]
        for about in KeptTable.About.allCases {
            guard let tables = sections[about] else { continue }
            text.append("## \(about.rawValue)")
            text += tables
        }
        if !undescribed.isEmpty {
            text.append("## Not described")
            text.append(undescribed.map { "- `\($0)`" }.joined(separator: "\n"))
        }
        text.append(Self.tail)
        markdown = text.joined(separator: "\n\n")
    }

    private static let head = """
        # What is kept about one participant

        Written from the database as it is. Whoever runs this server, or takes it away, could find this and nothing else
        about somebody who takes part. There is no name, no e-mail address, no telephone number, no network address, no
        browser: none of them is ever stored or logged.

        The number by which somebody is known is made by their browser and kept by it as a cookie. The server stores a hash
        of it that is different in every dialogue. Whoever holds the browser, or its cookie, finds the rows of its owner;
        nobody else can say whose they are.
        """

    private static let tail = """
        ## Outside of the database

        - **Logs of the server** (standard error): faults, and with `--verbose` the route and status of requests. No number of
          a participant, no address, no text. Kept as long as the system's journal keeps them; 14 days are enough.
        - **The published log**: sealed marks of answers, which nobody can open without the key in `participant_secret`.
          Public and for ever.
        - **Backups**: everything above as of their day, encrypted. To be deleted after 35 days.
        - **In memory, never written**: tags of networks for limits, under a key that changes every day; addresses while a
          connection lasts.

        ## What goes when somebody has themselves forgotten

        Their rows in `participant`, `participant_secret`, `vote`, `not_understood` and `hidden_answers`; their number in
        `statement`, `admission` and `admission_code`; their place in the next count. What stays is in no table connected
        with them: sealed marks, `erased_leaf` and `logged_erasure`, which several people share, and a final result.
        """
}
