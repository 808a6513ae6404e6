import Convening
import DialogueLog
import JirgaTestSupport
import Journal
import OpinionAnalysis
import Publication
import SQLStore
import Simulation
import Testing

@testable import Floor

/// Two hundred ballots of a script among two thousand people.
@Suite struct DetectionTests {
    private static let people = 2_000
    private static let bots = 200
    private static let statements = 60

    /// Writes the ballots as rows, which takes seconds where acts would take minutes; their entries in the log are not what
    /// this is about.
    private func fill(_ floor: FloorFixture, seed: UInt64) async throws -> Batch.ID {
        var parameters = PlantedParameters(people: Self.people, statements: Self.statements, seed: seed)
        parameters.meanVotes = 30
        let planted = try PlantedDialogue(parameters)
        let (dialogue, standing) = (floor.dialogue.id, floor.facilitator)
        return try await floor.database.write { transaction in
            var generator = SeededGenerator(seed: seed)
            let added = try AddStatements(
                (11...Self.statements).map { "Canal number \($0) should be cleaned every spring." }, language: "en",
                in: dialogue, by: standing
            ).perform(in: transaction, at: FloorFixture.now, using: &generator)
            let statements = floor.statements + added
            func person(_ name: String) throws -> Participant.ID {
                let id = floor.participant(name)
                try ConveningStore(transaction).insert(
                    Participant(id: id, dialogue: dialogue, joinedAt: 0), secrets: ParticipantSecrets(using: &generator)
                )
                return id
            }
            func vote(_ id: Participant.ID, _ statement: Int, _ choice: Int, at time: Int64) throws {
                try transaction.run(
                    """
                    INSERT INTO vote (statement_id, participant_id, choice, revision, cast_at)
                    VALUES (\(statements[statement].id), \(id), \(choice), 1, \(time))
                    """)
            }
            for number in 0..<Self.people {
                let id = try person("p\(number)")
                var votes: [(Int, Int8)] = []
                planted.forEachVote(of: number) { votes.append(($0, $1)) }
                for (statement, value) in votes {
                    let step = Int64.random(in: 0..<500, using: &generator) * 600_000
                    try vote(id, statement, value > 0 ? 1 : value < 0 ? 2 : 3, at: FloorFixture.now - step)
                }
            }
            let batch = Batch.ID(bytes: [7])
            try transaction.run(
                """
                INSERT INTO batch (id, dialogue_id, kind, name, area, codes, made_at)
                VALUES (\(batch), \(dialogue), 2, \("Lower valley"), \(""), \(300), \(FloorFixture.now))
                """)
            let script = (0..<Self.statements).map { _ in Int.random(in: 1...2, using: &generator) }
            for number in 0..<Self.bots {
                let id = try person("bot \(number)")
                try transaction.run(
                    """
                    INSERT INTO admission (participant_id, batch_id, credential, came_by_link)
                    VALUES (\(id), \(batch), \([UInt8](repeating: 1, count: 32)), 0)
                    """
                )
                for statement in 0..<45 {
                    let isTurned = Int.random(in: 0..<100, using: &generator) == 0
                    try vote(
                        id, statement, isTurned ? 3 - script[statement] : script[statement], at: FloorFixture.now)
                }
            }
            return batch
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `are named nearly all and hardly anybody else, and both results are told once they are excluded`() async throws
    {
        let seed: UInt64 = 20_261_128
        try await FloorFixture.with(.sqlite, profile: .standard) { floor async throws in
            let dialogue = floor.dialogue.id
            let batch = try await fill(floor, seed: seed)
            func read() async throws -> (AdmissionCount, OpinionMapSnapshot, [BatchStanding], [Batch.ID?: AnswerTimes])
            {
                try await floor.database.read { transaction in
                    let store = FloorStore(transaction)
                    return (
                        try #require(try store.admissionCount(of: dialogue)),
                        try #require(try store.latestSnapshot(of: dialogue)),
                        try ConveningStore(transaction).batches(in: dialogue), try store.answerTimes(in: dialogue)
                    )
                }
            }
            _ = try await CountVotes(in: dialogue).perform(on: floor.database, at: { FloorFixture.now })
            let (count, with, _, times) = try await read()
            let scripted = try #require(count.part(of: batch))
            let honest = try #require(count.part(of: nil))
            let named = try #require(scripted.marks?.marked)
            let misnamed = try #require(honest.marks?.marked)
            #expect(named >= Self.bots * 95 / 100, "seed \(seed): \(named) of \(Self.bots)")
            #expect(misnamed <= Self.people / 100, "seed \(seed): \(misnamed) of \(Self.people)")
            let marks = BatchMarks(people: scripted.people, scripted.marks, times: times[batch]).marks
            #expect(marks.contains(.inBlocks(scripted.marks?.inBlocks ?? 0, of: Self.bots)), "\(marks)")
            #expect(marks.contains(.burst(9_000, of: 9_000, people: Self.bots)), "\(marks)")
            #expect(BatchMarks(people: honest.people, honest.marks, times: times[nil]).marks == [])

            try await floor.decide(.excludeBatch, batch, with: try await floor.second())
            #expect(try await floor.journal().filter { $0.type == 0x14 }.count == 1)
            _ = try await CountVotes(in: dialogue).perform(on: floor.database, at: { FloorFixture.now + 1_000_000 })
            let (left, without, batches, _) = try await read()
            #expect(without.map.participants.count == honest.people)
            #expect(left.part(of: batch)?.marks == scripted.marks, "what was found is not forgotten")
            let rules = floor.dialogue.publicationProfile.rules
            let view = AdmissionView(
                left, of: batches,
                beside: ResultsView(
                    of: without.map, by: rules, shown: Set(1...Self.statements), salt: dialogue.rawValue),
                of: without.id.rawValue, by: rules)
            #expect(view.hasExcluded)
            for row in view.rows where row.changes {
                let all = try #require(with.map.statements.first { $0.id == String(row.number) })
                #expect(row.with.agrees <= all.agrees && row.with.disagrees <= all.disagrees)
                #expect(row.leftOut.answers <= Self.bots)
            }
            #expect(view.rows.count(where: \.changes) == 45)
        }
    }
}
