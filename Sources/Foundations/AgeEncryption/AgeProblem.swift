/// Why a file can't be encrypted or decrypted.
package enum AgeProblem: Error, Hashable, Sendable {
    /// Not a recipient as `age-keygen` writes it, or a point that shares its secret with everybody.
    case badRecipient
    case badIdentity
    /// Nobody could ever read the file.
    case noRecipient
    /// Not a file of age, version 1, or one whose first lines were changed.
    case badHeader
    /// The file is for others.
    case noMatchingIdentity
    /// A byte of the content is not what was written.
    case damaged
    /// The end of the file is missing.
    case truncated
}
