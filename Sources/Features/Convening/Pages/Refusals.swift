import Site

/// The sentences that tell people why something was not done, and what they can do.
extension Texts {
    package func sentence(for refusal: SignInRefusal) -> String {
        switch refusal {
        case .linkNotGood: self["link_bad_text"]
        case .wrongNameOrPassphrase: self["signin_wrong"]
        case .passphraseTooShort(let minimum): self("account_passphrase_short", ["count": .number(minimum)])
        case .passphraseTooLong(let maximum): self("account_passphrase_long", ["count": .number(maximum)])
        case .passphraseTooEasy(let weakness): self["account_passphrase_easy_\(weakness.rawValue)"]
        case .nameMissing: self["account_name_missing"]
        case .nameTooLong(let limit): self("account_name_long", ["count": .number(limit)])
        case .nameUnfit: self["account_name_unfit"]
        case .nameTaken: self["account_name_taken"]
        case .nameConfusable: self["account_name_confusable"]
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
        case .looserAdmission: self["setup_admission_looser"]
        case .peopleCameByLink(let count): self("setup_admission_by_link", ["count": .number(count)])
        case .looserMatrix: self["setup_matrix_looser"]
        case .matrixNeedsOpenProfile: self["setup_matrix_needs_open"]
        case .closed: self["setup_closed"]
        }
    }

    package func sentence(for refusal: BatchRefusal) -> String {
        switch refusal {
        case .nameMissing: self["codes_name_missing"]
        case .nameTooLong(let limit): self("codes_name_long", ["count": .number(limit)])
        case .areaTooLong(let limit): self("codes_area_long", ["count": .number(limit)])
        case .nameUnfit: self["account_name_unfit"]
        case .areaUnfit: self["codes_area_unfit"]
        case .codesOutOfRange(_, let limit): self("codes_number_wrong", ["count": .number(limit)])
        case .notFound: self["codes_not_found"]
        case .madeBefore: self["codes_made_before"]
        }
    }

    package func sentence(for refusal: AdmissionRefusal) -> String {
        switch refusal {
        case .codeTypo: self["join_typo"]
        case .codeIncomplete(let found, let needed):
            self("join_incomplete", ["found": .number(found), "count": .number(needed)])
        case .codeUnknown: self["join_unknown"]
        case .codeUsed: self["join_used"]
        case .codeRevoked: self["join_revoked"]
        case .alreadyAdmitted(let isCodeGood): self[isCodeGood ? "join_in_already_good" : "join_in_already"]
        case .codeNeeded: self["join_needed"]
        case .dialogueClosed: self["join_closed"]
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
