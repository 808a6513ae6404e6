/// A page to look at, and who looks.
struct SitePage: Sendable, CustomStringConvertible, Hashable {
    enum Reader: Sendable {
        case anybody, participant, worker
    }

    let path: String
    let reader: Reader
    /// A page that says why there is nothing else.
    var isProblem = false

    var description: String { "\(path) as \(reader)" }

    static let all: [SitePage] =
        pages(
            for: .anybody, "/", "/d/demo", "/d/demo/list", "/d/demo/say", "/d/demo/results", "/d/small",
            "/d/small/list", "/d/small/results", "/d/demo/join", "/d/valley", "/d/valley/join", "/d/valley/list",
            "/d/valley/say", "/help", "/accessibility", "/privacy", "/sign-in", "/verify", "/d/demo/log", "/d/small/log"
        )
        + pages(
            for: .anybody, isProblem: true, "/d/demo/compare", "/sign-in/link?code=used", "/nothing/here",
            "/s/0000-0000-0")
        + pages(
            for: .participant, "/d/demo", "/d/demo/mine", "/d/demo/mine/forget", "/d/demo/compare", "/s/CODE",
            "/d/demo/results",
            "/d/demo/results?sort=gap", "/d/demo/who", "/d/demo/s/1", "/d/demo/group/a",
            "/d/demo/what-if?without=a", "/d/demo/results/admission")
        + pages(
            for: .worker, "/desk", "/desk/account", "/desk/account/sessions", "/desk/confirm", "/desk/new",
            "/desk/demo", "/desk/demo/edit",
            "/desk/demo/statements", "/desk/demo/statements/1", "/desk/demo/statements/1/erase",
            "/desk/demo/moderate",
            "/desk/demo/moderate?state=shown", "/desk/demo/log", "/desk/demo/workers", "/desk/demo/close",
            "/desk/demo/codes", "/desk/valley/codes", "/desk/demo/decisions", "/desk/demo/marks",
            "/desk/small", "/desk/small/edit", "/admin")

    private static func pages(for reader: Reader, isProblem: Bool = false, _ paths: String...) -> [SitePage] {
        paths.map { SitePage(path: $0, reader: reader, isProblem: isProblem) }
    }
}

/// A language of the pages.
enum PageLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case dari = "fa"

    var tag: String { self == .english ? "en" : "fa-AF" }
    var direction: String { self == .english ? "ltr" : "rtl" }
}
