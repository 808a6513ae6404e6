import Journal
import Publication

extension Dialogue {
    /// The settings and texts as the journal hashes them: one `name: value` a line, in a fixed order, with line breaks
    /// and backslashes inside values escaped so that no two dialogues share a text.
    package var canonicalText: String {
        var lines = ["jirga dialogue 1"]
        func add(_ name: String, _ value: String) {
            let escaped = value.replacing("\\", with: "\\\\").replacing("\r", with: "\\r").replacing("\n", with: "\\n")
            lines.append("\(name): \(escaped)")
        }
        add("id", id.rawValue)
        add("slug", slug)
        add("opens", opensAt.map(String.init) ?? "")
        add("closes", closesAt.map(String.init) ?? "")
        add("results", resultsVisibility.rawValue)
        add("moderation", moderationPolicy.rawValue)
        add("publication", publicationProfile.rawValue)
        // Without this line a dialogue is open to anybody, as all were before there was a choice.
        if admission != .open { add("admission", admission.rawValue) }
        // Where the line is missing it says "auditors".
        if matrixLevel != .auditors { add("matrix", matrixLevel.rawValue) }
        add("simulated", isSimulated ? "yes" : "no")
        for text in texts {
            add("language", text.language)
            add("title", text.title)
            add("question", text.question)
            add("description", text.description)
            add("host", text.host)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
