import Site

/// The sentences that tell people why something was not done, and what they can do.
extension Texts {
    package func sentence(for refusal: SignInRefusal) -> String {
        switch refusal {
        case .linkNotGood: self["link_bad_text"]
        case .wrongNameOrPassphrase: self["signin_wrong"]
        case .passphraseTooShort(let minimum): self("account_passphrase_short", ["count": .number(minimum)])
        case .passphraseTooLong(let maximum): self("account_passphrase_long", ["count": .number(maximum)])
        case .nameMissing: self["account_name_missing"]
        case .nameTooLong(let limit): self("account_name_long", ["count": .number(limit)])
        case .nameTaken: self["account_name_taken"]
        case .lastOwner: self["workers_last_owner"]
        }
    }

    /// - Parameter language: the native name of the language the field is in.
    package func sentence(for refusal: DialogueRefusal) -> String {
        switch refusal {
        case .missing(let field, let language):
            self("setup_missing_\(field.rawValue)", ["language": .text(nativeName(of: language))])
        case .tooLong(let field, let limit, let language):
            self(
                "setup_long_\(field.rawValue)",
                ["count": .number(limit), "language": .text(nativeName(of: language))])
        case .unusableSlug: self["setup_slug_unusable"]
        case .slugTaken(let slug): self("setup_slug_taken", ["slug": .text(slug)])
        case .noLanguage: self["setup_no_language"]
        case .languageTwice(let language): self("setup_language_twice", ["language": .text(nativeName(of: language))])
        case .closesBeforeItOpens: self["setup_closes_before"]
        case .closesInThePast: self["setup_closes_past"]
        case .fixedSinceOpening: self["setup_fixed"]
        case .looserPublication: self["setup_publication_looser"]
        case .looserMatrix: self["setup_matrix_looser"]
        case .matrixNeedsOpenProfile: self["setup_matrix_needs_open"]
        case .closed: self["setup_closed"]
        }
    }

    package func sentence(for refusal: PhaseRefusal) -> String {
        switch refusal {
        case .notFromHere(_, let phase): self["phase_not_to_\(phase.rawValue)"]
        case .tooFewStatements(let found, let needed):
            self("phase_too_few", ["found": .number(found), "count": .number(needed)])
        case .closesInThePast: self["setup_closes_past"]
        }
    }

    /// A language's own name for itself.
    package func nativeName(of tag: String) -> String {
        Language(rawValue: tag)?.nativeName ?? tag
    }

    package func name(of role: WorkerRole) -> String {
        self["role_\(role.rawValue)"]
    }

    package func name(of phase: Dialogue.Phase) -> String {
        self["phase_\(phase.rawValue)"]
    }
}

extension String {
    /// Without white space at either end.
    package var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
