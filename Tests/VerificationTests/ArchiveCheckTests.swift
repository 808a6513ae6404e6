import DialogueLog
import Foundation
import JirgaTestSupport
import Publication
import Testing
import TransparencyLog

@testable import Verification

@Suite struct ArchiveCheckTests {
    @Test func `an archive as it was made passes every check`() throws {
        let report = try SampleArchive().report()
        for number in CheckNumber.allCases { #expect(report[number] == .passed, "\(number)") }
        #expect(report.exitStatus == 0)
        #expect(report.lines.count == 24)
        #expect(report.json.contains("jirga.verify/1"))
    }

    @Test func `without the opened votes their checks are skipped and the rest passes`() throws {
        let sample = try SampleArchive()
        let report = try sample.report { folder in
            try FileManager.default.removeItem(atPath: folder + "/" + Archive.openings)
        }
        // The list names the file; whoever passes the archive on without it says so by the first check.
        #expect(report.firstFailure?.number == .files)
        guard case .skipped = report[.openings] else {
            Issue.record("not skipped")
            return
        }
    }

    @Test func `auditors who have the votes and no result make it again and compare its digest`() throws {
        var sample = try SampleArchive()
        sample.writesResult = false
        let good = try sample.report()
        for number in [CheckNumber.tallies, .groups, .result] { #expect(good[number] == .passed, "\(number)") }
        sample.texts[0].isShown = false
        let changed = try sample.report()
        #expect(changed.hasFailed(.groups))
    }

    @Test func `a vote exchanged in the log behind its back is found and named`() throws {
        let sample = try SampleArchive()
        let report = try sample.report { folder in
            let store = FileTileStore(folder: folder + "/log")
            let path = try #require(TilePath(.entries, index: 0, width: 256))
            var entries = try store.entries(path)
            let place = try #require(entries.firstIndex { $0.count == 46 })
            entries[place][45] ^= 1
            try store.write(EntryBundle(entries).bytes, to: path.text)
        }
        #expect(report.firstFailure?.number == .files)
        guard case .failed(let evidence) = report[.leaves] else {
            Issue.record("the leaf was not named")
            return
        }
        #expect(evidence.contains("entry "))
    }

    @Test func `a byte changed in a tile is found`() throws {
        let report = try SampleArchive().report { try flip($0 + "/log/tile/0/000", at: 40) }
        guard case .failed(let evidence) = report[.leaves] else {
            Issue.record("\(report.lines)")
            return
        }
        #expect(evidence.contains("entry 1:"))
        let upper = try SampleArchive().report { try flip($0 + "/log/tile/1/000.p/1", at: 4) }
        guard case .failed = upper[.tiles] else {
            Issue.record("\(upper.lines)")
            return
        }
    }

    @Test func `a log in which one entry was written anew does not lead to the signed root`() throws {
        var sample = try SampleArchive()
        let note = try sample.checkpoint(of: sample.entries, by: sample.key)
        let place = try #require(sample.entries.firstIndex { $0.count == 46 })
        sample.entries[place][45] ^= 1
        let report = try sample.report { try Data(note.bytes).write(to: URL(fileURLWithPath: $0 + "/log/checkpoint")) }
        guard case .failed = report[.root] else {
            Issue.record("\(report.lines)")
            return
        }
    }

    @Test func `a missing tile and an unknown kind of entry are named`() throws {
        let missing = try SampleArchive().report {
            try FileManager.default.removeItem(atPath: $0 + "/log/tile/entries/000")
        }
        #expect(missing.exitStatus == 1)
        guard case .failed(let evidence) = missing[.entries] else {
            Issue.record("\(missing.lines)")
            return
        }
        #expect(evidence.contains("tile/entries/000"))
        var sample = try SampleArchive()
        sample.entries.append(CanonicalEntry(type: 0x7777).bytes)
        guard case .failed(let unknown) = try sample.report()[.entries] else {
            Issue.record("the entry was read")
            return
        }
        #expect(unknown.contains("unknown type 0x7777"))
    }

    @Test(arguments: [CheckNumber.texts, .moderation, .admissions, .voteCount, .openings, .tallies, .thresholds])
    func `what does not fit the log fails its own check, even where the list of files fits`(
        number: CheckNumber
    ) throws {
        var sample = try SampleArchive()
        switch number {
        case .texts: sample.texts[2].text = "Something else"
        case .moderation: sample.moderation[1].action = 2
        case .admissions: sample.batches[0].admitted -= 1
        case .voteCount: sample.manifest.votes.published += 1
        case .openings: sample.votes.remove(at: 7)
        case .tallies:
            let vote = sample.votes[3]
            sample.votes[3] = .init(
                participant: vote.participant, statement: vote.statement, revision: vote.revision,
                choice: vote.choice == 1 ? 2 : 1, nonce: vote.nonce)
        default: sample.tables.rows[0] = .init(statement: 1, group: nil, agrees: 2, disagrees: 9, passes: 9)
        }
        let report = try sample.report()
        guard case .failed = report[number] else {
            Issue.record("\(report.lines)")
            return
        }
        #expect(report[.files] == .passed)
        #expect(report[.root] == .passed)
        #expect(report.exitStatus == 1)
    }

    @Test func `a vote opened with another choice is in no entry`() throws {
        var sample = try SampleArchive()
        let vote = sample.votes[3]
        sample.votes[3] = .init(
            participant: vote.participant, statement: vote.statement, revision: vote.revision,
            choice: vote.choice == 1 ? 2 : 1, nonce: vote.nonce)
        guard case .failed(let evidence) = try sample.report()[.openings] else {
            Issue.record("it was found")
            return
        }
        #expect(evidence.contains("opened vote 3"))
    }

    @Test func `a voter who was not admitted is found`() throws {
        var sample = try SampleArchive()
        let person = sample.participants[4]
        sample.participants[4] = .init(
            tag: person.tag, batch: person.batch, credential: sample.participants[5].credential)
        guard case .failed(let evidence) = try sample.report()[.voters] else {
            Issue.record("nobody was found")
            return
        }
        #expect(evidence.contains("participant 5"))
    }

    private func evidence(_ finding: Finding) -> String? {
        if case .failed(let evidence) = finding { evidence } else { nil }
    }

    @Test func `somebody who votes and was never admitted is found where a code was needed`() throws {
        var sample = try SampleArchive()
        let person = sample.participants[4]
        sample.participants[4] = .init(
            tag: person.tag, batch: [UInt8](repeating: 0, count: 16), credential: [UInt8](repeating: 0, count: 32))
        let report = try sample.report()
        #expect(evidence(report[.voters])?.contains("participant 4 was never admitted") == true)
        #expect(report[.openings] == .passed)
        sample.manifest.needsAdmission = false
        #expect(
            evidence(try sample.report()[.voters])?.contains("participant 4 was never admitted") == true,
            "a log that shows how anybody came in shows it of everybody")
    }

    @Test func `people of an excluded batch can't be counted by listing them without it, or not at all`() throws {
        var sample = try SampleArchive()
        sample.manifest.needsAdmission = false
        let batch = sample.participants[0].batch
        let act = Act.batchExcluded(batch: batch, reason: 2, approvers: [.facilitator, .owner])
        sample.entries.append(act.entry(in: sample.dialogue, at: 1_780_000_000_000).bytes)
        let excluded = try sample.report()
        #expect(excluded[.voters] == .passed)
        #expect(evidence(excluded[.tallies])?.contains("0 agree") == true, "nobody is left to count")
        #expect(excluded[.admissions] == .passed)
        var without = sample
        let person = without.participants[4]
        without.participants[4] = .init(
            tag: person.tag, batch: [UInt8](repeating: 0, count: 16), credential: [UInt8](repeating: 0, count: 32))
        #expect(evidence(try without.report()[.voters])?.contains("participant 4 was never admitted") == true)
        let another = Act.admitted(batch: batch, credential: Commitment(text: "somebody", salt: [1]))
        sample.entries.append(another.entry(in: sample.dialogue, at: 1_780_000_000_000).bytes)
        #expect(evidence(try sample.report()[.voters])?.contains("1 of an excluded batch") == true)
    }

    @Test func `exclusions and restorations tell what counts in whatever order they were sealed`() throws {
        var sample = try SampleArchive()
        let batch = sample.participants[0].batch
        let acts = [
            Act.batchRestored(batch: batch, reason: 4, approvers: [.facilitator, .owner]),
            Act.batchExcluded(batch: batch, reason: 1, approvers: [.facilitator, .owner]),
        ].map { $0.entry(in: sample.dialogue, at: 1_780_000_000_000).bytes }
        sample.entries += acts
        sample.batches[0].isExcluded = false
        let report = try sample.report()
        for number in [CheckNumber.admissions, .tallies, .voters, .groups] {
            #expect(report[number] == .passed, "\(number): \(report[number])")
        }
        sample.batches[0].isExcluded = true
        #expect(evidence(try sample.report()[.admissions])?.contains("called excluded") == true)
        sample.batches[0].isExcluded = nil
        sample.entries.append(acts[0])
        #expect(evidence(try sample.report()[.admissions])?.contains("out of turn") == true)
    }

    @Test func `a result of which a byte was changed is not the one of the log`() throws {
        var sample = try SampleArchive()
        let place = try #require(sample.result.firstIndex(of: UInt8(ascii: "9")))
        sample.result[place] = UInt8(ascii: "8")
        let report = try sample.report()
        for number in [CheckNumber.result, .groups] {
            guard case .failed = report[number] else {
                Issue.record("\(report.lines)")
                return
            }
        }
    }

    @Test func `a changed list of files is not the one that was signed`() throws {
        let report = try SampleArchive().report { folder in
            try Data("other".utf8).write(to: URL(fileURLWithPath: folder + "/README.txt"))
            let path = folder + "/SHA256SUMS"
            let list = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
                line.hasSuffix("README.txt")
                    ? "\(hexadecimal(SampleArchive.digest(Array("other".utf8))))  README.txt" : String(line)
            }
            try Data((list.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(report[.files] == .passed)
        guard case .failed = report[.signature] else {
            Issue.record("\(report.lines)")
            return
        }
    }

    @Test func `a checkpoint of another history is shown with both notes`() throws {
        let sample = try SampleArchive()
        var other = sample.entries
        other[5] = other[4]
        let forked = try sample.checkpoint(of: Array(other.prefix(20)), by: sample.key)
        var trust = try sample.trust()
        trust.checkpoints = [forked]
        guard case .failed(let evidence) = try sample.report(trusting: trust)[.earlierCheckpoints] else {
            Issue.record("not seen")
            return
        }
        #expect(evidence.contains(forked.note))
        #expect(evidence.contains(try sample.checkpoint(of: sample.entries, by: sample.key).note))
    }

    @Test func `a log cut short is found by a checkpoint seen before`() throws {
        var sample = try SampleArchive()
        let later = try sample.checkpoint(of: sample.entries, by: sample.key)
        sample.entries.removeLast()
        var trust = try sample.trust()
        trust.checkpoints = [later]
        guard case .failed = try sample.report(trusting: trust)[.earlierCheckpoints] else {
            Issue.record("not seen")
            return
        }
    }

    @Test func `digits read aloud stand for a key, and other digits fail`() throws {
        let sample = try SampleArchive()
        var trust = Trust()
        let note = try sample.checkpoint(of: sample.entries, by: sample.key)
        trust.fingerprint = Fingerprint(checkpoint: note.text).description
        #expect(try sample.report(trusting: trust)[.signature] == .passed)
        // The key is the one the log names, and the digits stand for the log; so its signatures are looked at as well.
        let forged = try sample.report(trusting: trust) { try flip($0 + "/" + Archive.sumsNote, at: 260) }
        #expect(forged.firstFailure?.number == .signature)
        trust.fingerprint = "0000 0000 0000 0000 0000 0000"
        #expect(try sample.report(trusting: trust).firstFailure?.number == .signature)
    }

    @Test func `a promise is kept when its leaf is in the log, and broken when it is due and is not`() throws {
        let sample = try SampleArchive()
        func finding(of leaf: TreeHash) throws -> Finding {
            let promise = SealingPromise(
                installation: "jirga.example", origin: sample.origin, leaf: leaf, at: 1_780_000_000_000,
                longestWait: 60)
            var trust = try sample.trust()
            trust.promises = [try promise.signed(with: sample.promiseKey)]
            return try sample.report(trusting: trust)[.receipts]
        }
        #expect(try finding(of: .leaf(sample.entries[3])) == .passed)
        guard case .failed = try finding(of: .emptyTree) else {
            Issue.record("a broken promise passed")
            return
        }
    }

    @Test func `the key of another log is no key of this one`() throws {
        let sample = try SampleArchive()
        var trust = Trust()
        trust.keys = [sample.anchorKey.verifier]
        #expect(try sample.report(trusting: trust).firstFailure?.number == .checkpoint)
    }

    @Test func `what is no archive is refused, and so is checking against nothing`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ArchiveProblem.noManifest) {
            try ArchiveCheck(Archive(folder: folder.path), trust: SampleArchive().trust())
        }
        #expect(throws: ArchiveProblem.noFolder("/nowhere/at/all")) { try Archive(folder: "/nowhere/at/all") }
        let sample = try SampleArchive()
        #expect(throws: ArchiveProblem.nothingTrusted) { try sample.report(trusting: Trust()) }
    }

    @Test func `files that are not listed, links, and unknown names are refused`() throws {
        let sample = try SampleArchive()
        let extra = try sample.report { try Data().write(to: URL(fileURLWithPath: $0 + "/more.txt")) }
        #expect(extra.firstFailure?.number == .files)
        let link = try sample.report { folder in
            try FileManager.default.removeItem(atPath: folder + "/README.txt")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/README.txt", withDestinationPath: "/etc/passwd")
        }
        #expect(link.firstFailure?.number == .files)
    }

    /// The archive of a dialogue in which one person had themselves forgotten, before or after the result.
    private func erased(afterResult: Bool) throws -> SampleArchive {
        var sample = try SampleArchive()
        let gone = sample.votes.filter { $0.participant == 3 }
        let last = Dictionary(gone.map { ($0.statement, $0) }, uniquingKeysWith: { $1 })
        let leaves = Set(
            try gone.map { vote in
                try #require(
                    VoteOpening(
                        nonce: vote.nonce, dialogue: sample.dialogue, statement: sample.statementIDs[vote.statement],
                        tag: sample.participants[3].tag, revision: vote.revision, choice: vote.choice)
                ).entry
            })
        let places = sample.entries.indices.filter { leaves.contains(sample.entries[$0]) }.map(UInt64.init)
        #expect(places.count == gone.count)
        let salt = [UInt8](repeating: 9, count: 32)
        let act = Act.erased(
            count: UInt64(places.count), list: Commitment(erasedPlaces: places, salt: salt))
        let entry = act.entry(in: sample.dialogue, at: 1_780_000_000_000).bytes
        sample.entries.insert(entry, at: sample.entries.count - (afterResult ? 0 : 1))
        sample.erasures = [.init(salt: hexadecimal(salt), places: places)]
        sample.votes.removeAll { $0.participant == 3 }
        sample.manifest.votes.erased = UInt64(gone.count)
        sample.manifest.votes.superseded -= UInt64(gone.count - last.count)
        for vote in last.values {
            if vote.choice == 0 { sample.manifest.votes.withdrawn -= 1 } else { sample.manifest.votes.published -= 1 }
        }
        return sample
    }

