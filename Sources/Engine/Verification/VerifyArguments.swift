import DialogueLog
import Foundation
import TransparencyLog

/// What `jirga verify` and `jirga-verify` are told, as text; both do the same with it.
package struct VerifyArguments: Sendable {
    /// Nil where receipts are looked at by themselves.
    package var archive: String?
    package var logKeys: [String] = []
    package var witnessPolicy: String?
    package var fingerprint: String?
    package var receipts: [String] = []
    package var promises: [String] = []
    package var checkpoints: [String] = []
    package var sealed: String?
    /// What shows one vote, beside its receipt.
    package var opening: String?
    package var mostVotesForGroups: UInt64 = 12_000_000

    package init(archive: String?) {
        self.archive = archive
    }

    /// What is printed, and the exit status.
    package typealias Printed = (text: String, exitStatus: Int32)

    /// - Parameter isJSON: whether the checks of an archive are printed as one JSON document.
    /// - Throws: ``ArchiveProblem``.
    package func run(isJSON: Bool) throws(ArchiveProblem) -> Printed {
        guard let archive else {
            guard !receipts.isEmpty else { throw .badArgument("neither an archive nor --receipt") }
            let (lines, status) = try ReceiptCheck(trust: trust(), opening: openedVote()).run()
            return (lines.joined(separator: "\n"), status)
        }
        var check = try ArchiveCheck(Archive(folder: archive), trust: trust())
        let report = check.run()
        return (isJSON ? report.json : report.lines.joined(separator: "\n"), report.exitStatus)
    }

    private func openedVote() throws(ArchiveProblem) -> VoteOpening? {
        guard let opening else { return nil }
        guard let vote = VoteOpening(text: String(decoding: try Self.bytes(of: opening), as: UTF8.self)) else {
            throw .badArgument("--opening \(opening)")
        }
        return vote
    }

    private func trust() throws(ArchiveProblem) -> Trust {
        var trust = Trust()
        for text in logKeys {
            guard let key = try? VerifierKey(text) else { throw .badArgument("--log-key \(text.prefix(120))") }
            trust.keys.append(key)
        }
        if let witnessPolicy {
            let text = String(decoding: try Self.bytes(of: witnessPolicy), as: UTF8.self)
            guard let policy = try? WitnessPolicy(text) else { throw .badArgument("--witness-policy \(witnessPolicy)") }
            trust.policy = policy
        }
        if let fingerprint {
            guard fingerprint.filter(\.isNumber).count == 24 else { throw .badArgument("--fingerprint \(fingerprint)") }
            trust.fingerprint = fingerprint
        }
        for file in receipts {
            guard let receipt = try? InclusionReceipt(Self.bytes(of: file)) else { throw .badArgument(file) }
            trust.receipts.append(receipt)
        }
        trust.promises = try Self.notes(promises)
        trust.checkpoints = try Self.notes(checkpoints)
        trust.openings = sealed
        trust.mostVotesForGroups = mostVotesForGroups
        return trust
    }

    private static func notes(_ files: [String]) throws(ArchiveProblem) -> [SignedNote] {
        var notes: [SignedNote] = []
        for file in files {
            guard let note = try? SignedNote(bytes(of: file)) else { throw .badArgument(file) }
            notes.append(note)
        }
        return notes
    }

    private static func bytes(of file: String) throws(ArchiveProblem) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file), data.count <= 1 << 20 else {
            throw .unreadable(file: file)
        }
        return Array(data)
    }
}

extension CheckReport {
    /// One JSON document, `jirga.verify/1`.
    package var json: String {
        struct Check: Encodable {
            let number: Int
            let title: String
            let outcome: String
            let detail: String?
        }
        struct Document: Encodable {
            let schema = "jirga.verify/1"
            let checks: [Check]
            let exit: Int32
        }
        let checks = CheckNumber.allCases.map { number in
            switch self[number] {
            case .passed: Check(number: number.rawValue, title: number.title, outcome: "ok", detail: nil)
            case .skipped(let reason):
                Check(number: number.rawValue, title: number.title, outcome: "skipped", detail: reason)
            case .failed(let evidence):
                Check(number: number.rawValue, title: number.title, outcome: "failed", detail: evidence)
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return (try? encoder.encode(Document(checks: checks, exit: exitStatus)))
            .map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension ArchiveProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noFolder(let path): "there is no folder \(path)"
        case .noManifest: "this is no archive of a dialogue: it has no readable manifest.json"
        case .otherSchema(let schema): "this is \(schema), not \(Archive.schema)"
        case .nothingTrusted:
            "nothing was given to check against: give --log-key, or --fingerprint with digits that were read aloud"
        case .unreadable(let file): "\(file) can't be read"
        case .tooLarge(let file, let bytes): "\(file) has \(bytes) bytes, more than any such file of an archive"
        case .badArgument(let argument): "not what it should be: \(argument)"
        }
    }
}
