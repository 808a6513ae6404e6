package import SQLStore

/// The rows of statements, votes and opinion maps, in one open transaction.
package struct FloorStore {
    let transaction: SQLTransaction

    package init(_ transaction: SQLTransaction) {
        self.transaction = transaction
    }
}

extension Statement.Origin: SQLConvertible {}
extension Statement.State: SQLConvertible {}
extension Statement.Erasure: SQLConvertible {}
extension Moderation.Action: SQLConvertible {}
extension Moderation.Reason: SQLConvertible {}

extension TrackingCode: SQLConvertible {
    package var sqlValue: SQLValue { .text(digits) }

    package init?(sqlValue: SQLValue) {
        guard case .text(let digits) = sqlValue else { return nil }
        self.init(typed: digits)
    }
}
