/// Why a file can't be encrypted or decrypted.
package enum AgeProblem: Error, Hashable, Sendable {
    case badRecipient
    case badIdentity
    case badHeader
    case noMatchingIdentity
    case damaged
    case truncated
}
