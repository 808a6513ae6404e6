package import DialogueLog
package import TransparencyLog

/// Checks a receipt by itself, where there is no archive: that its entry is in the log which a key or 24 digits stand for.
package struct ReceiptCheck: Sendable {
    package let trust: Trust
    /// What somebody showed of a vote; the receipt must be of it.
    package let opening: VoteOpening?

    /// - Throws: ``ArchiveProblem/nothingTrusted``.
    package init(trust: Trust, opening: VoteOpening?) throws(ArchiveProblem) {
        guard !trust.keys.isEmpty || trust.fingerprint != nil else { throw .nothingTrusted }
        self.trust = trust
        self.opening = opening
    }

    /// What came of one receipt.
    package enum Outcome: Sendable, Hashable {
        case holds(index: UInt64, size: UInt64, origin: String, fingerprint: String)
        case failed(evidence: String)
    }

    package func outcome(of receipt: InclusionReceipt) -> Outcome {
        guard let entry = receipt.extra else { return .failed(evidence: "the receipt does not hold its entry") }
        let fingerprint = Fingerprint(checkpoint: receipt.note.text).description
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint(receipt.note.text)
            try InclusionProof(index: receipt.index, size: checkpoint.size, hashes: receipt.hashes)
                .verify(.leaf(entry), in: checkpoint.root)
            let keys = trust.keys.filter { $0.name == checkpoint.origin }
            if !trust.keys.isEmpty { try receipt.note.verified(by: keys) }
        } catch {
            return .failed(evidence: "\(error)")
        }
        if let digits = trust.fingerprint, digits.filter(\.isNumber) != fingerprint.filter(\.isNumber) {
            return .failed(evidence: "its checkpoint has the fingerprint \(fingerprint)")
        }
        if let opening, opening.entry != entry {
            return .failed(evidence: "the opening is of another entry: \(hexadecimal(opening.entry))")
        }
        return .holds(
            index: receipt.index, size: checkpoint.size, origin: checkpoint.origin, fingerprint: fingerprint)
    }

    /// A line for each receipt, and the exit status: 0 all hold, 1 one does not.
    package func run() -> (lines: [String], exitStatus: Int32) {
        var lines: [String] = []
        var status: Int32 = 0
        for receipt in trust.receipts {
            switch outcome(of: receipt) {
            case .holds(let index, let size, let origin, let fingerprint):
                lines.append("ok       entry \(index) of \(size) of \(origin); fingerprint \(fingerprint)")
                if let opening {
                    let choices = ["withdrawn", "agree", "disagree", "pass"]
                    lines.append(
                        "         it is answer \(opening.revision) to statement \(hexadecimal(opening.statement)): "
                            + choices[Int(opening.choice)])
                }
            case .failed(let evidence):
                lines.append("FAILED   \(evidence)")
                status = 1
            }
        }
        return (lines, status)
    }
}
