/// What a page says to the frame around it.
package struct PageFrame: Sendable {
    /// A place in the site: the text is ready, the path has no language prefix.
    package struct Link: Sendable {
        package var text: String
        package var path: String

        package init(text: String, path: String) {
            self.text = text
            self.path = path
        }
    }

    /// For `<title>`; the site's name is added. Unique to the page.
    package var title: String
    package var language: Language
    /// Path and query without language prefix; the language links lead to the same page.
    package var path: String
    /// `""` or `"/fa"`: put before every link, so that a chosen language stays.
    package var base: String
    /// The part of the site the page belongs to, shown in the header.
    package var section: Link?
    /// A sentence over the whole page, such as "Simulated dialogue".
    package var band: String?
    /// Names of scripts: `["vote.js"]`.
    package var scripts: [String] = []
    /// Value of `<meta name=robots>`, such as `noindex`.
    package var robots: String?
    /// Worker pages use a wider grid.
    package var isWorker = false
    /// The page shows a form with mistakes; the title begins with "Error:".
    package var hasError = false

    package init(title: String, language: Language, path: String, base: String = "") {
        self.title = title
        self.language = language
        self.path = path
        self.base = base
    }

    /// The frame of the page that answers this request.
    package init(title: String, in context: SiteContext) {
        self.init(title: title, language: context.language, path: context.path, base: context.base)
    }
}
