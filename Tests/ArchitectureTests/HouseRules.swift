import Foundation

/// Rules of the house that can be read off the text of the sources.
enum HouseRules {
    static let featureFolders: Set<String> = ["Model", "Rules", "Acts", "Storage", "Figures", "Pages", "Web"]
    static let emptyWords: Set<String> = [
        "utils", "util", "utilities", "helper", "helpers", "manager", "core", "common", "ext",
    ]

    static func violations(in tree: SourceTree) -> [Violation] {
        tree.files.keys.sorted().flatMap { path -> [Violation] in
            let text = tree.files[path, default: ""]
            var found = nameViolations(of: path) + folderViolations(of: path)
            if path.hasSuffix(".swift") { found += swiftViolations(in: text, at: path) }
            if path.hasSuffix(".mustache") { found += templateViolations(in: text, at: path) }
            if path.hasSuffix(".css") { found += styleViolations(in: text, at: path) }
            if path.hasSuffix(".swift") || path.hasSuffix(".js") { found += markupViolations(in: text, at: path) }
            return found
        }
    }

    /// Names that say nothing, in files and folders: `DateHelpers.swift`, `Core/`, `String+ext.swift`.
    static func nameViolations(of path: String) -> [Violation] {
        path.split(separator: "/").flatMap { part -> [Violation] in
            // Common ground is the field's own word.
            let name = (part.split(separator: ".").first.map(String.init) ?? "").replacing("CommonGround", with: "")
            let words = wordsOf(name)
            let empty = words.filter { emptyWords.contains($0.lowercased()) }
            return empty.map { Violation(path: path, line: nil, rule: "\"\($0)\" says nothing: name the concern") }
        }
    }

    /// `OpinionMap+CanonicalText` → `Opinion`, `Map`, `Canonical`, `Text`.
    private static func wordsOf(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in name {
            if !character.isLetter || (character.isUppercase && word.last?.isLowercase == true) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if character.isLetter { word.append(character) }
        }
        return word.isEmpty ? words : words + [word]
    }

    static func folderViolations(of path: String) -> [Violation] {
        guard let place = SourcePlace(path), place.storey == "Features", let folder = place.folder else { return [] }
        if featureFolders.contains(folder) || folder.hasSuffix(".docc") { return [] }
        return [Violation(path: path, line: nil, rule: "a feature has no folder \(folder)/")]
    }

    static func swiftViolations(in text: String, at path: String) -> [Violation] {
        let isPure =
            SourcePlace(path).map { $0.storey == "Features" && ["Model", "Rules"].contains($0.folder) } ?? false
        return codeLines(of: text).flatMap { number, line -> [Violation] in
            var found: [String] = []
            if line.contains("try!") { found.append("try! traps: handle the error") }
            if line.contains("as!") { found.append("as! traps: use as?") }
            if line.contains("fatalError(\"TODO") { found.append("unfinished") }
            found += dangers(in: line)
            if let target = SourcePlace(path)?.target, declaresType(named: target, on: line) {
                found.append("\(target) has the name of its module and hides it")
            }
            if isPure, let name = typeName(in: line, endings: ["Store", "Page"]) {
                found.append("\(name) under Model/ or Rules/: neither knows storage or pages")
            }
            return found.map { Violation(path: path, line: number, rule: $0) }
        }
    }

    /// What somebody from outside could turn against the program.
    static func dangers(in line: Substring) -> [String] {
        let dangers: [(words: [String], rule: String)] = [
            (["Process()", "posix_spawn", "popen("], "the program starts no other"),
            (
                ["NSRegularExpression", "try Regex("],
                "expressions over what people write can be made to take for ever: go through the text"
            ),
            (["arc4random", "drand48", "srand("], "chance is SystemRandomNumberGenerator's"),
            (["sqlite3_exec"], "SQL is a SQLQuery"),
        ]
        return dangers.filter { $0.words.contains { line.contains($0) } }.map(\.rule)
    }

    /// `package struct Floor` in the target Floor.
    private static func declaresType(named name: String, on line: Substring) -> Bool {
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
        let kinds: Set<String> = ["struct", "enum", "class", "actor", "protocol", "typealias"]
        return zip(words, words.dropFirst()).contains { kinds.contains($0) && $1 == name }
    }

