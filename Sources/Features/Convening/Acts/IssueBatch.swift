import DialogueLog
import Journal
package import SQLStore

/// Makes a batch of admission codes.
package struct IssueBatch: Sendable {
    package var dialogue: Dialogue.ID
    package var name: String
    package var area: String
    package var codes: Int
    package var isVouched: Bool
    /// What came with the form, so that it makes one batch however often it is sent; nil where there is no form.
    package var formKey: String?
    package var standing: Standing

    package init(
        in dialogue: Dialogue.ID, name: String, area: String, codes: Int, isVouched: Bool, formKey: String? = nil,
        by standing: Standing
    ) {
        self.dialogue = dialogue
        self.name = name
        self.area = area
        self.codes = codes
        self.isVouched = isVouched
        self.formKey = formKey
        self.standing = standing
    }

    /// - Returns: the codes, which nothing can show again afterwards.
    /// - Throws: ``BatchRefusal``, ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> (batch: Batch, codes: [AdmissionCode]) {
        try StandingRules.check(standing, reaches: .facilitator)
        let (name, area) = try AdmissionRules.admit(name: name, area: area, codes: codes)
        let store = ConveningStore(transaction)
        guard let known = try store.dialogue(dialogue) else { throw BatchRefusal.notFound }
        let id = formKey.map { Batch.ID(formKey: $0, in: dialogue) } ?? Batch.ID(at: time, using: &generator)
        if try store.hasBatch(id) { throw BatchRefusal.madeBefore }
        // Once anybody comes by a code, the log shows of everybody how they came.
        try store.countLink(of: known, at: time, using: &generator)
        let batch = Batch(
            id: id, dialogue: dialogue, kind: isVouched ? .vouched : .codes, name: name, area: area, codes: codes,
            madeAt: time)
        try store.insert(batch)
        let pepper = try store.admissionPepper(using: &generator)
        var issued: [AdmissionCode] = []
        for _ in 0..<codes {
            let code = AdmissionCode(using: &generator)
            try store.insertCode(digest: keyedDigest(of: code.characters, key: pepper), of: batch.id)
            issued.append(code)
        }
        try JournalStore(transaction).append(
            .batchIssued(batch: batch.id.bytes, kind: batch.kind, count: UInt64(clamping: codes)), in: dialogue.bytes,
            at: time, using: &generator)
        return (batch, issued)
    }
}

extension ConveningStore {
    /// What codes are digested with, so that a list of digests alone lets nobody try codes.
    func admissionPepper(using generator: inout some RandomNumberGenerator) throws -> [UInt8] {
        try installationSecret(named: "admission-codes", using: &generator)
    }

    /// Nil where no codes were ever made.
    func knownAdmissionPepper() throws -> [UInt8]? { try knownInstallationSecret(named: "admission-codes") }
}
