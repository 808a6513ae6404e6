import TextAnalysis

/// Which names workers may have.
///
/// A name goes through the same policy as every text, and it must not be taken for the name of somebody else: what two
/// names look like is compared, not what they are made of.
package enum NameRules {
    private static let policy = TextPolicy(characters: SignInRules.longestName, bytes: 8 * SignInRules.longestName)

    /// The name in the form in which it is kept and looked for.
    ///
    /// - Throws: ``SignInRefusal/nameMissing``, ``SignInRefusal/nameTooLong(limit:)``, ``SignInRefusal/nameUnfit``.
    package static func admit(_ name: String) throws(SignInRefusal) -> String {
        do {
            return try policy.admit(name)
        } catch {
            switch error {
            case .empty, .noLetters: throw .nameMissing
            case .tooLong, .tooManyBytes: throw .nameTooLong(limit: SignInRules.longestName)
            case .notUTF8, .character, .directionMark, .marks: throw .nameUnfit
            }
        }
    }

    /// - Parameters:
    ///   - name: as ``admit(_:)`` has left it.
    ///   - others: the names of everybody else.
    /// - Throws: ``SignInRefusal/nameTaken``, ``SignInRefusal/nameConfusable``.
    package static func check(_ name: String, among others: [String]) throws(SignInRefusal) {
        if others.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { throw .nameTaken }
        let skeleton = NameSkeleton(name)
        if others.contains(where: { NameSkeleton($0) == skeleton }) { throw .nameConfusable }
    }
}
