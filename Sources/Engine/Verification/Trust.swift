package import TransparencyLog

/// What the reader of an archive brings along; nothing in the archive itself is believed.
package struct Trust: Sendable {
    /// The keys of the log, of its anchor log and of its promises.
    package var keys: [VerifierKey] = []
    package var policy: WitnessPolicy?
    /// 24 digits, as read aloud or found in minutes; of any checkpoint of this log.
    package var fingerprint: String?
    /// Checkpoints seen elsewhere.
    package var checkpoints: [SignedNote] = []
    package var receipts: [InclusionReceipt] = []
    package var promises: [SignedNote] = []
    /// The opened votes, where they are not in the archive.
    package var openings: String?
    /// Up to how many votes the groups are found again, for which all of them must be in memory: some hundred bytes each.
    package var mostVotesForGroups: UInt64 = 12_000_000

    package init() {}
}
