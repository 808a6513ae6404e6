import Convening
import Floor
import PolisFormat

extension PolisConversation {
    /// The conversation as a closed dialogue of ours.
    ///
    /// What Polis rejected is not shown here either; what nobody moderated is shown, as Polis showed it. Times that the
    /// export does not tell are the time of the import.
    func bring(as slug: String, language: String?, at time: Int64) throws -> BringConversation {
        let guessed = language ?? GuessedLanguage.tag(of: statements.map(\.text))
        let statements = statements.sorted { $0.id < $1.id }
        let brought = statements.map { statement in
            BroughtConversation.Statement(
                number: statement.id, text: statement.text, language: guessed,
                origin: statement.isSeed == true ? .facilitator : .participant,
                state: statement.moderation == .rejected ? .hidden : .shown, isMeta: statement.isMeta == true,
                madeAt: statement.time ?? time)
        }
        let places = Dictionary(
            statements.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let votes = votes.compactMap { vote -> BroughtConversation.Vote? in
            guard let place = places[vote.statement] else { return nil }
            let choice: VoteChoice = vote.vote > 0 ? .agree : vote.vote < 0 ? .disagree : .pass
            return BroughtConversation.Vote(
                participant: vote.participant, statement: place, choice: choice, castAt: vote.time ?? time)
        }
        let topic = String(summary.topic.prefix(DialogueRules.limit(of: .title)))
        let question = String(summary.topic.prefix(DialogueRules.limit(of: .question)))
        let texts = Dialogue.Texts(
            language: guessed, title: topic.isEmpty ? slug : topic, question: question.isEmpty ? slug : question,
            description: String(summary.description.prefix(DialogueRules.limit(of: .description))),
            host: "Polis")
        return BringConversation(
            BroughtConversation(statements: brought, votes: votes),
            as: DialogueDraft(
                slug: slug, texts: [texts], resultsVisibility: .always, moderationPolicy: .afterShowing),
            phase: .closed)
    }
}

extension PolisWarning {
    var sentence: String {
        let what =
            switch kind {
            case .repeatedVotes: "repeated votes; the latest of each counts"
            case .joinedText: "texts with commas but without quotation marks; they were joined again"
            case .votesOnlyInMatrix: "votes only in the matrix; taken without a time"
            case .votesDifferFromMatrix: "votes that differ from the matrix; the votes file counts"
            case .statedCountsDiffer: "statements whose stated counts differ from the votes"
            case .signAssumed: "no sign of which number means agree; 1 was taken (see --sign)"
            }
        let line = firstLine.map { ", first in line \($0)" } ?? ""
        return "\(file): \(count) \(what)\(line)"
    }
}
