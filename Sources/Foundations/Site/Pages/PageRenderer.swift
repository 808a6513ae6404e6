import HTTPTypes
package import Hummingbird
import Mustache
import NIOCore

/// All templates, compiled at start once for each language, with the fixed texts (`{{t.key}}`) already in them.
package struct PageRenderer: Sendable {
    package let catalogue: Catalogue
    package let assets: AssetStore
    private let libraries: [Language: MustacheLibrary]
    private let texts: [Language: Texts]
    private let templateNames: Set<String>
    private let footer: [FooterLink]
    private let origin: String

    /// A link at the foot of every page, in this order everywhere (WCAG 3.2.6).
    package struct FooterLink: Sendable {
        package var textKey: String
        package var path: String

        package init(textKey: String, path: String) {
            self.textKey = textKey
            self.path = path
        }
    }

    /// - Parameters:
    ///   - folders: ``WebFolder/site`` first, then the features in the order of the process.
    ///   - origin: scheme and host for canonical addresses, `https://example.org`; empty leaves them relative.
    /// - Throws: ``WebFolderError`` or ``CatalogueError`` naming the file: a template that does not parse, a text that
    ///   is not in the catalogue, `{{{` for anything but `….svg`, two templates of one name.
    package init(folders: [WebFolder], footer: [FooterLink] = [], origin: String = "") throws {
        let catalogue = try Catalogue(folders: folders)
        let texts = Dictionary(uniqueKeysWithValues: Language.all.map { ($0, catalogue.texts($0)) })
        var sources: [String: TemplateSource] = [:]
        for folder in folders {
            for file in folder.files(withExtension: "mustache") {
                let source = TemplateSource(file: "\(folder.name)/\(file)", text: try folder.text(named: file) ?? "")
                if let before = sources.updateValue(source, forKey: String(file.dropLast(".mustache".count))) {
                    throw WebFolderError(file: source.file, problem: "\(before.file) has the same name")
                }
            }
        }
        self.libraries = try texts.mapValues { texts in
            var library = MustacheLibrary()
            for (name, source) in sources { library.register(try source.compiled(texts), named: name) }
            return library
        }
        self.catalogue = catalogue
        self.assets = try AssetStore(folders: folders)
        self.texts = texts
        self.templateNames = Set(sources.keys)
        self.footer = footer
        self.origin = origin
    }

    package func texts(_ language: Language) -> Texts { texts[language] ?? catalogue.texts(language) }

    /// A whole page: the template, which inherits from `layout`, in its frame.
    ///
    /// - Parameter model: a struct of finished texts, numbers and Booleans; its properties are the template's keys.
    /// - Throws: ``WebFolderError`` if there is no such template.
    package func page(
        _ template: String, _ model: some Sendable, frame: PageFrame, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let html = try render(template, model, language: frame.language, base: frame.base, frame: frame)
        return Response(
            status: status, headers: headers(frame.language), body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// A part of a page, as the answer to a script's request.
    package func fragment(
        _ template: String, _ model: some Sendable, language: Language, base: String,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let html = try render(template, model, language: language, base: base, frame: nil)
        return Response(status: status, headers: headers(language), body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// A part of a page for the language and base of the request.
    package func fragment(
        _ template: String, _ model: some Sendable, in context: SiteContext, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        try fragment(template, model, language: context.language, base: context.base, status: status)
    }

    /// The HTML alone.
    package func render(
        _ template: String, _ model: some Sendable, language: Language, base: String, frame: PageFrame?
    ) throws -> String {
        var tree = ModelTree(model)
        tree["base"] = RenderedText(base)
        if let frame { tree["frame"] = self.tree(of: frame) }
        guard let html = libraries[language]?.render(tree, withTemplate: template) else {
            throw WebFolderError(file: "\(template).mustache", problem: "there is no such template")
        }
        return html
    }

    private func headers(_ language: Language) -> HTTPFields {
        [.contentType: "text/html; charset=utf-8", .contentLanguage: language.tag]
    }

    private func tree(of frame: PageFrame) -> ModelTree {
        let texts = texts(frame.language)
        let title = frame.hasError ? texts("frame.error_title", ["title": .text(frame.title)]) : frame.title
        let languages = Language.all.map { language in
            LanguageView(
                name: language.nativeName, lang: language.tag, dir: language.direction.rawValue,
                href: "/\(language.prefix)\(frame.path)",
                absolute: "\(origin)/\(language.prefix)\(frame.path)", isCurrent: language == frame.language)
        }
        let links = footer.map { LinkView(text: texts[$0.textKey], href: frame.base + $0.path) }
        let section = frame.section.map { LinkView(text: $0.text, href: frame.base + $0.path) }
        let values: [String: Any] = [
            "lang": frame.language.tag, "dir": frame.language.direction.rawValue,
            "title": title == texts["frame.site"] ? title : "\(title) – \(texts["frame.site"])",
            "stylesheet": assets.path("jirga.css") ?? "", "scripts": frame.scripts.compactMap { assets.path($0) },
            "section": section as Any, "band": frame.band ?? "", "robots": frame.robots ?? "",
            "isWorker": frame.isWorker, "canonical": "\(origin)/\(frame.language.prefix)\(frame.path)",
            "languages": languages, "footer": links,
        ]
        return ModelTree(dictionary: values)
    }
}

private struct LinkView: ViewModel {
    let text: String
    let href: String
    var fields: [(key: String, value: Any)] { [("text", text), ("href", href)] }
}

private struct LanguageView: ViewModel {
    let name: String
    let lang: String
    let dir: String
    let href: String
    let absolute: String
    let isCurrent: Bool
    var fields: [(key: String, value: Any)] {
        [
            ("name", name), ("lang", lang), ("dir", dir), ("href", href), ("absolute", absolute),
            ("isCurrent", isCurrent),
        ]
    }
}
