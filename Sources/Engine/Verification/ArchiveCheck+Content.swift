import DialogueLog
import TransparencyLog

/// The checks of what the log says against what the archive publishes.
extension ArchiveCheck {
    func checkOpening(_ content: LogContent) throws -> Finding {
        guard let first = content.items.first, first.index == 0, first.entry.kind == .logOpened else {
            return .failed(evidence: "entry 0 does not open a log")
        }
        if let again = content.items(.logOpened).dropFirst().first {
            return .failed(evidence: "entry \(again.index) opens the log again")
        }
        guard first.entry.text(0x01) == manifest.origin else {
            return .failed(evidence: "entry 0 opens \(first.entry.text(0x01)), the archive is of \(manifest.origin)")
        }
        guard hexadecimal(first.entry[0x02]) == manifest.dialogue else {
            return .failed(evidence: "entry 0 is of dialogue \(hexadecimal(first.entry[0x02]))")
        }
        guard first.entry.integer(0x03) == 1 else {
            return .failed(evidence: "entry 0 has version \(first.entry.integer(0x03)); this program knows 1")
        }
        let key = first.entry.text(0x05)
        let changed = content.items(.keyChanged).map { $0.entry.text(0x05) }
        guard logKeys.isEmpty || ([key] + changed).contains(where: { text in logKeys.contains { $0.text == text } })
        else { return .failed(evidence: "entry 0 names the key \(key), which was not given") }
        if let former = first.entry.entry[0x06] {
            let note = try SignedNote(former)
            _ = try Checkpoint(note.text)
        }
        return .passed
    }

    func checkKeyChanges(_ content: LogContent) -> Finding {
        for item in content.items(.keyChanged) {
            let size = item.entry.integer(0x07)
            guard let key = try? VerifierKey(item.entry.text(0x05)), key.name == manifest.origin,
                key.isRawSignature(
                    item.entry[0x08], over: Act.keyChangeMessage(origin: manifest.origin, size: size))
            else { return .failed(evidence: "entry \(item.index): the new key did not sign the change") }
        }
        return .passed
    }

    func checkAnchor(_ checkpoint: Checkpoint) throws -> Finding {
        guard let bytes = try archive.read("anchor/checkpoint") else {
            return .skipped(reason: "the archive has no anchor log")
        }
        let note = try SignedNote(bytes)
        let head = try Checkpoint(note.text)
        // Under another name no key would be asked for.
        let expected =
            manifest.origin.firstRange(of: "/log/").map { manifest.origin[..<$0.upperBound] + "anchor" } ?? ""
        guard head.origin == expected || head.origin.hasPrefix(expected + "/") else {
            return .failed(evidence: "the anchor log is called \(head.origin), that of this log \(expected)")
        }
        let keys = trust.keys.filter { $0.name == head.origin }
        if !keys.isEmpty { try note.verified(by: keys) }
        var anchored: [(index: UInt64, size: UInt64, root: [UInt8])] = []
        var check = LogCheck(archive.anchor, size: head.size)
        let origin = manifest.origin
        try check.run(roots: [head.size: head.root]) { index, bytes in
            let entry = try LoggedEntry(bytes)
            guard entry.kind == .anchored, entry.text(0x01) == origin else { return }
            anchored.append((index, entry.integer(0x51), entry[0x52]))
        }
        guard !anchored.isEmpty else { return .failed(evidence: "the anchor log does not know this log") }
        let tree = TileTree(archive.log, size: checkpoint.size)
        for anchor in anchored {
            guard anchor.size <= checkpoint.size else {
                return .failed(
                    evidence: "anchor entry \(anchor.index) knows \(anchor.size) entries, here are \(checkpoint.size)")
            }
            let root = try tree.root(size: anchor.size)
            guard root.bytes == anchor.root else {
                return .failed(
                    evidence: "anchor entry \(anchor.index), \(anchor.size) entries: root "
                        + "\(hexadecimal(anchor.root)), here \(hexadecimal(root.bytes))")
            }
        }
        return keys.isEmpty ? .skipped(reason: "it fits, but no key of the anchor log was given") : .passed
    }

    /// Draft → open ⇄ paused → closed, by their codes 1 to 4.
    func checkPhases(_ content: LogContent) -> Finding {
        var phase: UInt8 = 1
        let next: [UInt8: Set<UInt8>] = [1: [2], 2: [3, 4], 3: [2, 4]]
        for item in content.items(.phase) {
            let code = item.entry[0x26].first ?? 0
            guard next[phase, default: []].contains(code) else {
                return .failed(evidence: "entry \(item.index): from phase \(phase) to \(code)")
            }
            phase = code
        }
        return .passed
    }

