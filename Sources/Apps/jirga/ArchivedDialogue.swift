import Convening
import DialogueLog
import Floor
import Journal
import Publication
import SQLStore
import TransparencyLog
import Verification

/// What an archive takes from the database: everything that is compared with the log.
struct ArchivedDialogue: Sendable {
    /// Why there can be no archive now.
    enum Refusal: Error, Hashable, Sendable {
        case noSuchDialogue
        /// Nothing was ever sealed: the dialogue was not served yet.
        case noLog
        /// Acts wait to be sealed; an archive made now would not fit its log.
        case actsWait(votes: Int)
        /// What was erased waits to be said in the log.
        case erasuresWait
        /// A vote stands in the database, and the log has no entry of it.
        case unknownVote(statement: Int, revision: UInt32)
    }

    let dialogue: Dialogue
    let head: LogHead
    let installation: String
    let texts: [ArchivedText]
    let decisions: [ArchivedModeration]
    let rules: String
    /// How many were admitted in each batch, and whether its votes count.
    let admissions: [ArchivedBatch]
    let needsAdmission: Bool
    /// Which entries of the log nobody can open any more.
    let erasures: [ArchivedErasure]
    let result: [UInt8]?
    /// What the results pages say; nil before anything is published.
    let table: PublishedTable?
    private(set) var openings: [UInt8] = []
    private(set) var votes = ArchiveManifest.Votes(published: 0, superseded: 0, withdrawn: 0, erased: 0)

    var log: LogID { head.log }

