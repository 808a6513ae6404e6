import DialogueLog
import Foundation
import OpinionAnalysis
import Simulation
import TransparencyLog
import Verification

/// Writes a planted dialogue as an archive with opened votes, to practise checking on and to measure it with.
///
/// Everything in it is made by the code that makes real archives, except that keys, salts and secrets follow from the seed:
/// it is worth nothing as evidence, and the same options give the same bytes.
struct PlantedArchive {
    /// What to check the archive with.
    struct Written: Encodable {
        let schema = "jirga.simulated-archive/1"
        let entries: UInt64
        let votes: UInt64
        let logKey: String
        let fingerprint: String
        /// Beside the archive: the receipt of one vote, and what opens it.
        let receipt: String
        let opening: String
    }

    /// The moment at which everything in it was done, in milliseconds since 1970.
    private static let time: Int64 = 1_780_000_200_000

    private let planted: PlantedDialogue
    private let seed: UInt64
    private let dialogue: [UInt8]
    private let key: SigningKey
    private let statements: [[UInt8]]

    init(_ planted: PlantedDialogue) throws {
        self.planted = planted
        let seed = planted.parameters.seed
        self.seed = seed
        dialogue = Self.chance(seed, "dialogue", 0, 16)
        let origin = "simulated.example/log/\(hexadecimal(dialogue))"
        guard let key = SigningKey(name: origin, type: .ed25519, seed: Self.chance(seed, "log", 0, 32)) else {
            throw Failure(.failed, "the key of the simulated log can't be made")
        }
        self.key = key
        statements = (0..<planted.parameters.statements).map { Self.chance(seed, "statement", $0, 16) }
    }

    private static func chance(_ seed: UInt64, _ what: String, _ number: Int, _ count: Int) -> [UInt8] {
        Array(digest(of: "jirga simulate \(seed) \(what) \(number)").prefix(count))
    }

    /// - Parameters:
    ///   - path: a folder that is not there, or empty.
    ///   - progress: told now and then how many votes are sealed.
    func write(to path: String, progress: (_ done: Int, _ all: Int) -> Void) throws -> Written {
        let draft = path + ".draft"
        try? FileManager.default.removeItem(atPath: draft)
        do {
            try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
            let written = try writeParts(to: draft, beside: path, progress)
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: draft, toPath: path)
            return written
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }

    private func writeParts(
        to draft: String, beside path: String, _ progress: (Int, Int) -> Void
    ) throws -> Written {
        var archive = ArchiveWriter(folder: draft)
        var log = Log(dialogue: dialogue)
        let rules = "jirga dialogue 1\nslug: simulated\n"
        log.add(.logOpened(origin: key.verifier.name, rules: digest(of: rules), key: key.verifier.text, former: nil))
        log.add(.dialogueMade(rules: rules, role: .owner))
        var texts: [ArchivedText] = []
        for (number, id) in statements.enumerated() {
            let salt = Self.chance(seed, "salt", number, 32)
            let text = PlantedDialogue.text(ofStatement: number)
            log.add(.statement(id: id, text: Commitment(text: text, salt: salt), language: "en", origin: 1))
            log.add(.moderation(id: id, action: 1, reason: 0, role: .moderator))
            texts.append(
                ArchivedText(
                    statement: hexadecimal(id), number: number + 1, language: "en", isTranslation: false, text: text,
                    salt: hexadecimal(salt), isShown: true, isMeta: false))
        }
        log.add(.phaseChanged(to: 2, role: .facilitator))
        var votes = ArchiveManifest.Votes(published: 0, superseded: 0, withdrawn: 0, erased: 0)
        var first: VoteOpening?
        let openings = try sealVotes(into: &log, &archive, &votes, &first, progress)
        try archive.write(openings, to: Archive.openings)
        log.add(.phaseChanged(to: 4, role: .program))

        let result = try result()
        try archive.write(result, to: Archive.sealedResult)
        log.add(
            .result(
                digest: digest(of: String(decoding: result, as: UTF8.self)), input: digest(of: ""),
                algorithm: "jirga/\(OpinionMap.engineVersion) jirga",
                log: SealedRoot(size: log.writer.size, root: log.writer.root.bytes)))
        try log.write(to: &archive, isWhole: true)
        var note = try SignedNote(
            text: Checkpoint(origin: key.verifier.name, size: log.writer.size, root: log.writer.root).text)
        try note.sign(with: key)
        try archive.write(note.bytes, to: "log/checkpoint")

        try archive.write(
            document: ArchiveManifest(
                origin: key.verifier.name, dialogue: hexadecimal(dialogue), profile: "standard", votes: votes,
                needsAdmission: false, madeAt: UInt64(Self.time / 3_600_000 * 3_600)), to: "manifest.json")
        try archive.write(document: texts, to: "texts.json")
        try archive.write(
            document: texts.map { ArchivedModeration(statement: $0.statement, action: 1, reason: 0) },
            to: "moderation.json")
        try archive.write(document: [ArchivedBatch](), to: "admissions.json")
        try archive.write(Array(rules.utf8), to: "rules/\(hexadecimal(digest(of: rules))).txt")
        try archive.write(Array(Self.readme.utf8), to: "README.txt")
        try archive.finish(origin: key.verifier.name, signedBy: key)

        let (receipt, opening) = (path + "-receipt.txt", path + "-opening.txt")
        if let first {
            let proof = try receiptBytes(of: first, in: FileTileStore(folder: draft + "/log"), note, log.writer.size)
            try Data(proof).write(to: URL(fileURLWithPath: receipt))
            try Data(first.text.utf8).write(to: URL(fileURLWithPath: opening))
        }
        return Written(
            entries: log.writer.size, votes: votes.published + votes.superseded, logKey: key.verifier.text,
            fingerprint: Fingerprint(checkpoint: note.text).description, receipt: receipt, opening: opening)
    }

