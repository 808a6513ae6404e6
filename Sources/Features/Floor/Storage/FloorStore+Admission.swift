package import Convening
import FoundationEssentials
import Journal
import OpinionAnalysis
import SQLStore

extension FloorStore {
    /// What the last count from nothing found by the way people were admitted; nil before there is one.
    package func admissionCount(of dialogue: Dialogue.ID) throws -> AdmissionCount? {
        try transaction.first("SELECT counts FROM admission_count WHERE dialogue_id = \(dialogue)").map { row in
            let json: String = try row["counts"]
            do {
                return try JSONDecoder().decode(AdmissionCount.self, from: Data(json.utf8))
            } catch {
                throw SQLStoreError(.unexpectedRow, "stored counts by admission can't be read: \(error)")
            }
        }
    }

    /// Puts the counts in the place of those before.
    func replace(with count: AdmissionCount, of dialogue: Dialogue.ID) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(count), as: UTF8.self)
        try transaction.run(
            """
            INSERT INTO admission_count (dialogue_id, counts) VALUES (\(dialogue), \(json))
            ON CONFLICT (dialogue_id) DO UPDATE SET counts = excluded.counts
            """)
    }

    /// The votes that are left out because their batch is excluded, by batch. Batches in which nobody answered are not there.
    func excludedVotes(in dialogue: Dialogue.ID) throws -> [Batch.ID: ExcludedVotes] {
        var found: [Batch.ID: ExcludedVotes] = [:]
        guard try !ConveningStore(transaction).exclusions(in: dialogue).isEmpty else { return found }
        try transaction.forEachRow(
            """
            SELECT a.batch_id, s.number, v.choice, COUNT(*) FROM batch b
            JOIN batch_exclusion e ON e.batch_id = b.id
            JOIN admission a ON a.batch_id = b.id
            JOIN vote v ON v.participant_id = a.participant_id
            JOIN statement s ON s.id = v.statement_id
            WHERE b.dialogue_id = \(dialogue) AND v.choice > 0 GROUP BY a.batch_id, s.number, v.choice
            """
        ) { row in
            let count: Int = try row[3]
            var votes = StatementVotes()
            switch VoteChoice(code: try row[2]) {
            case .agree: votes.agrees = count
            case .disagree: votes.disagrees = count
            case .pass: votes.passes = count
            case nil: return
            }
            let batch: Batch.ID = try row[0]
            let number: Int = try row[1]
            let known = found[batch]?.votes[number] ?? StatementVotes()
            found[batch, default: ExcludedVotes()].votes[number] = known + votes
        }
        try transaction.forEachRow(
            """
            SELECT a.batch_id, COUNT(DISTINCT v.participant_id) FROM batch b
            JOIN batch_exclusion e ON e.batch_id = b.id
            JOIN admission a ON a.batch_id = b.id
            JOIN vote v ON v.participant_id = a.participant_id
            WHERE b.dialogue_id = \(dialogue) AND v.choice > 0 GROUP BY a.batch_id
            """
        ) { row in
            let batch: Batch.ID = try row[0]
            found[batch, default: ExcludedVotes()].people = try row[1]
        }
        return found
    }

    /// How many people who were admitted by a batch answered anything.
    package func answeringPeople(of batch: Batch.ID) throws -> Int {
        try transaction.first(
            """
            SELECT COUNT(DISTINCT v.participant_id) AS n FROM admission a
            JOIN vote v ON v.participant_id = a.participant_id WHERE a.batch_id = \(batch) AND v.choice > 0
            """)?["n"] ?? 0
    }

    /// When people answered, by batch; nil stands for those who came by the open link. Times are known to ten minutes, and of
    /// an answer that was changed only the last one. Excluded batches are here as well.
    package func answerTimes(in dialogue: Dialogue.ID) throws -> [Batch.ID?: AnswerTimes] {
        struct Step: Hashable {
            let batch: Batch.ID?
            let time: Int64
        }
        var steps: [Step: (answers: Int, people: Int)] = [:]
        var times: [Batch.ID?: AnswerTimes] = [:]
        var last: String?
        var lastHasty: String?
        try transaction.forEachRow(
            """
            SELECT v.participant_id, v.cast_at, COALESCE(a.batch_id, ''), COUNT(*) FROM participant p
            JOIN vote v ON v.participant_id = p.id
            LEFT JOIN admission a ON a.participant_id = p.id
            WHERE p.dialogue_id = \(dialogue) AND v.choice > 0
            GROUP BY v.participant_id, v.cast_at, a.batch_id ORDER BY v.participant_id
            """
        ) { row in
            let batch = Batch.ID(rawValue: try row[2])
            let count: Int = try row[3]
            let person: String = try row[0]
            let step = Step(batch: batch, time: try row[1])
            steps[step, default: (0, 0)].answers += count
            steps[step, default: (0, 0)].people += 1
            times[batch, default: AnswerTimes()].answers += count
            if person != last { times[batch, default: AnswerTimes()].people += 1 }
            if count > AnswerTimes.hastyAnswers, person != lastHasty {
                times[batch, default: AnswerTimes()].hasty += 1
                lastHasty = person
            }
            last = person
        }
        for (step, count) in steps where count.answers > times[step.batch]?.busiest ?? 0 {
            times[step.batch]?.busiest = count.answers
            times[step.batch]?.busiestPeople = count.people
        }
        return times
    }
}
