import Hummingbird
import Site
import Synchronization

/// Pages that are the same for everybody, kept rendered and compressed for a moment.
final class ReadyPages: Sendable {
    struct Key: Hashable, Sendable {
        let path: String
        let language: Language
        let base: String
    }

    private struct Kept: Sendable {
        let page: ReadyPage
        let source: Int64
    }

    private let pages = Mutex<[Key: Kept]>([:])
    /// Beyond this many everything is dropped, so that no visitor can fill the memory.
    private let most = 256

    func page(_ key: Key, madeFrom source: Int64) -> ReadyPage? {
        pages.withLock { $0[key] }.flatMap { $0.source == source ? $0.page : nil }
    }

    /// The page as it was made from the same source, or made now.
    ///
    /// - Parameter source: when that from which the page is made was read; another time means another page.
    func page(_ key: Key, madeFrom source: Int64, _ make: () throws -> Response) async throws -> ReadyPage {
        if let kept = page(key, madeFrom: source) { return kept }
        let page = try await ReadyPage(make())
        pages.withLock { pages in
            if pages.count >= most { pages = [:] }
            pages[key] = Kept(page: page, source: source)
        }
        return page
    }
}
