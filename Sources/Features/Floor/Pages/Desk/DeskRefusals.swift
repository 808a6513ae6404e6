import Convening
import Site
import TextAnalysis

/// The sentences that tell a worker why something was not done.
extension Texts {
    func sentence(for refusal: ModerationRefusal) -> String {
        switch refusal {
        case .noSuchStatement: self["problem.not_found.text"]
        case .reasonMissing: self["moderate_reason_missing"]
        case .reasonNotNeeded: self["moderate_reason_not_needed"]
        case .cannotJoin: self["moderate_cannot_join"]
        case .nothingToChange: self["moderate_already"]
        case .hasVotes(let count): self("desk_statement_has_votes", ["count": .number(count)])
        case .notOurText: self["desk_statement_not_ours"]
        case .textErased: self["desk_statement_erased"]
        }
    }

    /// Why a worker's text is not taken as a statement.
    func deskSentence(for refusal: SubmissionRefusal) -> String {
        switch refusal {
        case .floor(.closed): self["setup_closed"]
        case .floor: self["desk_lines_not_now"]
        case .alreadySaid: self["desk_line_said"]
        case .tooManyWaiting(let limit): self("desk_line_waiting", ["count": .number(limit)])
        case .unknownLanguage: self["desk_line_language"]
        case .text(.empty), .text(.noLetters): self["desk_line_empty"]
        case .text(.tooLong(let characters, let limit)):
            self("desk_line_long", ["characters": .number(characters), "count": .number(limit)])
        case .text(.tooManyBytes): self["desk_line_bytes"]
        case .text(.character), .text(.notUTF8): self["desk_line_character"]
        case .text(.directionMark): self["desk_line_direction"]
        case .text(.marks): self["desk_line_marks"]
        }
    }

    func sentence(for refusal: AddStatements.LineRefusal, line: Int) -> String {
        self(
            "desk_line_problem",
            ["line": .number(line), "problem": .text(deskSentence(for: refusal.refusal))])
    }
}

/// Lines pasted into a box, one statement each; empty lines do not count but keep their place.
struct PastedLines: Sendable {
    let texts: [String]
    /// The line, from 1, of each text.
    let places: [Int]

    init(_ pasted: String) {
        var texts: [String] = []
        var places: [Int] = []
        let lines = pasted.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = String(line).trimmed
            guard !text.isEmpty else { continue }
            texts.append(text)
            places.append(index + 1)
        }
        self.texts = texts
        self.places = places
    }

    /// The place in the box of the text a refusal is about.
    func place(of refusal: AddStatements.LineRefusal) -> Int {
        let index = refusal.line - 1
        return places.indices.contains(index) ? places[index] : refusal.line
    }

    /// Room for two thousand statements at their longest, percent-encoded Arabic script included.
    static let formLimits = FormData.Limits(bytes: 2_400_000, fields: 40)
}
