import Convening
import HTTPTypes
import Hummingbird
import Journal
import Publication
import SQLStore
import Site

/// The dialogues there are: open ones, those to come, finished ones.
struct HomePage: ViewModel {
    struct Item: ViewModel {
        let dialogue: DialogueView
        let people: String
        let when: String
        let languages: [LanguageName]
        let band: String?

        var fields: [(key: String, value: Any)] {
            dialogue.fields + [
                ("people", people), ("when", when), ("languages", languages), ("band", band ?? ""),
            ]
        }
    }

    struct LanguageName: ViewModel {
        let lang: String
        let name: String

        var fields: [(key: String, value: Any)] { [("lang", lang), ("name", name)] }
    }

    let open: [Item]
    let soon: [Item]
    let finished: [Item]

    var fields: [(key: String, value: Any)] {
        [
            ("open", open), ("soon", soon), ("finished", finished), ("hasOpen", !open.isEmpty),
            ("hasSoon", !soon.isEmpty), ("hasFinished", !finished.isEmpty),
            ("hasAny", !open.isEmpty || !soon.isEmpty || !finished.isEmpty), ("codeProblem", ""), ("typedCode", ""),
        ]
    }

    /// - Parameter dialogues: the ones that close soonest first, with the published number of people in each.
    init(_ dialogues: [(dialogue: Dialogue, people: Int?)], _ texts: Texts, at time: Int64) {
        var open: [Item] = []
        var soon: [Item] = []
        var finished: [Item] = []
        for (dialogue, people) in dialogues {
            let item = Item(dialogue, people: people, texts, at: time)
            do throws(FloorClosure) {
                try FloorClosure.check(dialogue.opening, at: time)
                open.append(item)
            } catch {
                switch error {
                case .draft: continue
                case .opensLater: soon.append(item)
                case .paused: open.append(item)
                case .closed: finished.append(item)
                }
            }
        }
        self.open = open
        self.soon = soon
        // The one that closed last comes first.
        self.finished = finished.reversed()
    }
}

extension HomePage.Item {
    init(_ dialogue: Dialogue, people: Int?, _ texts: Texts, at time: Int64) {
        self.dialogue = DialogueView(dialogue, texts)
        let fewest = dialogue.publicationProfile.rules.minimumParticipants
        // Nobody can have answered before it opens.
        let people = people ?? (dialogue.opensAt.map { $0 > time } == true ? 0 : nil)
        self.people =
            people.map { texts("floor_people", ["count": .number($0)]) }
            ?? texts("results_fewer_people", ["count": .number(fewest)])
        languages = dialogue.languages.map { tag in
            HomePage.LanguageName(lang: tag, name: Language(rawValue: tag)?.nativeName ?? tag)
        }
        band = dialogue.isSimulated ? texts["floor_simulated"] : nil
        when = Self.when(dialogue, texts, at: time)
    }

    private static func when(_ dialogue: Dialogue, _ texts: Texts, at time: Int64) -> String {
        if dialogue.isClosed(at: time) {
            return dialogue.closesAt.map { texts("floor_closed_since", texts.day($0, at: time)) } ?? ""
        }
        if dialogue.phase == .paused { return texts["floor_paused"] }
        if let opens = dialogue.opensAt, opens > time { return texts("floor_opens", texts.day(opens, at: time)) }
        return dialogue.closesAt.map { texts("floor_closes", texts.day($0, at: time)) }
            ?? texts["floor_no_closing_date"]
    }
}

extension FloorPages {
    func home(_ request: Request, _ context: SiteContext) async throws -> Response {
        let time = now()
        // Asked of the database again every two seconds, like the boards.
        let moment = time / FloorBoards.longestAge
        let key = ReadyPages.Key(path: "/", language: context.language, base: context.base)
        if let page = readyPages.page(key, madeFrom: moment) { return page.response(to: request) }
        let dialogues = try await database.read { transaction in
            let people = try FloorStore(transaction).publishedPeople()
            return try ConveningStore(transaction).dialogues().filter { $0.phase != .draft }
                .map { (dialogue: $0, people: people[$0.id]) }
        }
        if let only = dialogues.first, dialogues.count == 1, only.dialogue.isOpen(at: time) {
            return Response(status: .found, headers: [.location: "\(context.base)/d/\(only.dialogue.slug)"])
        }
        let texts = texts(context)
        var frame = PageFrame(title: texts["home_title"], in: context)
        frame.path = "/"
        return try await readyPages.page(key, madeFrom: moment) {
            try renderer.page("home", HomePage(dialogues, texts, at: time), frame: frame)
        }.response(to: request)
    }
}