    @Test func `after an erasure the log still checks out, and the report says how many votes are gone`() throws {
        let sample = try erased(afterResult: true)
        let report = try sample.report()
        for number in CheckNumber.allCases where number.rawValue <= 18 {
            #expect(report[number] == .passed, "\(number): \(report[number])")
        }
        let count = sample.manifest.votes.erased
        #expect(report.erasedVotes == count && count > 0)
        #expect(report.lines.contains { $0.hasPrefix("17 ok") && $0.hasSuffix("(\(count) erased)") })
        // The result counted them; that cannot be counted again, and nothing else may differ.
        for number in [CheckNumber.tallies, .groups] {
            guard case .skipped(let reason) = report[number] else {
                Issue.record("\(number): \(report[number])")
                continue
            }
            #expect(reason.contains("erased after the result"))
        }
        #expect(report[.result] == .passed)
    }

    @Test func `a result from before an erasure may not have fewer votes, nor more than were erased`() throws {
        var sample = try erased(afterResult: true)
        let place = try #require(sample.votes.firstIndex { $0.choice == 1 })
        let other = sample.votes[place]
        // Somebody else's opened vote left out as well.
        sample.votes.remove(at: place)
        sample.manifest.votes.published -= 1
        sample.manifest.votes.erased += 1
        let report = try sample.report()
        #expect(report.hasFailed(.voteCount), "the log speaks of fewer: \(report[.voteCount]), \(other.participant)")
        #expect(report.hasFailed(.tallies) || report.hasFailed(.openings))
    }

    @Test func `erasures from before the result must be out of it`() throws {
        let report = try erased(afterResult: false).report()
        #expect(report[.voteCount] == .passed)
        #expect(report.hasFailed(.tallies), "\(report[.tallies])")
    }

    @Test func `a list of erased entries other than the log commits to is found`() throws {
        var sample = try erased(afterResult: true)
        sample.erasures[0].places[0] += 1
        let report = try sample.report()
        guard case .failed(let evidence) = report[.openings] else {
            Issue.record("\(report[.openings])")
            return
        }
        #expect(evidence.contains("list of erased entries"))
    }

    @Test func `a text may be missing where something was erased, and is counted`() throws {
        var sample = try erased(afterResult: true)
        sample.texts[1].text = nil
        sample.texts[1].salt = nil
        let report = try sample.report()
        #expect(report[.texts] == .passed)
        #expect(report.lines.contains { $0.hasPrefix("14 ok") && $0.hasSuffix("(1 erased)") })
        var bare = try SampleArchive()
        bare.texts[1].text = nil
        bare.texts[1].salt = nil
        #expect(try bare.report().hasFailed(.texts))
    }
}
