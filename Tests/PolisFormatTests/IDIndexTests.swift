import Testing

@testable import PolisFormat

struct IDIndexTests {
    @Test(arguments: [
        [], [0], [3, 1, 3, 2], [-4, 7, 0], [1_000_000_000_000, 2, 2], [Int.max, Int.min], [1_026, 1_025],
    ])
    func `ids stand once, ascending, each with its place`(given: [Int]) {
        let index = IDIndex(given)
        #expect(index.ids == Set(given).sorted())
        for (place, id) in index.ids.enumerated() { #expect(index.place(of: id) == place) }
        for stranger in [-1, 5, 1_030, 4_000_000] where !given.contains(stranger) {
            #expect(index.place(of: stranger) == nil)
            #expect(!index.contains(stranger))
        }
    }

    @Test(arguments: [[], [3, 1, 3, 2, 1, 3], [9_000_000_000, -1, 9_000_000_000, 5]])
    func `positions go by id and keep the order within one`(list: [Int]) {
        let sorted = list.indices.sorted { (list[$0], $0) < (list[$1], $1) }
        #expect(IDIndex(list).positions(in: list) == sorted)
    }

    @Test func `ids that are not in the index have no position`() {
        #expect(IDIndex([4, 2]).positions(in: [2, 3, 4, 900, 2]) == [0, 4, 2])
    }

    @Test func `votes are put in order by participant and statement`() {
        let votes = [(7, 2), (3, 900), (7, 1), (3, 2), (0, 1)].map {
            PolisVote(participant: $0, statement: $1, vote: 1)
        }
        let conversation = PolisConversation(statements: [], participants: [], votes: votes)
        #expect(conversation.votesInOrder == [4, 3, 1, 2, 0])
        #expect(conversation.voters.ids == [0, 3, 7])
        #expect(conversation.votedStatements.ids == [1, 2, 900])
    }
}
