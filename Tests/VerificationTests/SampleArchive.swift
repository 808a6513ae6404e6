import DialogueLog
import Foundation
import JirgaTestSupport
import OpinionAnalysis
import Publication
import Testing
import TransparencyLog

@testable import Verification

/// A small dialogue and its log, of which archives are made; every part can be changed before the archive is written.
struct SampleArchive {
    let dialogue = (0..<16).map { UInt8($0 + 1) }
    let key: SigningKey
    let anchorKey: SigningKey
    let promiseKey: SigningKey
    var origin: String { key.verifier.name }

    /// The entries of the log, in order.
    var entries: [[UInt8]] = []
    /// How many entries the earlier checkpoint knows.
    var earlierSize = 10
    var manifest: ArchiveManifest
    var texts: [ArchivedText] = []
    var moderation: [ArchivedModeration] = []
    var batches: [ArchivedBatch] = []
    var tables = PublishedTable(people: 40)
    var participants: [SealedOpenings.Participant] = []
    var votes: [SealedOpenings.Vote] = []
    var erasures: [ArchivedErasure] = []
    var result: [UInt8] = []
    /// Whether the archive holds the result, and not its digest in the log alone.
    var writesResult = true
    let rules = "jirga dialogue 1\nslug: road\n"
    let statementIDs: [[UInt8]]

