/// All texts of all languages, read once at start from `strings.en.txt` and `strings.fa.txt` of every web folder.
package struct Catalogue: Sendable {
    private var entries: [Language: [String: TextForms]]

    /// Reads the catalogue files found in `folders`. A key may be defined once in all folders together.
    ///
    /// - Throws: ``CatalogueError`` naming file and line.
    package init(folders: [WebFolder]) throws {
        var files: [(Language, String, String)] = []
        for folder in folders {
            for language in Language.all {
                let name = "strings.\(language.prefix).txt"
                guard let text = try folder.text(named: name) else { continue }
                files.append((language, "\(folder.name)/\(name)", text))
            }
        }
        try self.init(files: files)
    }

    /// - Parameter files: language, file name for error messages, content.
    package init(files: [(language: Language, name: String, text: String)]) throws {
        entries = Dictionary(uniqueKeysWithValues: Language.all.map { ($0, [:]) })
        for file in files {
            for entry in try CatalogueFile(file.text, file: file.name).entries {
                try entries[file.language, default: [:]][entry.key, default: TextForms()].add(entry)
            }
        }
    }

    /// The texts of one language. A key that language lacks falls back to English, so that a page is never empty;
    /// ``problems()`` reports it.
    package func texts(_ language: Language) -> Texts {
        let own = entries[language] ?? [:]
        return Texts(language: language, forms: (entries[.english] ?? [:]).merging(own) { _, own in own })
    }

    /// Everything a translator has to mend, one sentence each, sorted. Empty in a finished catalogue.
    package func problems() -> [String] {
        var problems: [String] = []
        let reference = entries[.english] ?? [:]
        for language in Language.all {
            let own = entries[language] ?? [:]
            for key in Set(reference.keys).subtracting(own.keys) {
                problems.append("\(language.tag): \"\(key)\" is missing")
            }
            for key in Set(own.keys).subtracting(reference.keys) {
                problems.append("\(language.tag): \"\(key)\" is not in English")
            }
            for (key, forms) in own {
                problems += forms.problems(key: key, language: language, reference: reference[key])
            }
        }
        return problems.sorted()
    }
}

/// A text in one language: one form, or one for each plural category.
struct TextForms: Sendable {
    var plain: CatalogueEntry?
    var plural: [PluralCategory: CatalogueEntry] = [:]

    var all: [CatalogueEntry] { (plain.map { [$0] } ?? []) + plural.values }

    mutating func add(_ entry: CatalogueEntry) throws {
        let before = entry.category.map { plural[$0] ?? plain } ?? (plain ?? plural.values.first)
        if let before {
            throw CatalogueError(
                file: entry.file, line: entry.line, reason: .defined(before: "\(before.file):\(before.line)"))
        }
        if let category = entry.category { plural[category] = entry } else { plain = entry }
    }

    func problems(key: String, language: Language, reference: TextForms?) -> [String] {
        var problems: [String] = []
        if plain == nil {
            for category in language.pluralCategories where plural[category] == nil {
                problems.append("\(language.tag): \"\(key)\" has no form [\(category.rawValue)]")
            }
            for category in plural.keys where !language.pluralCategories.contains(category) {
                problems.append("\(language.tag): \"\(key)\" has a form [\(category.rawValue)] the language has not")
            }
            if !all.contains(where: { $0.argumentNames.contains("count") }) {
                problems.append("\(language.tag): \"\(key)\" has plural forms but no {count}")
            }
        }
        if let reference, arguments != reference.arguments {
            let found = arguments.sorted().joined(separator: ", ")
            let wanted = reference.arguments.sorted().joined(separator: ", ")
            problems.append("\(language.tag): \"\(key)\" has arguments (\(found)), English has (\(wanted))")
        }
        if all.contains(where: \.hasBidiControls) {
            problems.append("\(language.tag): \"\(key)\" holds an invisible direction mark")
        }
        return problems
    }

    private var arguments: Set<String> { all.reduce(into: []) { $0.formUnion($1.argumentNames) } }
}
