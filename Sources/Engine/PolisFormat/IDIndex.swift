/// The distinct ids of a list in ascending order, and the place of each in that order.
///
/// Exports number people and statements almost without gaps, so the place of an id usually stands in a table at the
/// id itself. Ids far apart or below 0 are looked up by hash instead; the answers are the same.
package struct IDIndex: Sendable {
    /// In ascending order.
    package let ids: [Int]
    /// Place by id, with -1 where there is none; empty when the ids are too far apart.
    private let table: [Int]
    private let places: [Int: Int]

    /// - Complexity: O(n) for ids without large gaps, else O(n log n).
    init(_ given: some Collection<Int>) {
        var least = Int.max
        var most = Int.min
        for id in given {
            least = min(least, id)
            most = max(most, id)
        }
        guard !given.isEmpty, least >= 0, most < 2 * given.count + 1_024 else {
            ids = Set(given).sorted()
            table = []
            places = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            return
        }
        var table = [Int](repeating: -1, count: most + 1)
        for id in given { table[id] = 0 }
        var ids: [Int] = []
        for id in table.indices where table[id] == 0 {
            table[id] = ids.count
            ids.append(id)
        }
        self.ids = ids
        self.table = table
        places = [:]
    }

    package init(_ given: [Int]) { self.init(given[...]) }

    package var count: Int { ids.count }

    package func place(of id: Int) -> Int? {
        guard !table.isEmpty else { return places[id] }
        guard table.indices.contains(id), table[id] >= 0 else { return nil }
        return table[id]
    }

    package func contains(_ id: Int) -> Bool { place(of: id) != nil }

    /// Positions in a list of ids, those of the smallest id first and those of one id in the order of the list.
    ///
    /// Ids that are not in the index are left out.
    /// - Complexity: O(n + ``count``), a counting sort.
    func positions(in list: some RandomAccessCollection<Int>) -> [Int] {
        var starts = [Int](repeating: 0, count: count + 1)
        for id in list {
            if let place = place(of: id) { starts[place + 1] += 1 }
        }
        for place in 0..<count { starts[place + 1] += starts[place] }
        var positions = [Int](repeating: 0, count: starts[count])
        for (position, id) in list.enumerated() {
            guard let place = place(of: id) else { continue }
            positions[starts[place]] = position
            starts[place] += 1
        }
        return positions
    }
}