    func checkTexts(_ content: LogContent) throws -> Finding {
        guard let texts = try archive.document([ArchivedText].self, "texts.json") else {
            return .failed(evidence: "texts.json is missing")
        }
        struct Place: Hashable {
            let statement: [UInt8]
            let language: String
            let isTranslation: Bool
        }
        // A text may be corrected before anybody answered; what is shown must be one of the versions.
        var wanted: [Place: [LogContent.Item]] = [:]
        for item in content.items(.statement, .translation) {
            let isTranslation = item.entry.kind == .translation
            let place = Place(
                statement: item.entry[0x12], language: item.entry.text(0x21), isTranslation: isTranslation)
            wanted[place, default: []].append(item)
        }
        for text in texts {
            guard let statement = bytes(hexadecimal: text.statement) else {
                return .failed(evidence: "texts.json: \(text.statement.prefix(64)) is no statement")
            }
            let place = Place(statement: statement, language: text.language, isTranslation: text.isTranslation)
            guard let items = wanted.removeValue(forKey: place), let item = items.last else {
                return .failed(evidence: "statement \(text.number) (\(text.language)) is not in the log")
            }
            guard let words = text.text, let salt = text.salt.flatMap({ bytes(hexadecimal: $0) }) else {
                guard text.text == nil, text.salt == nil, !content.items(.erased).isEmpty else {
                    return .failed(evidence: "statement \(text.number) has no text, and the log has no erasure")
                }
                continue
            }
            let found = Commitment(text: words, salt: salt).bytes
            guard items.contains(where: { $0.entry[0x20] == found }) else {
                return .failed(
                    evidence: "entry \(item.index), statement \(text.number) (\(text.language)): the log has "
                        + "\(hexadecimal(item.entry[0x20])), the text gives \(hexadecimal(found))")
            }
        }
        if let item = wanted.values.compactMap(\.last).min(by: { $0.index < $1.index }) {
            return .failed(evidence: "the text of entry \(item.index) is missing")
        }
        return try checkRules(content)
    }

    private func checkRules(_ content: LogContent) throws -> Finding {
        var missing = 0
        for item in content.items(.dialogueMade, .dialogueChanged) {
            let hash = hexadecimal(item.entry[0x04])
            guard let bytes = try archive.read("rules/\(hash).txt") else {
                missing += 1
                continue
            }
            guard digest(of: String(decoding: bytes, as: UTF8.self)) == item.entry[0x04] else {
                return .failed(evidence: "entry \(item.index): rules/\(hash).txt is another text")
            }
        }
        return missing == 0
            ? .passed : .skipped(reason: "all texts fit; \(missing) earlier versions of the rules are not here")
    }

    func checkModeration(_ content: LogContent) throws -> Finding {
        guard let listed = try archive.document([ArchivedModeration].self, "moderation.json") else {
            return .failed(evidence: "moderation.json is missing")
        }
        var left: [ArchivedModeration: Int] = [:]
        for decision in listed { left[decision, default: 0] += 1 }
        for item in content.items(.moderation) {
            let entry = item.entry
            let found = ArchivedModeration(
                statement: hexadecimal(entry[0x12]), action: entry[0x22].first ?? 0, reason: entry[0x23].first ?? 0)
            guard let count = left[found], count > 0 else {
                return .failed(evidence: "the decision of entry \(item.index) is not in moderation.json")
            }
            left[found] = count - 1
        }
        if let extra = left.first(where: { $0.value > 0 })?.key {
            return .failed(evidence: "a decision about statement \(extra.statement) is listed and not in the log")
        }
        return .passed
    }

    func checkAdmissions(_ content: LogContent) throws -> Finding {
        let batches = try archive.document([ArchivedBatch].self, "admissions.json") ?? []
        var listed: [[UInt8]: UInt64] = [:]
        for batch in batches { listed[bytes(hexadecimal: batch.batch) ?? [], default: 0] += batch.admitted }
        for batch in Set(listed.keys).union(content.admitted.keys).sorted(by: { $0.lexicographicallyPrecedes($1) })
        where listed[batch, default: 0] != content.admitted[batch, default: 0] {
            return .failed(
                evidence: "batch \(hexadecimal(batch)): \(listed[batch, default: 0]) published, "
                    + "\(content.admitted[batch, default: 0]) in the log")
        }
        let exclusions = BatchExclusions(content)
        if let problem = exclusions.problem { return .failed(evidence: problem) }
        for batch in batches {
            let isExcluded = exclusions.excluded.contains(bytes(hexadecimal: batch.batch) ?? [])
            if let said = batch.isExcluded, said != isExcluded {
                return .failed(
                    evidence:
                        "batch \(batch.batch.prefix(32)) is \(said ? "" : "not ")called excluded; by the log it is"
                        + "\(isExcluded ? "" : " not")")
            }
        }
        for item in content.items(.batchIssued) {
            let issued = item.entry.integer(0x2C)
            let admitted = content.admitted[item.entry[0x11], default: 0]
            if issued > 0, admitted > issued {
                return .failed(
                    evidence: "batch \(hexadecimal(item.entry[0x11])): \(issued) codes, \(admitted) admitted")
            }
        }
        return .passed
    }

