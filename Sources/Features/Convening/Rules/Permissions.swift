/// What anybody may ask of the site. The rules of the dialogue itself (is it open, may results be seen) come after.
package enum OpenAction: String, Sendable, Hashable, CaseIterable {
    case readSite, readDialogue, readResults, readLog, followStatement, checkHealth
    case join, answer, flag, submitStatement, takeBack
    case signIn
}

/// What only somebody who is signed in may ask, by what it does.
package enum WorkerAction: String, Sendable, Hashable, CaseIterable {
    // One's own account
    case seeDesk, seeOwnAccount, changeOwnAccount, endOwnSessions, confirmSignIn, signOut
    // One dialogue
    case seeDialogueAtDesk, moderate, translate, addStatements, correctStatement, changePhase, changeDialogue
    case closeDialogue, eraseText, manageDialogueWorkers, seeCodes, manageCodes, decideByTwo
    // The installation
    case makeDialogue, runInstallation, manageInstallationWorkers, endWorkersSessions

    package enum Object: Sendable, Hashable {
        case ownAccount
        /// The one that the address names.
        case dialogue
        case installation
    }

    package var object: Object {
        switch self {
        case .seeDesk, .seeOwnAccount, .changeOwnAccount, .endOwnSessions, .confirmSignIn, .signOut: .ownAccount
        case .seeDialogueAtDesk, .moderate, .translate, .addStatements, .correctStatement, .changePhase,
            .closeDialogue, .eraseText, .changeDialogue, .manageDialogueWorkers, .seeCodes, .manageCodes, .decideByTwo:
            .dialogue
        case .makeDialogue, .runInstallation, .manageInstallationWorkers, .endWorkersSessions: .installation
        }
    }

    /// The least role that may; nil where any worker may.
    package var needed: WorkerRole? {
        switch self {
        case .seeDesk, .seeOwnAccount, .changeOwnAccount, .endOwnSessions, .confirmSignIn, .signOut: nil
        case .seeDialogueAtDesk: .observer
        case .moderate, .translate: .moderator
        case .addStatements, .correctStatement, .changePhase, .closeDialogue, .changeDialogue, .manageDialogueWorkers,
            .eraseText, .seeCodes, .manageCodes, .decideByTwo, .makeDialogue:
            .facilitator
        case .runInstallation, .manageInstallationWorkers, .endWorkersSessions: .owner
        }
    }

    /// Whether a session alone is not enough: what can't be undone, and what decides who else gets in, takes a link or a
    /// passphrase of the last ten minutes (``SessionRules/freshness``), so that a browser left open is not enough.
    package var needsFreshSignIn: Bool {
        switch self {
        case .changeOwnAccount, .endOwnSessions, .closeDialogue, .eraseText, .manageDialogueWorkers, .manageCodes,
            .decideByTwo, .manageInstallationWorkers, .endWorkersSessions:
            true
        case .seeDesk, .seeOwnAccount, .confirmSignIn, .signOut, .seeDialogueAtDesk, .moderate, .translate,
            .addStatements, .correctStatement, .changePhase, .changeDialogue, .seeCodes, .makeDialogue,
            .runInstallation:
            false
        }
    }
}

/// One kind of thing that a request can do.
package enum Action: Sendable, Hashable {
    case open(OpenAction)
    case work(WorkerAction)
}

/// Who asks, as far as it decides what they may do.
package enum Actor: Sendable, Hashable {
    case nobody
    /// Known to a dialogue by a secret of their browser, and no worker.
    case participant
    /// Signed in. The role is the one in what the action is about: nil where they have none there.
    case worker(WorkerRole?)
}

/// The one table of who may do what.
package enum Permissions {
    package enum Verdict: Sendable, Hashable {
        case allowed
        case signInNeeded
        /// As if there were nothing: whether a dialogue exists is not told to those who have no part in it.
        case notFound
        case notAllowed(WorkerRole)
    }

    package static func verdict(_ actor: Actor, _ action: Action) -> Verdict {
        guard case .work(let action) = action else { return .allowed }
        guard case .worker(let role) = actor else { return .signInNeeded }
        guard let needed = action.needed else { return .allowed }
        if let role, role >= needed { return .allowed }
        return role == nil && action.object == .dialogue ? .notFound : .notAllowed(needed)
    }

    package static func can(_ actor: Actor, _ action: Action) -> Bool { verdict(actor, action) == .allowed }
}