    /// Seals all votes, some thousands together in the order of their commitments, which is chance.
    ///
    /// - Returns: the bytes that open them.
    private func sealVotes(
        into log: inout Log, _ archive: inout ArchiveWriter, _ counts: inout ArchiveManifest.Votes,
        _ first: inout VoteOpening?, _ progress: (Int, Int) -> Void
    ) throws -> [UInt8] {
        var people: [SealedOpenings.Participant] = []
        var bytes: [UInt8] = []
        var waiting: [[UInt8]] = []
        let none = [UInt8](repeating: 0, count: 32)
        for person in 0..<planted.parameters.people {
            let secrets = ParticipantSecrets(
                key: Self.chance(seed, "key", person, 32), tag: Self.chance(seed, "tag", person, 16))
            people.append(.init(tag: secrets.tag, batch: Array(none.prefix(16)), credential: none))
            for (statement, vote) in planted.sortedVotes(of: person) {
                let choice: UInt8 = vote > 0 ? 1 : vote < 0 ? 2 : 3
                for (revision, choice) in choices(choice, of: person, on: statement).enumerated() {
                    guard
                        let opening = VoteOpening(
                            of: choice, dialogue: dialogue, statement: statements[statement],
                            revision: UInt32(revision + 1), secrets: secrets)
                    else { continue }
                    if revision == 0 { counts.published += 1 } else { counts.superseded += 1 }
                    first = first ?? opening
                    waiting.append(opening.entry)
                    SealedOpenings.append(
                        .init(
                            participant: person, statement: statement, revision: opening.revision, choice: choice,
                            nonce: opening.nonce), to: &bytes)
                }
            }
            if waiting.count >= 4_096 || person + 1 == planted.parameters.people {
                waiting.sort { $0.lexicographicallyPrecedes($1) }
                for entry in waiting { log.writer.append(entry) }
                waiting = []
                try log.write(to: &archive, isWhole: false)
                progress(Int(clamping: counts.published), planted.voteCount)
            }
        }
        return SealedOpenings.head(
            dialogue: dialogue, statements: statements, participants: people,
            votes: counts.published + counts.superseded) + bytes
    }

    /// The answers one after another, of which the last counts.
    private func choices(_ last: UInt8, of person: Int, on statement: Int) -> [UInt8] {
        // As many as were asked for have an earlier answer; which ones depends on nothing but their places.
        let mixed = (UInt64(person) &* 0x9E37_79B9_7F4A_7C15) ^ (UInt64(statement) &* 0xBF58_476D_1CE4_E5B9)
        let share = Double((mixed ^ (mixed >> 29)) &* 0x94D0_49BB_1331_11EB >> 11) * 0x1p-53
        return share < planted.parameters.revotes ? [last % 3 + 1, last] : [last]
    }

    private func result() throws -> [UInt8] {
        var rowStarts = [0]
        var columns: [Int32] = []
        var values: [Int8] = []
        for person in 0..<planted.parameters.people {
            for (statement, vote) in planted.sortedVotes(of: person) {
                columns.append(Int32(truncatingIfNeeded: statement))
                values.append(vote)
            }
            rowStarts.append(columns.count)
        }
        let matrix = try VoteMatrix(
            participants: Array(0..<planted.parameters.people), statements: Array(1...planted.parameters.statements),
            rowStarts: rowStarts, columns: columns, values: values, excluded: [], meta: [])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(try OpinionMap.fit(matrix, parameters: .init(method: .jirga), seed: 0)))
    }

    private func receiptBytes(
        of opening: VoteOpening, in store: FileTileStore, _ note: SignedNote, _ size: UInt64
    ) throws -> [UInt8] {
        // It is among the first votes that were sealed.
        var bundle: UInt64 = 0
        while let path = TileLayout(size: size).path(of: .entries, index: bundle) {
            if let place = try store.entries(path).firstIndex(of: opening.entry) {
                let index = bundle << 8 | UInt64(place)
                let proof = try TileTree(store, size: size).inclusionProof(index: index, size: size)
                return InclusionReceipt(extra: opening.entry, index: index, hashes: proof.hashes, note: note).bytes
            }
            bundle += 1
        }
        throw Failure(.failed, "the simulated log lacks a vote")
    }

    /// What is sealed so far.
    private struct Log {
        let dialogue: [UInt8]
        var writer = TileWriter()

        mutating func add(_ act: Act) { writer.append(act.entry(in: dialogue, at: PlantedArchive.time).bytes) }

        mutating func write(to archive: inout ArchiveWriter, isWhole: Bool) throws {
            for file in writer.takeFiles() where isWhole || file.path.isFull {
                try archive.write(file.bytes, to: "log/\(file.path.text)")
            }
        }
    }

    private static let readme = """
        The archive of a dialogue that never was: people, statements, votes and keys are invented by jirga simulate.

        It is there to practise checking on. It proves nothing.

        """
}

extension PlantedDialogue {
    /// The votes of one person, by statement.
    fileprivate func sortedVotes(of person: Int) -> [(statement: Int, vote: Int8)] {
        var votes: [(statement: Int, vote: Int8)] = []
        votes.reserveCapacity(voteCount(of: person))
        forEachVote(of: person) { votes.append(($0, $1)) }
        return votes.sorted { $0.statement < $1.statement }
    }
}
