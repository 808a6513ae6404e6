import OpinionAnalysis
import Testing

@Suite struct `A vote matrix` {
    @Test func `keeps the last of several votes`() throws {
        let matrix = try VoteMatrix(
            participants: ["a"], statements: ["s"], votes: [(0, 0, .agree), (0, 0, .pass), (0, 0, .disagree)])
        #expect(matrix.voteCount == 1)
        #expect(matrix.vote(participant: 0, statement: 0) == .disagree)
    }

    @Test func `tells a pass from no vote`() throws {
        let matrix = try VoteMatrix(participants: ["a"], statements: ["s", "t"], votes: [(0, 0, .pass)])
        #expect(matrix.vote(participant: 0, statement: 0) == .pass)
        #expect(matrix.vote(participant: 0, statement: 1) == nil)
    }

    @Test func `puts numbers in order of size and before everything else`() throws {
        let names = ["b", "10", "9", "1a", "a", "009", "2"]
        let matrix = try VoteMatrix(
            participants: names, statements: names, votes: [(1, 0, .agree)], excluded: [1], meta: [2])
        #expect(matrix.participants == ["2", "009", "9", "10", "1a", "a", "b"])
        #expect(matrix.vote(participant: 3, statement: 6) == .agree)
        #expect(matrix.excluded == [3])
        #expect(matrix.meta == [2])
    }

    @Test func `refuses votes of nobody and on nothing`() {
        #expect(throws: VoteMatrixError.noSuchParticipant(position: 1, participants: 1)) {
            try VoteMatrix(participants: ["a"], statements: ["s"], votes: [(1, 0, .agree)])
        }
        #expect(throws: VoteMatrixError.noSuchStatement(position: -1, statements: 1)) {
            try VoteMatrix(participants: ["a"], statements: ["s"], votes: [(0, -1, .agree)])
        }
        #expect(throws: VoteMatrixError.noSuchStatement(position: 4, statements: 1)) {
            try VoteMatrix(participants: ["a"], statements: ["s"], votes: [], excluded: [4])
        }
    }

    @Test func `refuses two of the same name`() {
        #expect(throws: VoteMatrixError.repeatedParticipant("a")) {
            try VoteMatrix(participants: ["a", "b", "a"], statements: ["s"], votes: [])
        }
        #expect(throws: VoteMatrixError.repeatedStatement("s")) {
            try VoteMatrix(participants: ["a"], statements: ["s", "s"], votes: [])
        }
    }
}
