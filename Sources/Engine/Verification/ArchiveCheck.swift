import DialogueLog
import Foundation
import TransparencyLog

/// Runs the numbered checks over an archive. It needs no server, no database and no network.
///
/// The log is walked once, from its entries up, and so are the opened votes, both on all cores. What is neither a vote nor an
/// admission is in memory; of those only what they add up to, and 16 bytes for everybody who was admitted. Two things need
/// more: naming the vote that is missing, a 256th of the votes; and finding the groups again, all of them
/// (``Trust/mostVotesForGroups``).
package struct ArchiveCheck {
    let archive: Archive
    let trust: Trust
    let manifest: ArchiveManifest
    let runKey = RunKey()
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
        guard archive.has(Archive.sums) else { return .failed(evidence: "\(Archive.sums) is missing") }
        var listed = 0
        var first: String?
        do {
            try SumsFile(archive).forEachLines { lines in
                listed += lines.count
                guard first == nil else { return }
                if let unknown = lines.first(where: { !Archive.isKnown($0.name) }) {
                    first = "an archive has no file \(unknown.name)"
                    return
                }
                let folder = archive.folder
                first =
                    parallel(lines.count) { place -> String? in
                        let line = lines[place]
                        guard let digest = try? Archive.digest(ofFile: folder + "/" + line.name) else {
                            return "\(line.name) is missing or can't be read"
                        }
                        let found = hexadecimal(digest)
                        return found == line.sum ? nil : "\(line.name): listed \(line.sum), found \(found)"
                    }.lazy.compactMap(\.self).first
            }
        } catch SumsFile.Problem.noLine(let line) {
            return .failed(evidence: "\(Archive.sums) has a line that is none: \(line)")
        } catch SumsFile.Problem.notInOrder(let name) {
            return .failed(evidence: "\(Archive.sums) is not in order at \(name)")
        }
        var there = 0
        try archive.forEachName { name in
            if name == Archive.sums || name == Archive.sumsNote { return }
            guard Archive.isKnown(name) else { throw UnknownFile(name: name) }
            there += 1
        }
        if let first { return .failed(evidence: first) }
        // All that are listed are there, so that anything else is one too many.
        return there == listed ? .passed : .failed(evidence: "\(try firstUnlisted()) is not listed")
    }

    private struct UnknownFile: Error, CustomStringConvertible {
        let name: String
        var description: String { "an archive has no file \(name)" }
    }

    private func firstUnlisted() throws -> String {
        var names = try archive.names().subtracting([Archive.sums, Archive.sumsNote])
        try SumsFile(archive).forEachLines { lines in names.subtract(lines.map(\.name)) }
        return names.min() ?? "a file"
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
        let digest = try Archive.digest(ofFile: archive.folder + "/" + Archive.sums)
        guard sums.text == Archive.sumsText(origin: manifest.origin, digest: digest) else {
            return .failed(evidence: "\(Archive.sumsNote) is the signature of another list")
        }
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
        var questions = LogContent.Questions(key: runKey)
        questions.sumsVotes = openings != nil
        questions.keepsAdmissions = openings != nil
        questions.wanted = Set(trust.promises.compactMap { SealingPromise($0.text)?.leaf })
        let asked = questions
        var content = LogContent(asked, size: checkpoint.size)
        var check = LogCheck(archive.log, size: checkpoint.size)
        do {
            try check.run(roots: [checkpoint.size: checkpoint.root]) { bundle in
                try LogContent.Part(bundle, answering: asked)
            } then: { part in
                content.take(part, answering: asked)
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
        guard archive.has("checkpoints") else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: archive.folder + "/checkpoints").sorted()
            .compactMap { name in
                Archive.isKnown("checkpoints/" + name)
                    ? try archive.read("checkpoints/" + name).map { try SignedNote($0) } : nil
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