    init(seed: UInt64 = 11, people: Int = 40, statements: Int = 6) throws {
        var generator = SeededGenerator(seed: seed)
        let name = "jirga.example/log/\(hexadecimal(dialogue))"
        key = try #require(
            SigningKey(name: name, type: .ed25519, seed: randomBytes(32, using: &generator)))
        anchorKey = try #require(
            SigningKey(
                name: "jirga.example/log/anchor", type: .ed25519, seed: randomBytes(32, using: &generator)))
        promiseKey = try #require(
            SigningKey(name: "jirga.example/promise", type: .ed25519, seed: randomBytes(32, using: &generator)))
        let time: Int64 = 1_780_000_000_000
        let ids = (0..<statements).map { _ in randomBytes(16, using: &generator) }
        statementIDs = ids
        manifest = ArchiveManifest(
            origin: name, dialogue: hexadecimal(dialogue), profile: "standard",
            votes: .init(published: 0, superseded: 0, withdrawn: 0, erased: 0), needsAdmission: true,
            madeAt: 1_780_003_600)

        let here = dialogue
        var log: [[UInt8]] = []
        func add(_ act: Act) { log.append(act.entry(in: here, at: time).bytes) }
        add(.logOpened(origin: name, rules: DialogueLog.digest(of: rules), key: key.verifier.text, former: nil))
        add(.dialogueMade(rules: rules, role: .owner))
        for (number, id) in ids.enumerated() {
            let salt = randomBytes(32, using: &generator)
            let text = "Statement \(number + 1)"
            add(.statement(id: id, text: Commitment(text: text, salt: salt), language: "en", origin: 1))
            add(.moderation(id: id, action: 1, reason: 0, role: .moderator))
            moderation.append(.init(statement: hexadecimal(id), action: 1, reason: 0))
            texts.append(
                .init(
                    statement: hexadecimal(id), number: number + 1, language: "en", isTranslation: false, text: text,
                    salt: hexadecimal(salt), isShown: true, isMeta: false))
        }
        add(.phaseChanged(to: 2, role: .facilitator))
        let batch = randomBytes(16, using: &generator)
        add(.batchIssued(batch: batch, kind: .codes, count: UInt64(people)))
        batches = [.init(batch: hexadecimal(batch), admitted: UInt64(people))]
        var secrets: [ParticipantSecrets] = []
        for _ in 0..<people {
            let person = ParticipantSecrets(using: &generator)
            let credential = Commitment(text: "code", salt: randomBytes(32, using: &generator))
            add(.admitted(batch: batch, credential: credential))
            participants.append(.init(tag: person.tag, batch: batch, credential: credential.bytes))
            secrets.append(person)
        }
        for person in secrets.indices {
            for (place, id) in ids.enumerated() where !(person + place).isMultiple(of: 5) {
                let leans = UInt8(person.isMultiple(of: 2) == place.isMultiple(of: 2) ? 1 : 2)
                var choices: [UInt8] = [(person + place).isMultiple(of: 7) ? 3 : leans]
                if (person + place).isMultiple(of: 11) { choices.append(place == 0 ? 0 : 2) }
                for (revision, choice) in choices.enumerated() {
                    let opening = try #require(
                        VoteOpening(
                            of: choice, dialogue: dialogue, statement: id, revision: UInt32(revision + 1),
                            secrets: secrets[person]))
                    log.append(opening.entry)
                    votes.append(
                        .init(
                            participant: person, statement: place, revision: UInt32(revision + 1), choice: choice,
                            nonce: opening.nonce))
                    if revision + 1 < choices.count {
                        manifest.votes.superseded += 1
                    } else if choice == 0 {
                        manifest.votes.withdrawn += 1
                    } else {
                        manifest.votes.published += 1
                    }
                }
            }
        }
        add(.phaseChanged(to: 4, role: .program))
        entries = log
        try count()
    }

    /// Counts the votes as the floor does and puts the result into the log.
    private mutating func count() throws {
        var cells: [(participant: Int, statement: Int, vote: Vote)] = []
        let last = Dictionary(votes.map { ([$0.participant, $0.statement], $0) }, uniquingKeysWith: { $1 })
        for vote in last.values {
            guard let choice = [1: Vote.agree, 2: .disagree, 3: .pass][vote.choice] else { continue }
            cells.append((vote.participant, vote.statement, choice))
        }
        let matrix = try VoteMatrix(
            participants: participants.indices.map(String.init), statements: texts.map { String($0.number) },
            votes: cells)
        let map = try OpinionMap.fit(matrix, parameters: .init(), seed: 0)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        result = Array(try encoder.encode(map))
        tables.rows = map.statements.map { statement in
            .init(
                statement: Int(statement.id) ?? 0, group: nil, agrees: statement.agrees < 5 ? 0 : statement.agrees,
                disagrees: statement.disagrees < 5 ? 0 : statement.disagrees,
                passes: statement.passes < 5 ? 0 : statement.passes)
        }
        let log = SealedRoot(size: UInt64(entries.count), root: try Self.root(entries).bytes)
        let act = Act.result(
            digest: Self.digest(result), input: Self.digest([]), algorithm: "jirga/\(OpinionMap.engineVersion) jirga",
            log: log)
        entries.append(act.entry(in: dialogue, at: 1_780_000_000_000).bytes)
    }

    static func root(_ entries: [[UInt8]]) throws -> TreeHash {
        try MemoryTree(entries.map { TreeHash.leaf($0) }).root(size: UInt64(entries.count))
    }

    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = RunningDigest()
        digest.append(bytes)
        return digest.bytes
    }

    func checkpoint(of entries: [[UInt8]], by key: SigningKey) throws -> SignedNote {
        let head = Checkpoint(
            origin: key.verifier.name, size: UInt64(entries.count), root: try Self.root(entries))
        var note = try SignedNote(text: head.text)
        try note.sign(with: key)
        return note
    }

    func store(_ entries: [[UInt8]], signedBy key: SigningKey) throws -> MemoryTileStore {
        let store = MemoryTileStore()
        var writer = TileWriter()
        for entry in entries { writer.append(entry) }
        for file in writer.takeFiles() { store.write(file.bytes, to: file.path.text) }
        store.write(try checkpoint(of: entries, by: key).bytes, to: "checkpoint")
        return store
    }

    /// Writes the archive as an export would; the sums fit whatever was changed before.
    func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var writer = ArchiveWriter(folder: folder)
        try writer.copy(try store(entries, signedBy: key), as: "log")
        let root = try Self.root(entries)
        let anchors = [
            Act.logOpened(
                origin: anchorKey.verifier.name, rules: DialogueLog.digest(of: ""), key: anchorKey.verifier.text,
                former: nil),
            .anchored(origin: origin, at: SealedRoot(size: UInt64(entries.count), root: root.bytes)),
        ].map { $0.entry(in: Array(repeating: 0, count: 16), at: 0).bytes }
        try writer.copy(try store(anchors, signedBy: anchorKey), as: "anchor")
        let earlier = try checkpoint(of: Array(entries.prefix(earlierSize)), by: key)
        try writer.write(earlier.bytes, to: "checkpoints/\(earlierSize)")
        try writer.write(Array("An archive.\n".utf8), to: "README.txt")
        try writer.write(document: manifest, to: "manifest.json")
        try writer.write(document: texts, to: "texts.json")
        try writer.write(document: moderation, to: "moderation.json")
        try writer.write(document: batches, to: "admissions.json")
        try writer.write(document: tables, to: "tables.json")
        try writer.write(Array(rules.utf8), to: "rules/\(hexadecimal(DialogueLog.digest(of: rules))).txt")
        if !erasures.isEmpty { try writer.write(document: erasures, to: Archive.erasures) }
        if writesResult { try writer.write(result, to: Archive.sealedResult) }
        try writer.write(
            SealedOpenings.bytes(
                dialogue: dialogue, statements: statementIDs, participants: participants, votes: votes),
            to: Archive.openings)
        try writer.finish(origin: origin, signedBy: key)
    }

    /// Everything an auditor can bring along.
    func trust() throws -> Trust {
        var trust = Trust()
        trust.keys = [key.verifier, anchorKey.verifier, promiseKey.verifier]
        let witness = try #require(SigningKey(name: "witness.example/w1", type: .cosignature))
        trust.policy = try WitnessPolicy("witness w1 \(witness.verifier.text)\nquorum none\n")
        let index = try #require(entries.firstIndex { $0.count == 46 })
        let proof = try MemoryTree(entries.map { TreeHash.leaf($0) }).inclusionProof(
            index: UInt64(index), size: UInt64(entries.count))
        trust.receipts = [
            InclusionReceipt(
                extra: entries[index], index: UInt64(index), hashes: proof.hashes,
                note: try checkpoint(of: entries, by: key))
        ]
        return trust
    }

    /// The checks over the archive as it is, or as `change` leaves its folder.
    func report(
        trusting trust: Trust? = nil, changing change: (String) throws -> Void = { _ in }
    ) throws -> CheckReport {
        let folder = try TemporaryFolder()
        try write(to: folder.path("archive"))
        try change(folder.path("archive"))
        var check = try ArchiveCheck(
            Archive(folder: folder.path("archive")), trust: trust ?? self.trust())
        return check.run()
    }
}

/// Changes one byte of a file.
func flip(_ path: String, at place: Int? = nil, bit: UInt8 = 1) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    data[place ?? data.count / 2] ^= bit
    try data.write(to: URL(fileURLWithPath: path))
}
