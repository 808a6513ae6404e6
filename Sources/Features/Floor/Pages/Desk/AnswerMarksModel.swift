import Convening
import OpinionAnalysis
import Site

/// What the last count marked about how people answered: how many, and why. Never who.
struct AnswerMarksModel: Sendable {
    let lines: [String]
    let address: String
}

extension FloorPages {
    /// - Returns: nil where nothing is marked.
    func marks(of dialogue: Dialogue, _ visit: WorkerVisit) async throws -> AnswerMarksModel? {
        guard let map = try await boards.board(slug: dialogue.slug, at: visit.time)?.snapshot?.map,
            let marked = MarkedAnswers(in: map), !marked.people.isEmpty
        else { return nil }
        let texts = visit.texts
        let alike = Vote.allCases.compactMap { answer -> String? in
            let people = marked.straightLining.filter { $0.answer == answer }
            guard !people.isEmpty else { return nil }
            let fewest = people.map(\.answers).min() ?? 0
            return texts(
                "marks_alike_\(answer.word)",
                ["count": .number(people.count), "answers": .number(fewest)])
        }
        let blocks = marked.blocks.map { block in
            texts(
                "marks_block",
                [
                    "count": .number(block.participants.count), "statements": .number(block.statements.count),
                    "alike": .text(texts.format.percent(block.likeness)),
                    "expected": .number(Int(min(block.expectedByChance, 1e9).rounded(.up))),
                ])
        }
        return AnswerMarksModel(
            lines: alike + blocks, address: "/d/\(dialogue.slug)/what-if?without=marked")
    }
}

extension Vote {
    fileprivate var word: String {
        switch self {
        case .agree: "agree"
        case .disagree: "disagree"
        case .pass: "pass"
        }
    }
}
