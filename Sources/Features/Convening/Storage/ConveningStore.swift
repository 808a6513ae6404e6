package import Publication
package import SQLStore

/// The rows of dialogues, workers and participants, in one open transaction.
package struct ConveningStore {
    let transaction: SQLTransaction

    package init(_ transaction: SQLTransaction) {
        self.transaction = transaction
    }
}

extension Dialogue.Phase: SQLConvertible {}
extension Dialogue.ResultsVisibility: SQLConvertible {}
extension Dialogue.ModerationPolicy: SQLConvertible {}
extension Dialogue.Admission: SQLConvertible {}
extension WorkerRole: SQLConvertible {}
extension PublicationProfile: SQLConvertible {}
extension MatrixLevel: SQLConvertible {}