    /// A type named on this line with one of these endings.
    private static func typeName(in line: Substring, endings: [String]) -> String? {
        line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init).first { word in
            word.first?.isUppercase == true && endings.contains { word.hasSuffix($0) && word != $0 }
        }
    }

    /// The ways by which text gets onto a page as markup, each with the only files that may use it.
    static let waysOfMarkup: [(words: [String], files: Set<String>)] = [
        (
            ["SVG(markup", "= SVG(", "return SVG("],
            ["Foundations/Site/Pages/AnswerBar.swift", "Features/Floor/Pages/Results/ResultsWords.swift"]
        ),
        (
            ["RenderedText("],
            ["Foundations/Site/Pages/ModelTree.swift", "Foundations/Site/Pages/PageRenderer.swift"]
        ),
        ([".innerHTML", "DOMParser"], ["Features/Floor/Web/vote.js"]),
        (
            [
                ".outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment", "srcdoc", "eval(",
                "new Function", "javascript:",
            ], []
        ),
    ]

    /// Text that people wrote is escaped everywhere unless one of these files forgets to.
    static func markupViolations(in text: String, at path: String) -> [Violation] {
        numbered(text).flatMap { number, line -> [Violation] in
            waysOfMarkup.flatMap { way -> [Violation] in
                guard !way.files.contains(String(path.dropFirst("Sources/".count))),
                    let word = way.words.first(where: { line.contains($0) })
                else { return [] }
                return [Violation(path: path, line: number, rule: "\(word) puts text onto a page as markup")]
            }
        }
    }

    /// Three braces write without escaping: for figures drawn by us and for nothing else.
    static func templateViolations(in text: String, at path: String) -> [Violation] {
        numbered(text).flatMap { number, line -> [Violation] in
            var found: [String] = []
            let unescaped = line.components(separatedBy: "{{{").dropFirst()
            if unescaped.contains(where: { $0.prefix { $0 != "}" }.split(separator: ".").dropFirst() != ["svg"] }) {
                found.append("{{{ is for the .svg of a figure alone")
            }
            if line.contains(/\{\{\s*&/) { found.append("{{& writes without escaping") }
            if line.contains(/\sstyle\s*=/) { found.append("inline style: refused by the content security policy") }
            if line.contains(/\son[a-z]+\s*=/) { found.append("inline script: refused by the content security policy") }
            return found.map { Violation(path: path, line: number, rule: $0) }
        }
    }

    /// A page must mirror for right-to-left languages: `margin-inline-start`, never `margin-left`.
    static func styleViolations(in text: String, at path: String) -> [Violation] {
        numbered(withoutComments(text)).flatMap { number, line -> [Violation] in
            var found: [String] = []
            let sides = /(^|[\s;{])(margin|padding|border|scroll-margin|scroll-padding)-(left|right)\b/
            if line.contains(sides) { found.append("use the -inline-start or -inline-end property") }
            if line.contains(/(^|[\s;{])(left|right)\s*:/) { found.append("use inset-inline-start or -end") }
            if line.contains(/border-(top|bottom)-(left|right)-radius/) {
                found.append("use border-start-start-radius and so on")
            }
            if line.contains(/(text-align|float|clear)\s*:\s*(left|right)\b/) {
                found.append("use start and end, inline-start and inline-end")
            }
            if line.contains(/(^|[\s;{])(margin|padding|inset)\s*:\s*[^;}]*/), sidesDiffer(line) {
                found.append("four values of which left and right differ: use logical properties")
            }
            return found.map { Violation(path: path, line: number, rule: $0) }
        }
    }

    /// `margin: 0 1rem 0 2rem`
    private static func sidesDiffer(_ line: Substring) -> Bool {
        line.matches(of: /(?:^|[\s;{])(?:margin|padding|inset)\s*:\s*([^;}(]*)/).contains { match in
            let values = match.1.split(whereSeparator: \.isWhitespace)
            return values.count == 4 && values[1] != values[3]
        }
    }

    private static func withoutComments(_ text: String) -> String {
        text.replacing(/\/\*(?s:.*?)\*\//) { match in String(match.0.filter { $0 == "\n" }) }
    }

    private static func numbered(_ text: String) -> [(number: Int, line: Substring)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { ($0 + 1, $1) }
    }
}
