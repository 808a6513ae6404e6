import DialogueLog
import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@testable import Verification

/// One bit of one byte is changed anywhere in an archive. `JIRGA_FLIPS` says how often, `JIRGA_TORTURE_SEED` where chance begins.
@Suite struct ByteFlipTests {
    private let sample: SampleArchive
    private let trust: Trust
    private let folder: TemporaryFolder
    private var archive: String { folder.path("archive") }

    init() throws {
        sample = try SampleArchive(people: 15, statements: 4)
        var trust = try sample.trust()
        // A changed result is found by its digest; finding its groups again would take most of the time.
        trust.mostVotesForGroups = 0
        self.trust = trust
        folder = try TemporaryFolder()
        try sample.write(to: folder.path("archive"))
    }

    private struct Flip: CustomStringConvertible {
        let seed: UInt64
        let round: Int
        let name: String
        let place: Int
        let bit: UInt8

        var description: String { "seed \(seed), round \(round): \(name), byte \(place), bit \(bit)" }
    }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Changes one bit after another, each file as likely as it is large but none forgotten, and undoes it again.
    private func flip(
        _ rounds: Int, in names: [String], beginning seed: UInt64, _ body: (Flip, [UInt8]) throws -> Void
    ) throws {
        var generator = SeededGenerator(seed: seed)
        let files = try names.sorted().map { name in
            (name: name, bytes: try Array(Data(contentsOf: URL(fileURLWithPath: archive + "/" + name))))
        }.filter { !$0.bytes.isEmpty }
        let total = files.reduce(0) { $0 + $1.bytes.count }
        for round in 0..<rounds {
            var file = files[round % files.count]
            if round.isMultiple(of: 2) {
                var place = Int.random(in: 0..<total, using: &generator)
                for candidate in files {
                    file = candidate
                    if place < candidate.bytes.count { break }
                    place -= candidate.bytes.count
                }
            }
            let place = Int.random(in: file.bytes.indices, using: &generator)
            let bit: UInt8 = 1 << UInt8.random(in: 0...7, using: &generator)
            var changed = file.bytes
            changed[place] ^= bit
            let url = URL(fileURLWithPath: archive + "/" + file.name)
            try Data(changed).write(to: url)
            try body(Flip(seed: seed, round: round, name: file.name, place: place, bit: bit), file.bytes)
            try Data(file.bytes).write(to: url)
        }
    }

    /// Nil where there was nothing to check any more, which is an exit status above 0 as well.
    private func checked() -> CheckReport? {
        var check = try? ArchiveCheck(Archive(folder: archive), trust: trust)
        return check?.run()
    }

    private var seed: UInt64 { Self.environment["JIRGA_TORTURE_SEED"].flatMap { UInt64($0) } ?? 20_261_128 }
    private var rounds: Int { Self.environment["JIRGA_FLIPS"].flatMap { Int($0) } ?? 600 }

    @Test func `any bit that is changed is found`() throws {
        #expect(checked()?.exitStatus == 3)
        let names = try Archive(folder: archive).names().sorted()
        var found = 0
        try flip(rounds, in: names, beginning: seed) { flip, _ in
            let report = checked()
            #expect(report == nil || report?.exitStatus == 1, "\(flip)")
            found += 1
        }
        print("flips: \(found) bits changed in \(names.count) files, seed \(seed): each was found")
        #expect(checked()?.exitStatus == 3)
    }

    /// The operator has the key and may write a new list of files for a changed archive. Then the log itself must show it.
    @Test func `any bit that is changed is found, also where the list of files was made and signed anew`() throws {
        // What nobody can compare with anything: words for people, the hour, and numbers that the rules of publication changed.
        let free = ["README.txt", "manifest.json", "tables.json", Archive.sums, Archive.sumsNote]
        let names = try Archive(folder: archive).names().subtracting(free).sorted()
        let list = try Data(contentsOf: URL(fileURLWithPath: archive + "/" + Archive.sums))
        let note = try Data(contentsOf: URL(fileURLWithPath: archive + "/" + Archive.sumsNote))
        var named = 0
        try flip(rounds / 2, in: names, beginning: seed &+ 1) { flip, before in
            try signAnew()
            let report = try #require(checked(), "\(flip)")
            #expect(report[.files] == .passed, "\(flip)")
            #expect(report.exitStatus == 1, "\(flip): \(report.lines)")
            if let index = Self.entry(at: flip.place, of: before, in: flip.name) {
                named += 1
                let evidence = [CheckNumber.entries, .leaves].compactMap { number -> String? in
                    if case .failed(let evidence) = report[number] { evidence } else { nil }
                }
                #expect(evidence.contains { $0.contains("entry \(index):") }, "\(flip): \(report.lines)")
            }
        }
        #expect(named > 0, "no entry was changed")
        try list.write(to: URL(fileURLWithPath: archive + "/" + Archive.sums))
        try note.write(to: URL(fileURLWithPath: archive + "/" + Archive.sumsNote))
        #expect(checked()?.exitStatus == 3)
    }

    private func signAnew() throws {
        let names = try Archive(folder: archive).names().subtracting([Archive.sums, Archive.sumsNote])
        let text = try names.sorted().map { name in
            "\(hexadecimal(try Archive.digest(ofFile: archive + "/" + name)))  \(name)\n"
        }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: archive + "/" + Archive.sums))
        var note = try SignedNote(
            text: Archive.sumsText(origin: sample.origin, digest: SampleArchive.digest(Array(text.utf8))))
        try note.sign(with: sample.key)
        try Data(note.bytes).write(to: URL(fileURLWithPath: archive + "/" + Archive.sumsNote))
    }

    /// The index of the entry of the log to which a byte belongs; nil for the bytes between them, and in other files.
    private static func entry(at place: Int, of bytes: [UInt8], in name: String) -> UInt64? {
        guard name.hasPrefix("log/tile/entries/"), let path = TilePath(name.dropFirst(4)) else { return nil }
        var index = path.index << 8
        var start = 0
        while start + 2 <= bytes.count {
            let end = start + 2 + Int(bytes[start]) << 8 + Int(bytes[start + 1])
            if place < start + 2 { return nil }
            if place < end { return index }
            start = end
            index += 1
        }
        return nil
    }
}
