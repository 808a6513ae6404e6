import Journal

/// Why somebody is not signed in.
package enum SignInRefusal: Error, Sendable, Hashable {
    /// Never was one, was used, or has run out: from outside these look the same.
    case linkNotGood
    case wrongNameOrPassphrase
    case passphraseTooShort(minimum: Int)
    case passphraseTooLong(maximum: Int)
    case nameMissing
    case nameTooLong(limit: Int)
    case nameTaken
    /// The last one who runs the installation can't leave it.
    case lastOwner
}

/// How workers get in and how long they stay.
package enum SignInRules {
    package static let linkLifetime: Int64 = 15 * 60_000
    package static let invitationLifetime: Int64 = 7 * 24 * 60 * 60_000
    package static let sessionLifetime: Int64 = 12 * 60 * 60_000
    package static let shortestPassphrase = 15
    package static let longestPassphrase = 200
    package static let longestName = 80

    package static func check(passphrase: String) throws(SignInRefusal) {
        let length = passphrase.unicodeScalars.count
        if length < shortestPassphrase { throw .passphraseTooShort(minimum: shortestPassphrase) }
        if length > longestPassphrase { throw .passphraseTooLong(maximum: longestPassphrase) }
    }

    /// Whether somebody who invites a worker may be handed the link by which that worker signs in.
    ///
    /// Whoever holds the link is that worker. So nobody gets one for somebody who can sign in already or who has a role
    /// anywhere the inviter's own role does not reach.
    package static func mayIssueLink(
        to invited: WorkerAccess, by inviter: Standing, in dialogue: Dialogue.ID?
    ) -> Bool {
        guard !invited.hasPassphrase else { return false }
        if dialogue == nil, inviter.role == .owner { return true }
        return invited.dialogues == [dialogue?.rawValue ?? ""]
    }

    package static func check(name: String) throws(SignInRefusal) {
        if name.isEmpty { throw .nameMissing }
        if name.count > longestName { throw .nameTooLong(limit: longestName) }
    }
}
