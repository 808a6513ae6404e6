import Publication
package import Site

/// The fields of a dialogue's form as the template shows them; shared by the page that makes a dialogue and the one that
/// changes it.
package struct DialogueFields: Sendable {
    package struct LanguageFields: Sendable {
        let language: String
        let prefix: String
        let direction: String
        let name: String
        let legend: String
        let title: String
        let question: String
        let description: String
        let host: String
        let titleProblem: String?
        let questionProblem: String?
        let descriptionProblem: String?
        let hostProblem: String?
    }

    package struct Choice: Sendable {
        let value: String
        let label: String
        let meaning: String
        let isChosen: Bool
    }

    let slug: String
    let slugProblem: String?
    let languages: [LanguageFields]
    let writtenIn: [Choice]
    let opens: String
    let opensProblem: String?
    let closes: String
    let closesProblem: String?
    let results: [Choice]
    let resultsProblem: String?
    let moderation: [Choice]
    let publication: [Choice]
    let publicationProblem: String?
    let admission: [Choice]
    let admissionProblem: String?
    let matrix: [Choice]
    let matrixProblem: String?
    /// People may have answered under them: shown, not asked.
    let isFixed: Bool
    let fixedResults: String
    let fixedResultsValue: String
    let fixedWrittenIn: String
    let writtenInValue: String

    package init(_ form: DialogueForm, problems: [FieldProblem], isFixed: Bool, _ texts: Site.Texts) {
        slug = form.slug
        slugProblem = problems.text(of: "slug")
        languages = ([texts.language] + Language.all.filter { $0 != texts.language }).map { language in
            let own = form.texts[language] ?? DialogueForm.Texts()
            let problem = { (name: String) in problems.text(of: "\(name)_\(language.prefix)") }
            return LanguageFields(
                language: language.tag, prefix: language.prefix, direction: language.direction.rawValue,
                name: language.nativeName,
                legend: texts("setup_in_language", ["language": .text(language.nativeName)]), title: own.title,
                question: own.question, description: own.description, host: own.host, titleProblem: problem("title"),
                questionProblem: problem("question"), descriptionProblem: problem("description"),
                hostProblem: problem("host"))
        }
        writtenIn = Language.all.map {
            Choice(value: $0.tag, label: $0.nativeName, meaning: "", isChosen: $0 == form.writtenIn)
        }
        opens = form.opens
        opensProblem = problems.text(of: "opens")
        closes = form.closes
        closesProblem = problems.text(of: "closes")
        results = Dialogue.ResultsVisibility.allCases.map {
            Choice(
                value: $0.rawValue, label: texts["setup_results_\($0.rawValue)"],
                meaning: texts["setup_results_\($0.rawValue)_meaning"], isChosen: $0 == form.results)
        }
        resultsProblem = problems.text(of: "results-after-seven-answers")
        moderation = Dialogue.ModerationPolicy.allCases.map {
            Choice(
                value: $0.rawValue, label: texts["setup_moderation_\($0.rawValue)"],
                meaning: texts["setup_moderation_\($0.rawValue)_meaning"], isChosen: $0 == form.moderation)
        }
        publication = PublicationProfile.allCases.map {
            Choice(
                value: $0.rawValue, label: texts["setup_publication_\($0.rawValue)"],
                meaning: texts["setup_publication_\($0.rawValue)_meaning"], isChosen: $0 == form.publication)
        }
        publicationProblem = problems.text(of: "publication-standard")
        admission = Dialogue.Admission.allCases.map {
            Choice(
                value: $0.rawValue, label: texts["setup_admission_\($0.rawValue)"],
                meaning: texts["setup_admission_\($0.rawValue)_meaning"], isChosen: $0 == form.admission)
        }
        admissionProblem = problems.text(of: "admission-open")
        matrix = MatrixLevel.allCases.map {
            Choice(
                value: $0.rawValue, label: texts["setup_matrix_\($0.rawValue)"],
                meaning: texts["setup_matrix_\($0.rawValue)_meaning"], isChosen: $0 == form.matrix)
        }
        matrixProblem = problems.text(of: "matrix-auditors")
        self.isFixed = isFixed
        fixedResults = texts["setup_results_\(form.results.rawValue)"]
        fixedResultsValue = form.results.rawValue
        fixedWrittenIn = form.writtenIn.nativeName
        writtenInValue = form.writtenIn.tag
    }
}
