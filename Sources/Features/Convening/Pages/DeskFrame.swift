import Hummingbird
package import Site

/// What stands at the top of every desk page of one dialogue: its name, its state, and the way to the other pages.
package struct DeskFrame: Sendable {
    package enum Section: String, Sendable, CaseIterable {
        case dashboard = ""
        case statements
        case moderate
        case log
        case codes
        case workers
        case edit
    }

    struct Tab: Sendable {
        let address: String
        let label: String
        let isCurrent: Bool
    }

    let slug: String
    let title: String
    let titleLanguage: String
    let phase: String
    let role: String
    let isObserver: Bool
    let isSimulated: Bool
    let tabs: [Tab]

    package init(_ visit: WorkerVisit, current: Section) {
        let texts = visit.texts
        let own = visit.dialogue?.texts(in: visit.context.language.tag)
        slug = visit.slug
        title = own?.title ?? ""
        titleLanguage = own?.language ?? visit.context.language.tag
        phase = visit.dialogue.map { texts.name(of: $0.isClosed(at: visit.time) ? .closed : $0.phase) } ?? ""
        role = visit.role.map(texts.name(of:)) ?? ""
        isObserver = !visit.reaches(.moderator)
        isSimulated = visit.dialogue?.isSimulated ?? false
        let address = "/desk/\(visit.slug)"
        tabs = Section.allCases.filter { ![.edit, .codes].contains($0) || visit.reaches(.facilitator) }.map { section in
            Tab(
                address: section == .dashboard ? address : "\(address)/\(section.rawValue)",
                label: texts["tab_\(section == .dashboard ? "dashboard" : section.rawValue)"],
                isCurrent: section == current)
        }
    }
}

extension WorkerVisit {
    package var slug: String { dialogue?.slug ?? "" }

    /// The title of a desk page: what it is about, then which dialogue.
    package func title(_ key: String) -> String {
        dialogue.map { "\(texts[key]) – \($0.texts(in: context.language.tag).title)" } ?? texts[key]
    }

    /// Scheme and host as the browser sees them, for links that are copied.
    package var origin: String {
        (context.isSecure ? "https://" : "http://") + (request.head.authority ?? "")
    }
}

extension Request {
    /// The name of a dialogue in the address.
    package func slug(_ context: SiteContext) -> String? {
        context.parameters.get("slug")
    }
}