    init(slug: String, from transaction: SQLTransaction) throws {
        guard let dialogue = try ConveningStore(transaction).dialogue(slug: slug) else { throw Refusal.noSuchDialogue }
        self.dialogue = dialogue
        let logs = LogStore(transaction)
        let log = LogID(dialogue: dialogue.id.bytes)
        guard let head = try logs.head(of: log), head.size > 0, let installation = try logs.installation() else {
            throw Refusal.noLog
        }
        let waiting = try logs.waiting(for: log)
        guard !waiting.hasPublicActs, waiting.votes == 0 else { throw Refusal.actsWait(votes: waiting.votes) }
        guard try logs.waitingErasures(of: log) == nil else { throw Refusal.erasuresWait }
        let erased = try logs.loggedErasures(of: log, epoch: head.epoch)
        erasures = erased.map { ArchivedErasure(salt: hexadecimal($0.salt), places: $0.places) }
        votes.erased = UInt64(erased.reduce(0) { $0 + max(0, $1.votes) })
        self.head = head
        self.installation = installation.name
        rules = dialogue.canonicalText
        let convening = ConveningStore(transaction)
        let excluded = try convening.exclusions(in: dialogue.id)
        admissions = try convening.admittedCounts(in: dialogue.id).sorted { $0.key < $1.key }.map { batch, count in
            ArchivedBatch(
                batch: batch.rawValue, admitted: UInt64(clamping: count), isExcluded: excluded.contains(batch))
        }
        needsAdmission = try convening.needsAdmission(to: dialogue.id)
        let floor = FloorStore(transaction)
        result = try floor.finalResult(of: dialogue.id)
        let statements = try floor.statements(in: dialogue.id)
        let shown = statements.filter { $0.state == .shown }
        let numbers = Set(shown.map(\.number))
        table = try floor.latestPublication(of: dialogue, shown: numbers).map { publication in
            PublishedTable(
                of: ResultsView(
                    of: publication.counts, on: publication.snapshot.map, shown: numbers,
                    meta: Set(shown.filter(\.isMeta).map(\.number))))
        }
        let known = Dictionary(statements.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        func archived(_ text: FloorStore.SaltedText, isTranslation: Bool) -> ArchivedText? {
            known[text.statement].map { statement in
                ArchivedText(
                    statement: statement.id.rawValue, number: statement.number, language: text.language,
                    isTranslation: isTranslation, text: text.text,
                    salt: text.text.map { _ in hexadecimal(text.salt) },
                    isShown: statement.state == .shown, isMeta: statement.isMeta)
            }
        }
        texts =
            try floor.saltedStatements(in: dialogue.id).compactMap { archived($0, isTranslation: false) }
            + floor.saltedTranslations(in: dialogue.id).compactMap { archived($0, isTranslation: true) }
        decisions = try floor.allModerations(in: dialogue.id).map { decision in
            ArchivedModeration(
                statement: decision.statement.rawValue, action: decision.action.code,
                reason: decision.reason?.code ?? 0)
        }
        try open(statements.sorted { $0.number < $1.number }, transaction)
    }

    /// Opens every vote, those of excluded batches too: everybody is listed with the batch they were admitted by, so that
    /// whoever opens the file can leave out the excluded ones. What an earlier revision was is kept nowhere: it is found by
    /// trying which of the four choices the log has an entry of.
    private mutating func open(_ statements: [Statement], _ transaction: SQLTransaction) throws {
        let logs = LogStore(transaction)
        var sealed: Set<[UInt8]> = []
        var start: UInt64 = 0
        while start < head.size {
            let end = min(start + 65_536, head.size)
            for bytes in try logs.entries(start..<end, of: head.log, epoch: head.epoch) {
                guard let entry = CanonicalEntry(bytes: bytes), entry.type == 0x0011, let field = entry.fields.first
                else { continue }
                sealed.insert(field.value)
            }
            start = end
        }
        let places = Dictionary(
            statements.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var people: [SealedOpenings.Participant] = []
        var opened: [SealedOpenings.Vote] = []
        var last: Participant.ID?
        var secrets: ParticipantSecrets?
        let convening = ConveningStore(transaction)
        let dialogue = dialogue.id
        var admitted = try convening.admittedParticipants(in: dialogue)
        let link = try convening.openLink(of: dialogue)
        func add(_ participant: Participant.ID, _ secrets: ParticipantSecrets) {
            let admission =
                admitted.removeValue(forKey: participant)
                ?? link.map {
                    ConveningStore.AdmittedParticipant(batch: $0, credential: Commitment(openLink: secrets))
                }
            people.append(
                .init(
                    tag: secrets.tag, batch: admission?.batch.bytes ?? [UInt8](repeating: 0, count: 16),
                    credential: admission?.credential.bytes ?? [UInt8](repeating: 0, count: 32)))
        }
        try FloorStore(transaction).forEachLastVote(in: dialogue) { participant, statement, choice, revision in
            if participant != last {
                last = participant
                secrets = try convening.secrets(of: participant)
                if let secrets { add(participant, secrets) }
            }
            guard let secrets, let place = places[statement] else { return }
            for earlier in 1..<max(1, revision) + 1 {
                let choices: [UInt8] = earlier == revision ? [choice] : [1, 2, 3, 0]
                let opening = choices.lazy.compactMap { choice in
                    VoteOpening(
                        of: choice, dialogue: dialogue.bytes, statement: statement.bytes, revision: earlier,
                        secrets: secrets)
                }.first { sealed.contains($0.commitment.bytes) }
                guard let opening else {
                    throw Refusal.unknownVote(statement: statements[place].number, revision: earlier)
                }
                opened.append(
                    .init(
                        participant: people.count - 1, statement: place, revision: earlier, choice: opening.choice,
                        nonce: opening.nonce))
                if earlier < revision {
                    votes.superseded += 1
                } else if choice == 0 {
                    votes.withdrawn += 1
                } else {
                    votes.published += 1
                }
            }
        }
        // Those who were admitted and never voted come last: nobody of an excluded batch may be missing.
        for participant in admitted.keys.sorted() {
            if let secrets = try convening.secrets(of: participant) { add(participant, secrets) }
        }
        openings = SealedOpenings.bytes(
            dialogue: dialogue.bytes, statements: statements.map(\.id.bytes), participants: people, votes: opened)
    }
}

extension PublishedTable {
    /// The counts of a view: those of everybody and of each group that has numbers of its own, by letter.
    init(of view: ResultsView) {
        let letters = view.groups.indices.map { String(UnicodeScalar(UInt8(clamping: 65 + $0))) }
        self.init(
            people: view.people,
            groupSizes: Dictionary(
                zip(letters, view.groups.map(\.size)), uniquingKeysWith: { first, _ in first }),
            rows: view.results.filter(\.isShown).flatMap { result -> [Row] in
                let groups = zip(letters, result.groups).compactMap { letter, tally in
                    tally.map { Row(result.number, letter, $0) }
                }
                return [Row(result.number, nil, result.tally)] + groups
            })
    }
}

extension PublishedTable.Row {
    fileprivate init(_ statement: Int, _ group: String?, _ tally: AnswerTally) {
        self.init(
            statement: statement, group: group, agrees: tally.agrees, disagrees: tally.disagrees, passes: tally.passes)
    }
}
