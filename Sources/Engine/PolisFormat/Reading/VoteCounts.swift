/// How many votes of either sign each participant gave or each statement got.
struct VoteCounts {
    struct Signs {
        var plus = 0
        var minus = 0

        mutating func add(_ vote: Int) {
            if vote > 0 { plus += 1 }
            if vote < 0 { minus += 1 }
        }
    }

    private let index: IDIndex
    private var signs: [Signs]

    /// - Complexity: O(votes).
    init(of votes: [PolisVote], each id: @escaping (PolisVote) -> Int) {
        index = IDIndex(votes.lazy.map(id))
        signs = [Signs](repeating: Signs(), count: index.count)
        for vote in votes {
            if let place = index.place(of: id(vote)) { signs[place].add(vote.vote) }
        }
    }

    /// - Parameter signs: one for each id.
    init(ids: [Int], signs: [Signs]) {
        index = IDIndex(ids)
        var placed = [Signs](repeating: Signs(), count: index.count)
        for (id, signs) in zip(ids, signs) {
            if let place = index.place(of: id) { placed[place] = signs }
        }
        self.signs = placed
    }

    /// Zero for an id without votes.
    subscript(id: Int) -> Signs { index.place(of: id).map { signs[$0] } ?? Signs() }
}