    func checkVoteCount(_ content: LogContent) -> Finding {
        let votes = manifest.votes
        var sum: UInt64 = 0
        for part in [votes.published, votes.superseded, votes.withdrawn, votes.erased] {
            let (next, hasOverflown) = sum.addingReportingOverflow(part)
            guard !hasOverflown else { return .failed(evidence: "the counts of manifest.json are no counts") }
            sum = next
        }
        guard sum == content.votes else {
            return .failed(
                evidence: "\(votes.published) published, \(votes.superseded) superseded, \(votes.withdrawn) withdrawn "
                    + "and \(votes.erased) erased are \(sum); the log has \(content.votes)")
        }
        let logged = content.erased(after: 0)
        if votes.erased > 0, content.items(.erased).isEmpty {
            return .failed(evidence: "\(votes.erased) votes are called erased, and the log has no erasure")
        }
        if votes.erased > logged {
            return .failed(
                evidence: "\(votes.erased) votes are called erased, and the log speaks of \(logged) erased entries")
        }
        return .passed
    }

    /// The name of the file that has the result; nil where there is none.
    var resultName: String? { ["result.json", Archive.sealedResult].first { archive.has($0) } }

    func checkResult(_ content: LogContent, _ checkpoint: Checkpoint) throws -> Finding {
        guard let last = content.items(.result).last else {
            return resultName == nil
                ? .skipped(reason: "the dialogue has no result yet")
                : .failed(evidence: "there is a result, and the log has none")
        }
        if let size = last.entry.entry[0x51].map({ _ in last.entry.integer(0x51) }) {
            guard size <= checkpoint.size else {
                return .failed(evidence: "entry \(last.index): counted from \(size) entries of \(checkpoint.size)")
            }
            let root = try TileTree(archive.log, size: checkpoint.size).root(size: size)
            guard root.bytes == last.entry[0x52] else {
                return .failed(
                    evidence: "entry \(last.index): counted from \(size) entries with root "
                        + "\(hexadecimal(last.entry[0x52])); theirs is \(hexadecimal(root.bytes))")
            }
        }
        guard let resultName else { return .skipped(reason: "the result is not here") }
        let digest = try Archive.digest(ofFile: archive.folder + "/" + resultName)
        guard digest == last.entry[0x50] else {
            return .failed(
                evidence: "entry \(last.index): the log has \(hexadecimal(last.entry[0x50])), the file is "
                    + hexadecimal(digest))
        }
        return .passed
    }

    func checkReceipts(_ content: LogContent, _ checkpoint: Checkpoint) throws -> Finding {
        guard !trust.receipts.isEmpty || !trust.promises.isEmpty else {
            return .skipped(reason: "neither --receipt nor --promise was given")
        }
        let tree = TileTree(archive.log, size: checkpoint.size)
        for receipt in trust.receipts {
            guard let entry = receipt.extra else { return .failed(evidence: "a receipt without its entry") }
            let head = try receipt.verify(.leaf(entry), signedBy: logKeys)
            guard head.size <= checkpoint.size, try tree.root(size: head.size) == head.root else {
                return .failed(
                    evidence: "the receipt of entry \(receipt.index) holds, but for another history:\n"
                        + receipt.note.note)
            }
        }
        var early = 0
        for note in trust.promises {
            guard let promise = SealingPromise(note.text), promise.origin == manifest.origin else {
                return .failed(evidence: "not a promise of this log")
            }
            try note.verified(by: trust.keys)
            if content.found[promise.leaf] != nil { continue }
            // Everything was written before the archive was made, whose time is a whole hour.
            let due = promise.minute.addingReportingOverflow(promise.longestWait).partialValue
            guard due > manifest.madeAt else {
                return .failed(evidence: "the leaf \(promise.leaf) was promised and is not in the log:\n\(note.note)")
            }
            early += 1
        }
        return early == 0 ? .passed : .skipped(reason: "\(early) promises were not due yet")
    }
}
