import Convening
import Floor
import Journal
import OpinionAnalysis
import PolisFormat
import Publication
import SQLStore

/// Everything an export tells of a dialogue, read at one moment.
struct ExportedDialogue: Sendable {
    let dialogue: Dialogue
    let statements: [Statement]
    let votes: FloorVotes
    let map: OpinionMap?
    /// What everybody sees; nil before anything was published.
    let published: PublishedCounts?

    /// Nil when there is no such dialogue.
    init?(slug: String, from transaction: SQLTransaction) throws {
        guard let dialogue = try ConveningStore(transaction).dialogue(slug: slug) else { return nil }
        self.dialogue = dialogue
        let store = FloorStore(transaction)
        statements = try store.statements(in: dialogue.id)
        votes = try store.floorVotes(in: dialogue.id)
        map = votes.votes.isEmpty ? nil : try OpinionMap.fit(votes.matrix())
        published = try store.latestPublication(of: dialogue, shown: votes.shown)?.counts
    }

    /// - Parameter generator: numbers people, anew for every export, so that two of them can't be laid side by side.
    func polis(using generator: inout some RandomNumberGenerator) -> PolisConversation {
        let texts = dialogue.texts[0]
        let people = map?.participants ?? []
        let numbers = Array(0..<max(people.count, votes.participants.count)).shuffled(using: &generator)
        var agrees: [Int: Int] = [:]
        var disagrees: [Int: Int] = [:]
        for vote in votes.votes {
            let number = votes.statements[vote.statement].number
            if vote.vote == .agree { agrees[number, default: 0] += 1 }
            if vote.vote == .disagree { disagrees[number, default: 0] += 1 }
        }
        let rules = dialogue.publicationProfile.rules
        return PolisConversation(
            summary: PolisSummary(
                topic: texts.question, description: texts.description, url: "", voters: votes.participants.count,
                votersClustered: map?.clusteredCount, comments: statements.count, groups: map?.groups.count),
            statements: statements.map { statement in
                PolisStatement(
                    id: statement.number, time: rules.published(time: statement.madeAt), text: statement.text,
                    moderation: statement.state == .hidden
                        ? .rejected : statement.state == .shown ? .accepted : .pending,
                    isMeta: statement.isMeta, isSeed: statement.origin == .facilitator,
                    statedAgrees: agrees[statement.number, default: 0],
                    statedDisagrees: disagrees[statement.number, default: 0])
            },
            participants: people.enumerated().map { place, person in
                PolisParticipant(id: numbers[place], group: person.group, statedVotes: person.votes)
            }.sorted { $0.id < $1.id },
            votes: votes.votes.map {
                PolisVote(
                    participant: numbers[$0.participant], statement: votes.statements[$0.statement].number,
                    vote: Int($0.vote.rawValue))
            }.sorted { ($0.participant, $0.statement) < ($1.participant, $1.statement) })
    }
}
