import Synchronization

/// Pages that many people ask for at the same time, kept for a few seconds as they were rendered.
final class RenderedPages: Sendable {
    static let longestAge: Int64 = 5_000
    static let mostPages = 200

    /// How long a page may still be shown while another request makes it anew.
    static let longestRenewal: Int64 = 60_000

    private struct Kept {
        var html: String
        var at: Int64
        var isBeingRenewed = false
    }

    private let pages = Mutex<[String: Kept]>([:])

    /// Nil where the page must be made: there is none, or it is too old and this caller is the first to find it so. The
    /// others are given the old one meanwhile, or all who ask at once would make the same page.
    func page(_ key: String, at time: Int64) -> String? {
        pages.withLock { pages in
            guard let kept = pages[key], time >= kept.at, time - kept.at < Self.longestRenewal else { return nil }
            if time - kept.at < Self.longestAge || kept.isBeingRenewed { return kept.html }
            pages[key]?.isBeingRenewed = true
            return nil
        }
    }

    func keep(_ html: String, as key: String, at time: Int64) {
        pages.withLock { pages in
            if pages.count >= Self.mostPages {
                pages = pages.filter { time >= $0.value.at && time - $0.value.at < Self.longestRenewal }
                if pages.count >= Self.mostPages { pages.removeAll() }
            }
            pages[key] = Kept(html: html, at: time)
        }
    }
}
