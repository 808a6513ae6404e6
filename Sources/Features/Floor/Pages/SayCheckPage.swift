import Convening
import Site
import TextAnalysis

/// "Is this right?": a statement before it is sent, what its writer should know, and what has been said that is close.
struct SayCheckPage: ViewModel {
    let dialogue: DialogueView
    let token: String
    /// So that sending twice is sending once.
    let key: String
    let text: String
    let language: String
    let warnings: [String]
    let similar: [StatementView]
    let sendLabel: String

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("token", token), ("key", key), ("text", text),
            ("language", language), ("warnings", warnings), ("similar", similar), ("hasSimilar", !similar.isEmpty),
            ("sendLabel", sendLabel),
        ]
    }

    /// - Parameter text: as it will be kept.
    init(_ text: String, language: String, on board: FloorBoard, key: String, token: String, _ texts: Texts) {
        dialogue = DialogueView(board.dialogue, texts)
        self.token = token
        self.key = key
        self.text = text
        self.language = language
        var warnings = TextPolicy.personalDataHints(in: text).map { hint in
            switch hint {
            case .phoneNumber: texts["say_warn_phone"]
            case .email: texts["say_warn_email"]
            case .link: texts["say_warn_link"]
            }
        }
        if TextPolicy.looksLikeQuestion(text) { warnings.append(texts["say_warn_question"]) }
        self.warnings = warnings
        similar = board.nearest(to: text, in: language).map { StatementView($0, on: board, texts) }
        sendLabel = similar.isEmpty ? texts["say_send"] : texts["say_send_different"]
    }
}

extension FloorBoard {
    /// The shown statements whose words in a language are most like a text.
    func nearest(to text: String, in language: String) -> [Statement] {
        let folded = statements.map { FoldedText(words(of: $0, in: language).text) }
        return TextLikeness.nearest(to: FoldedText(text), in: folded).map { statements[$0.index] }
    }
}
