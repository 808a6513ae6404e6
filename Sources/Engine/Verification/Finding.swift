/// What one numbered check of an export came to.
package enum Finding: Sendable, Hashable {
    case passed
    case skipped(reason: String)
    case failed(evidence: String)
}
