package import Convening
import Journal
package import SQLStore

/// A worker puts statements to the floor: those a dialogue begins with, or what was said in an assembly. They are shown
/// at once.
package struct AddStatements: Sendable {
    package var texts: [String]
    package var language: String
    package var origin: Statement.Origin
    package var dialogue: Dialogue.ID
    package var standing: Standing

    /// The line, from 1, and why its text is not taken. Nothing is written unless every line is good.
    package struct LineRefusal: Error, Sendable, Equatable {
        package let line: Int
        package let refusal: SubmissionRefusal
    }

    package init(
        _ texts: [String], language: String, origin: Statement.Origin = .facilitator, in dialogue: Dialogue.ID,
        by standing: Standing
    ) {
        self.texts = texts
        self.language = language
        self.origin = origin
        self.dialogue = dialogue
        self.standing = standing
    }

    /// - Throws: ``LineRefusal``, ``StandingRefusal``, ``FloorClosure``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> [Statement] {
        try StandingRules.check(standing, reaches: .facilitator)
        guard let dialogue = try ConveningStore(transaction).dialogue(dialogue) else { return [] }
        if dialogue.isClosed(at: time) { throw FloorClosure.closed(since: dialogue.closesAt) }
        let store = FloorStore(transaction)
        var others = try store.statements(in: dialogue.id)
        var number = try store.nextNumber(in: dialogue.id)
        var added: [Statement] = []
        for (index, text) in texts.enumerated() {
            do throws(SubmissionRefusal) {
                guard dialogue.languages.contains(language) else { throw .unknownLanguage(language) }
                let admitted = try SubmissionRules.admit(text)
                if let same = SubmissionRules.same(as: admitted, among: others) { throw .alreadySaid(same) }
                let statement = Statement(
                    id: Statement.ID(at: time, using: &generator), dialogue: dialogue.id, number: number,
                    origin: origin, language: language, text: admitted, state: .shown, madeAt: time)
                others.append(statement)
                added.append(statement)
                number += 1
            } catch {
                throw LineRefusal(line: index + 1, refusal: error)
            }
        }
        for statement in added {
            try store.put(statement, using: &generator)
            try store.record(
                Moderation(
                    statement: statement.id, action: .show, reason: nil, worker: standing.worker.id, at: time),
                in: dialogue.id, role: standing.role.journalRole, using: &generator)
        }
        return added
    }
}
