import Synchronization

/// Pages that many people ask for at the same time, kept for a few seconds as they were rendered.
final class RenderedPages: Sendable {
    static let longestAge: Int64 = 5_000
    static let mostPages = 200

    private struct Kept {
        var html: String
        var at: Int64
    }

    private let pages = Mutex<[String: Kept]>([:])

    func page(_ key: String, at time: Int64) -> String? {
        pages.withLock { pages in
            guard let kept = pages[key], time >= kept.at, time - kept.at < Self.longestAge else { return nil }
            return kept.html
        }
    }

    func keep(_ html: String, as key: String, at time: Int64) {
        pages.withLock { pages in
            if pages.count >= Self.mostPages {
                pages = pages.filter { time >= $0.value.at && time - $0.value.at < Self.longestAge }
                if pages.count >= Self.mostPages { pages.removeAll() }
            }
            pages[key] = Kept(html: html, at: time)
        }
    }
}
