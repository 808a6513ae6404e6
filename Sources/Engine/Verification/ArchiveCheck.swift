import DialogueLog
import TransparencyLog

/// Runs the numbered checks over an archive. It needs no server, no database and no network.
///
/// The log is walked once, from its entries up; opened votes are walked twice. Memory is bounded by what is not a vote, by
/// the participants, and by a 256th of the votes.
package struct ArchiveCheck {
    let archive: Archive
    let trust: Trust
    let manifest: ArchiveManifest
    var report = CheckReport()
    /// Those that were given; else those the log itself names, once its entries are known to be those the fingerprint stands
    /// for.
    private(set) var logKeys: [VerifierKey]

    /// - Throws: ``ArchiveProblem`` where there is nothing to check, or nothing to check it against.
    package init(_ archive: Archive, trust: Trust) throws(ArchiveProblem) {
        manifest = try archive.manifest()
        guard !trust.keys.isEmpty || trust.fingerprint != nil else { throw .nothingTrusted }
        self.archive = archive
        self.trust = trust
        let origin = manifest.origin
        logKeys = trust.keys.filter { $0.name == origin && $0.type == .ed25519 }
    }

    package mutating func run() -> CheckReport {
        report[.files] = finding { try checkFiles() }
        guard let (note, checkpoint) = readCheckpoint() else { return report }
        if let finding = checkFingerprint(of: note) { report[.signature] = finding }
        report[.witnesses] = checkWitnesses(of: note, notes: notesSeen)
        let openings = readOpenings()
        let content = walk(checkpoint, openings: openings)
        if trust.keys.isEmpty, let content { logKeys = Self.keys(namedBy: content) }
        if !logKeys.isEmpty, !report.hasFailed(.signature) {
            report[.signature] = finding { try checkSignatures(of: note) }
        }
        guard let content else { return report }
        report[.earlierCheckpoints] = finding { try checkEarlier(note, checkpoint) }
        report[.opening] = finding { try checkOpening(content) }
        report[.keyChanges] = finding { checkKeyChanges(content) }
        report[.anchor] = finding { try checkAnchor(checkpoint) }
        report[.phases] = finding { checkPhases(content) }
        report[.texts] = finding { try checkTexts(content) }
        report[.moderation] = finding { try checkModeration(content) }
        report[.admissions] = finding { try checkAdmissions(content) }
        report[.voteCount] = finding { checkVoteCount(content) }
        report.erasedVotes = manifest.votes.erased
        report.erasedTexts = (try? archive.document([ArchivedText].self, "texts.json"))?.count { $0.text == nil } ?? 0
        report[.result] = finding { try checkResult(content, checkpoint) }
        report[.thresholds] = finding { try checkThresholds() }
        report[.receipts] = finding { try checkReceipts(content, checkpoint) }
        checkSealed(content, openings)
        return report
    }

    func finding(_ check: () throws -> Finding) -> Finding {
        do {
            return try check()
        } catch {
            return .failed(evidence: "\(error)")
        }
    }

    private var notesSeen: [SignedNote] { trust.checkpoints }

    // MARK: The files

    private func checkFiles() throws -> Finding {
        guard let bytes = try archive.read(Archive.sums), let text = String(validating: bytes, as: UTF8.self) else {
            return .failed(evidence: "\(Archive.sums) is missing or no text")
        }
        var sums: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard line.utf8.count > 66, line.dropFirst(64).hasPrefix("  ") else {
                return .failed(evidence: "\(Archive.sums) has a line that is none: \(line.prefix(80))")
            }
            sums[String(line.dropFirst(66))] = String(line.prefix(64))
        }
        let names = try archive.names().subtracting([Archive.sums, Archive.sumsNote])
        if let unknown = names.sorted().first(where: { !Archive.isKnown($0) }) {
            return .failed(evidence: "an archive has no file \(unknown)")
        }
        if let extra = names.subtracting(sums.keys).min() { return .failed(evidence: "\(extra) is not listed") }
        if let missing = Set(sums.keys).subtracting(names).min() { return .failed(evidence: "\(missing) is missing") }
        for (name, sum) in sums.sorted(by: { $0.key < $1.key }) {
            let found = hexadecimal(try Archive.digest(ofFile: archive.folder + "/" + name))
            if found != sum { return .failed(evidence: "\(name): listed \(sum), found \(found)") }
        }
        return .passed
    }

    private mutating func readCheckpoint() -> (SignedNote, Checkpoint)? {
        do {
            guard let bytes = try archive.read("log/checkpoint") else {
                report[.checkpoint] = .failed(evidence: "log/checkpoint is missing")
                return nil
            }
            let note = try SignedNote(bytes)
            let checkpoint = try Checkpoint(note.text)
            guard checkpoint.origin == manifest.origin else {
                throw CheckpointProblem.otherOrigin(expected: manifest.origin, found: checkpoint.origin)
            }
            if !trust.keys.isEmpty, !trust.keys.contains(where: { $0.name == checkpoint.origin }) {
                report[.checkpoint] = .failed(
                    evidence: "the log is \(checkpoint.origin); the keys given are those of "
                        + trust.keys.map(\.name).joined(separator: ", "))
                return nil
            }
            report[.checkpoint] = .passed
            return (note, checkpoint)
        } catch {
            report[.checkpoint] = .failed(evidence: "log/checkpoint: \(error)")
            return nil
        }
    }

    /// Nil where there is nothing wrong with it. Digits of an earlier checkpoint are as good: it must be a beginning of this log.
    private func checkFingerprint(of note: SignedNote) -> Finding? {
        guard let wanted = trust.fingerprint else { return nil }
        let notes = [note] + notesSeen + ((try? earlierNotes()) ?? [])
        let known = notes.map { Fingerprint(checkpoint: $0.text).description }
        let digits = wanted.filter(\.isNumber)
        if known.contains(where: { $0.filter(\.isNumber) == digits }) { return nil }
        return .failed(evidence: "fingerprint \(wanted) was given; the checkpoint's is \(known[0])")
    }

    private static func keys(namedBy content: LogContent) -> [VerifierKey] {
        content.items(.logOpened, .keyChanged).compactMap { try? VerifierKey($0.entry.text(0x05)) }
    }

    private func checkSignatures(of note: SignedNote) throws -> Finding {
        try note.verified(by: logKeys)
        guard let bytes = try archive.read(Archive.sumsNote) else {
            return .skipped(reason: "the checkpoint is signed, the list of files is not")
        }
        let sums = try SignedNote(bytes)
        try sums.verified(by: logKeys)
        guard let list = try archive.read(Archive.sums),
            sums.text == Archive.sumsText(origin: manifest.origin, sums: list)
        else { return .failed(evidence: "\(Archive.sumsNote) is the signature of another list") }
        return .passed
    }

    private func checkWitnesses(of note: SignedNote, notes: [SignedNote]) -> Finding {
        guard let policy = trust.policy else { return .skipped(reason: "no --witness-policy was given") }
        if policy.isMet(by: note) { return .passed }
        if let anchor = try? archive.read("anchor/checkpoint"), let signed = try? SignedNote(anchor),
            policy.isMet(by: signed)
        {
            return .passed
        }
        return .failed(evidence: "not signed by \(policy.missing(from: note).joined(separator: ", "))")
    }

    // MARK: The walk through the log

    private mutating func walk(_ checkpoint: Checkpoint, openings: SealedOpenings?) -> LogContent? {
        let promised = trust.promises.compactMap { SealingPromise($0.text)?.leaf }
        var content = LogContent(matching: openings == nil ? nil : CommitmentMatching(), wanted: Set(promised))
        var check = LogCheck(archive.log, size: checkpoint.size)
        do {
            try check.run(roots: [checkpoint.size: checkpoint.root]) { index, bytes in
                do {
                    try content.take(bytes, at: index)
                } catch let problem as EntryProblem {
                    throw BadEntry(index: index, problem: problem)
                }
            }
        } catch let bad as BadEntry {
            fail(.entries, "entry \(bad.index): \(bad.problem)")
            return nil
        } catch let problem as Inconsistency {
            switch problem {
            case .files(let file):
                switch file {
                case .missing(let path), .undecodable(let path):
                    let number: CheckNumber =
                        switch path.kind {
                        case .entries: .entries
                        case .hashes(level: 0): .leaves
                        case .hashes: .tiles
                        }
                    fail(number, "log/\(path) is missing, too short or not decodable")
                }
            case .leafDiffers(let index, let computed, let stored):
                fail(.leaves, "entry \(index): hashed \(computed), stored \(stored)")
            case .nodeDiffers(let path, let place, let computed, let stored):
                fail(.tiles, "log/\(path), hash \(place): computed \(computed), stored \(stored)")
            case .rootDiffers(let size, let computed, let signed):
                fail(.root, "of \(size) entries: computed \(computed), signed \(signed)")
            case .tooShort(let size, let wanted):
                fail(.root, "the log has \(size) entries, the checkpoint says \(wanted)")
            }
            return nil
        } catch {
            fail(.entries, "\(error)")
            return nil
        }
        for number in [CheckNumber.entries, .leaves, .tiles, .root] { report[number] = .passed }
        return content
    }

    /// What comes before the failing step in the walk was fine as far as the walk came; it is not called so.
    private mutating func fail(_ number: CheckNumber, _ evidence: String) {
        report[number] = .failed(evidence: evidence)
    }

    private func earlierNotes() throws -> [SignedNote] {
        try archive.names().filter { $0.hasPrefix("checkpoints/") }.sorted().compactMap { name in
            try archive.read(name).map { try SignedNote($0) }
        }
    }

    private func checkEarlier(_ note: SignedNote, _ checkpoint: Checkpoint) throws -> Finding {
        let others = try earlierNotes() + notesSeen
        guard !others.isEmpty else {
            return .skipped(reason: "there is no earlier checkpoint here, and none was given")
        }
        let tree = TileTree(archive.log, size: checkpoint.size)
        for other in others {
            let earlier = try Checkpoint(other.text)
            guard earlier.origin == checkpoint.origin else {
                return .failed(evidence: "a checkpoint of another log: \(earlier.origin)")
            }
            try other.verified(by: logKeys)
            guard earlier.size <= checkpoint.size else {
                return .failed(
                    evidence: "the log here has \(checkpoint.size) entries and had \(earlier.size); both are signed:\n"
                        + "\(other.note)\n\(note.note)")
            }
            guard try tree.root(size: earlier.size) == earlier.root else {
                return .failed(
                    evidence: "two histories, both signed (split view); of \(earlier.size) entries:\n"
                        + "\(other.note)\n\(note.note)")
            }
        }
        return .passed
    }
}
