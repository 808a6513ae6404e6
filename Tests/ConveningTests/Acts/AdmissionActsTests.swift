import Convening
import DialogueLog
import JirgaTestSupport
import Journal
import SQLStore
import Testing

private let now: Int64 = 1_800_000_000_000
private let migrations = JournalSchema.migrations + ConveningSchema.migrations

private func standing(_ number: UInt8, as role: WorkerRole = .facilitator) -> Standing {
    Standing(worker: Worker(id: Worker.ID(bytes: [number]), name: "Worker \(number)"), role: role)
}

private func participant(_ number: UInt8) -> Participant.ID { Participant.ID(bytes: [0xEE, number]) }

extension SQLTransaction {
    fileprivate func makeDialogue(using generator: inout SeededGenerator) throws -> Dialogue.ID {
        let draft = DialogueDraft(
            slug: "water",
            texts: [Dialogue.Texts(language: "en", title: "Water", question: "How?", description: "", host: "Council")])
        return try MakeDialogue(draft, by: nil).perform(in: self, at: now, using: &generator).id
    }

    fileprivate func entries(ofType type: UInt16, in dialogue: Dialogue.ID) throws -> Int {
        try JournalStore(self).waiting(in: dialogue.bytes).filter { $0.type == type }.count
    }
}

@Suite struct AdmissionActsTests {
    /// What the codes of one batch must do, told in the simplest way.
    private struct ExpectedCodes {
        var holders: [Int: UInt8] = [:]
        var isClosed = false

