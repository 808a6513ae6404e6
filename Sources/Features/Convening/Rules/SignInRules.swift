import Journal

/// Why somebody is not signed in.
package enum SignInRefusal: Error, Sendable, Hashable {
    /// Never was one, was used, or has run out: from outside these look the same.
    case linkNotGood
    case wrongNameOrPassphrase
    case passphraseTooShort(minimum: Int)
    case passphraseTooLong(maximum: Int)
    case passphraseTooEasy(PassphraseWeakness)
    case nameMissing
    case nameTooLong(limit: Int)
    /// It holds what no name holds: controls, hidden direction marks, heaps of marks.
    case nameUnfit
    case nameTaken
    /// It is another name than that of somebody here and looks like it.
    case nameConfusable
    /// The last one who runs the installation can't leave it.
    case lastOwner
}

/// How workers get in and how long they stay.
package enum SignInRules {
    package static let linkLifetime: Int64 = 15 * 60_000
    package static let invitationLifetime: Int64 = 7 * 24 * 60 * 60_000
    package static let sessionLifetime = SessionRules.lifetime
    package static let longestName = 80

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
}
