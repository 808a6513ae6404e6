import Hummingbird
import Site

/// How to answer, in a few sentences, with the reasons for which a statement is not shown.
struct HelpPage: ViewModel {
    let reasons: [String]

    var fields: [(key: String, value: Any)] { [("reasons", reasons)] }

    init(_ texts: Texts) {
        reasons = Moderation.Reason.allCases.map { texts["status_reason_\($0.rawValue)"] }
    }
}

/// A page that is nothing but fixed texts.
struct FixedPage: ViewModel {
    var fields: [(key: String, value: Any)] { [] }
}

extension FloorPages {
    func help(_ request: Request, _ context: SiteContext) async throws -> Response {
        try renderer.page("help", HelpPage(texts(context)), frame: fixedFrame("help", title: "help_title", context))
    }

    func accessibility(_ request: Request, _ context: SiteContext) async throws -> Response {
        try renderer.page(
            "accessibility", FixedPage(), frame: fixedFrame("accessibility", title: "access_title", context))
    }

    func privacy(_ request: Request, _ context: SiteContext) async throws -> Response {
        try renderer.page("privacy", FixedPage(), frame: fixedFrame("privacy", title: "privacy_title", context))
    }

    private func fixedFrame(_ name: String, title: String, _ context: SiteContext) -> PageFrame {
        var frame = PageFrame(title: texts(context)[title], in: context)
        frame.path = "/\(name)"
        return frame
    }
}
