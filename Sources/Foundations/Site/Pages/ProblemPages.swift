import HTTPTypes
package import Hummingbird
import NIOCore

extension PageRenderer {
    /// The page that explains a problem, with the problem's status and headers.
    package func problem(_ problem: PageProblem, context: SiteContext) throws -> Response {
        let texts = texts(context.language)
        let title = texts(problem.titleKey, problem.arguments)
        var frame = PageFrame(title: title, in: context)
        frame.robots = "noindex"
        let model = ProblemView(title: title, text: texts(problem.textKey, problem.arguments), code: problem.code)
        var response = try page("problem", model, frame: frame, status: problem.status)
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }
}

private struct ProblemView: ViewModel {
    var title: String
    var text: String
    var code: String
    var fields: [(key: String, value: Any)] { [("title", title), ("text", text), ("code", code)] }
}

/// The page for faults. It uses no template, so that it works when templates do not, and stands in all languages.
enum FaultPage {
    /// What the log may say of a fault: its type, and its own words if it has any. The default description of a value
    /// prints all it holds, which may be something a person wrote.
    static func logged(_ error: any Error) -> String {
        let type = String(reflecting: Swift.type(of: error))
        // Asked of the type: the value itself can always be brought into the shape of something that describes itself.
        return Swift.type(of: error) is any CustomStringConvertible.Type ? "\(type): \(error)" : type
    }

    static func response(number: String, renderer: PageRenderer) -> Response {
        var sections = ""
        for language in Language.all {
            let texts = renderer.texts(language)
            let title = texts["problem.fault.title"].escapedForHTML
            let text = texts["problem.fault.text"].escapedForHTML
            let heading = language == .english ? "h1" : "h2"
            sections += """
                <section lang="\(language.tag)" dir="\(language.direction.rawValue)"><\(heading)>\(title)</\(heading)>\
                <p>\(text) <bdi><code dir="ltr">\(number.escapedForHTML)</code></bdi></p></section>\n
                """
        }
        let html = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Error \(number.escapedForHTML) – Jirga</title>
            <link rel="stylesheet" href="\(renderer.assets.path("jirga.css") ?? "")"></head>
            <body><main class="page">\(sections)</main></body></html>
            """
        return Response(
            status: .internalServerError, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}