        mutating func use(_ code: Int, by person: UInt8) -> AdmissionRefusal? {
            let isUsed = holders[code] != nil
            if holders.values.contains(person) { return .alreadyAdmitted(isCodeGood: !isUsed && !isClosed) }
            if isUsed { return .codeUsed }
            if isClosed { return .codeRevoked }
            holders[code] = person
            return nil
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `codes behave like their simplest description`(kind: DatabaseKind) async throws {
        let seed: UInt64 = 7
        try await withDatabase(kind, migrations: migrations) { database async throws in
            try await database.write { transaction in
                var generator = SeededGenerator(seed: seed)
                let dialogue = try transaction.makeDialogue(using: &generator)
                let (batch, codes) = try IssueBatch(
                    in: dialogue, name: "Upper valley", area: "", codes: 12, isVouched: false, by: standing(1)
                ).perform(in: transaction, at: now, using: &generator)
                var expected = ExpectedCodes()
                for step in 0..<120 {
                    if step == 90 {
                        try CloseBatch(batch.id, in: dialogue, by: standing(1)).perform(in: transaction, at: now)
                        expected.isClosed = true
                    }
                    let code = Int.random(in: 0..<12, using: &generator)
                    let person = UInt8.random(in: 0..<9, using: &generator)
                    var refusal: AdmissionRefusal?
                    do {
                        try AdmitParticipant(participant(person), to: dialogue, typed: codes[code].written)
                            .perform(in: transaction, at: now, using: &generator)
                    } catch let thrown as AdmissionRefusal { refusal = thrown }
                    #expect(refusal == expected.use(code, by: person), "seed \(seed), step \(step)")
                }
                #expect(try ConveningStore(transaction).batches(in: dialogue).map(\.used) == [expected.holders.count])
                #expect(try transaction.entries(ofType: 0x0010, in: dialogue) == expected.holders.count)
                #expect(try transaction.entries(ofType: 0x0018, in: dialogue) == 1)
            }
        }
    }

    @Test(arguments: [
        ("", "", BatchRefusal.nameMissing), ("Upper\u{202E}valley", "", .nameUnfit),
        (String(repeating: "v", count: 81), "", .nameTooLong(limit: 80)), ("Valley", "\u{0}", .areaUnfit),
        ("Valley", String(repeating: "v", count: 201), .areaTooLong(limit: 200)),
    ])
    func `the name and the area of a batch are texts like any other`(name: String, area: String, refusal: BatchRefusal)
    {
        #expect(throws: refusal) { try AdmissionRules.admit(name: name, area: area, codes: 3) }
    }

    @Test func `a batch keeps its name in one form, and needs no area`() throws {
        let admitted = try AdmissionRules.admit(name: "  Cafe\u{301} ", area: "", codes: 3)
        #expect(admitted.name == "Caf\u{E9}")
        #expect(admitted.name.unicodeScalars.count == 4)
        #expect(admitted.area.isEmpty)
    }

    @Test(arguments: DatabaseKind.allCases)
    func `of two browsers with one code one gets in`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            let (dialogue, code) = try await database.write { transaction in
                var generator = SeededGenerator(seed: 8)
                let dialogue = try transaction.makeDialogue(using: &generator)
                let issued = try IssueBatch(
                    in: dialogue, name: "One", area: "", codes: 1, isVouched: true, by: standing(1)
                ).perform(in: transaction, at: now, using: &generator)
                return (dialogue, issued.codes[0])
            }
            let admitted = await withTaskGroup(of: Bool.self) { group in
                for number in UInt8(0)..<8 {
                    group.addTask {
                        do {
                            try await database.write { transaction in
                                var generator = SeededGenerator(seed: 100 + UInt64(number))
                                try AdmitParticipant(participant(number), to: dialogue, typed: code.written)
                                    .perform(in: transaction, at: now, using: &generator)
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(admitted == 1)
            let used = try await database.read { try ConveningStore($0).batches(in: dialogue).map(\.used) }
            #expect(used == [1])
        }
    }

    @Test func `no row holds a code, and a code of another dialogue is unknown`() async throws {
        try await withDatabase(.sqlite, migrations: migrations) { database async throws in
            try await database.write { transaction in
                var generator = SeededGenerator(seed: 9)
                let dialogue = try transaction.makeDialogue(using: &generator)
                let codes = try IssueBatch(
                    in: dialogue, name: "One", area: "", codes: 5, isVouched: false, by: standing(1)
                ).perform(in: transaction, at: now, using: &generator).codes
                for row in try transaction.rows("SELECT hex(digest) AS digest FROM admission_code") {
                    let digest: String = try row["digest"]
                    #expect(digest.count == 64)
                    let plain = codes.map { hexadecimal(plainDigest(of: $0)).uppercased() }
                    #expect(!plain.contains(digest), "a digest without the secret would let anybody try codes")
                }
                #expect(throws: AdmissionRefusal.codeUnknown) {
                    try AdmitParticipant(participant(1), to: Dialogue.ID(bytes: [9]), typed: codes[0].written)
                        .perform(in: transaction, at: now, using: &generator)
                }
            }
        }
    }

    @Test func `nothing that is kept connects a person with the code they used`() async throws {
        try await withDatabase(.sqlite, migrations: migrations) { database async throws in
            try await database.write { transaction in
                var generator = SeededGenerator(seed: 11)
                let dialogue = try transaction.makeDialogue(using: &generator)
                let codes = try IssueBatch(
                    in: dialogue, name: "One", area: "", codes: 3, isVouched: false, by: standing(1)
                ).perform(in: transaction, at: now, using: &generator).codes
                for (number, code) in codes.prefix(2).enumerated() {
                    try AdmitParticipant(participant(UInt8(number)), to: dialogue, typed: code.written)
                        .perform(in: transaction, at: now, using: &generator)
                }
                func values(_ query: SQLQuery) throws -> [[String]] {
                    try transaction.rows(query).map { row in
                        try row["all_of_it"] as String
                    }.map { $0.split(separator: "|").map(String.init) }
                }
                let used = try values(
                    "SELECT hex(digest) || '|' || is_used AS all_of_it FROM admission_code ORDER BY digest")
                let people = try values(
                    "SELECT participant_id || '|' || hex(credential) AS all_of_it FROM admission ORDER BY 1")
                #expect(used.count { $0[1] == "1" } == 2 && people.count == 2)
                let columns = try transaction.rows(
                    "SELECT name FROM pragma_table_info('admission_code') ORDER BY name"
                ).map { try $0["name"] as String }
                #expect(columns == ["batch_id", "digest", "is_used"])
                // The commitment hides its code behind chance that was thrown away.
                let entries = try JournalStore(transaction).waiting(in: dialogue.bytes).filter { $0.type == 0x0010 }
                let logged = Set(
                    entries.compactMap { $0.fields.first { $0.tag == 0x20 }.map { hexadecimal($0.value) } })
                #expect(logged == Set(people.map { $0[1].lowercased() }))
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `two people take a batch out, and two bring it back`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            try await database.write { transaction in
                var generator = SeededGenerator(seed: 10)
                let dialogue = try transaction.makeDialogue(using: &generator)
                let batch = try IssueBatch(
                    in: dialogue, name: "One", area: "", codes: 1, isVouched: false, by: standing(1)
                ).perform(in: transaction, at: now, using: &generator).batch.id
                var hasResult = false
                func propose(_ kind: ProposedDecision.Kind, by who: Standing) throws -> ProposedDecision.ID {
                    try ProposeBatchDecision(
                        kind, batch, in: dialogue, because: kind == .excludeBatch ? .codesLeaked : .notBorneOut, by: who
                    ).perform(in: transaction, hasResult: hasResult, at: now, using: &generator).id
                }
                func confirm(_ decision: ProposedDecision.ID, by who: Standing, at time: Int64 = now) throws {
                    try DecideProposal(decision, in: dialogue, isConfirmed: true, by: who)
                        .perform(in: transaction, hasResult: hasResult, at: time, using: &generator)
                }
                func isExcluded() throws -> Bool {
                    try ConveningStore(transaction).batches(in: dialogue)[0].isExcluded
                }
                #expect(throws: ProposedDecisionRefusal.nothingToChange) { try propose(.restoreBatch, by: standing(1)) }
                #expect(throws: StandingRefusal.needs(.facilitator)) {
                    try propose(.excludeBatch, by: standing(1, as: .moderator))
                }
                let exclusion = try propose(.excludeBatch, by: standing(1))
                #expect(throws: ProposedDecisionRefusal.alreadyProposed) {
                    try propose(.excludeBatch, by: standing(2))
                }
                #expect(throws: ProposedDecisionRefusal.samePerson) { try confirm(exclusion, by: standing(1)) }
                #expect(throws: StandingRefusal.needs(.facilitator)) {
                    try confirm(exclusion, by: standing(2, as: .moderator))
                }
                #expect(throws: ProposedDecisionRefusal.expired) {
                    try confirm(exclusion, by: standing(2), at: now + ProposedDecisionRules.lifetime)
                }
                #expect(try !isExcluded())
                #expect(try transaction.entries(ofType: 0x0014, in: dialogue) == 0)
                try confirm(exclusion, by: standing(2, as: .owner))
                #expect(try isExcluded())
                #expect(try transaction.entries(ofType: 0x0014, in: dialogue) == 1)
                #expect(throws: ProposedDecisionRefusal.alreadyDecided(.confirmed)) {
                    try confirm(exclusion, by: standing(3))
                }
                let restoration = try propose(.restoreBatch, by: standing(2))
                try confirm(restoration, by: standing(1))
                #expect(try !isExcluded())
                #expect(try transaction.entries(ofType: 0x0017, in: dialogue) == 1)
                #expect(try ConveningStore(transaction).waitingDecisions(in: dialogue, at: now).isEmpty)
                let settled = try ConveningStore(transaction).settledDecisions(in: dialogue)
                #expect(Set(settled.map(\.deciderRole)) == [.facilitator, .owner])
                let late = try propose(.excludeBatch, by: standing(1))
                hasResult = true
                #expect(throws: ProposedDecisionRefusal.resultStands) { try confirm(late, by: standing(2)) }
                #expect(throws: ProposedDecisionRefusal.resultStands) {
                    try propose(.excludeBatch, by: standing(2))
                }
                #expect(try !isExcluded())
            }
        }
    }
}

private func plainDigest(of code: AdmissionCode) -> [UInt8] { digest(of: code.characters) }
