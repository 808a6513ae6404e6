import Convening
import DialogueLog
import Journal
import SQLStore

/// Who was admitted how, read in the moment in which a count reads the votes.
struct AdmissionsAtCount: Sendable {
    let dialogue: Dialogue.ID
    /// The batches whose people are left out.
    let exclusions: Set<Batch.ID>
    private let batches: [UInt128: Batch.ID]
    /// Those of people who came by the open link.
    private let open: Set<Batch.ID>
    private let excluded: [Batch.ID: ExcludedVotes]
    private let before: AdmissionCount?

    init(of dialogue: Dialogue.ID, from transaction: SQLTransaction) throws {
        let convening = ConveningStore(transaction)
        let store = FloorStore(transaction)
        self.dialogue = dialogue
        exclusions = try convening.exclusions(in: dialogue)
        open = Set(try convening.batches(in: dialogue).filter { $0.batch.kind == .openLink }.map(\.batch.id))
        excluded = try store.excludedVotes(in: dialogue)
        before = try store.admissionCount(of: dialogue)
        var batches: [UInt128: Batch.ID] = [:]
        try convening.forEachAdmission(in: dialogue) { participant, batch in
            if let person = LiveVotes.number(of: participant) { batches[person] = batch }
        }
        self.batches = batches
    }

    /// Whether the same batches are excluded still. Where they are not, what was counted says what does not hold any more.
    func hold(in transaction: SQLTransaction) throws -> Bool {
        try ConveningStore(transaction).exclusions(in: dialogue) == exclusions
    }

    /// - Parameter votes: those the snapshot was made of, read in the same moment.
    func counted(with snapshot: OpinionMapSnapshot, _ votes: LiveVotes) -> AdmissionCount {
        AdmissionCount(of: snapshot, votes, batches: batches, open: open, excluded: excluded, before: before)
    }

    /// Whether what was published last left out other people: then what is published next is no step from it.
    var changeWhoCounts: Bool {
        Set((before?.parts ?? []).filter(\.isExcluded).compactMap(\.batch)) != Set(excluded.keys.map(\.rawValue))
    }
}

/// What a count from nothing found by the way people were admitted.
package struct CountedAdmissions: Sendable {
    let admissions: AdmissionsAtCount
    let count: AdmissionCount

    init(_ admissions: AdmissionsAtCount, with snapshot: OpinionMapSnapshot, _ votes: LiveVotes) {
        self.admissions = admissions
        count = admissions.counted(with: snapshot, votes)
    }
}
