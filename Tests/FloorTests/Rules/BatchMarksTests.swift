import Floor
import Testing

@Suite struct BatchMarksTests {
    private func times(
        busiest: Int = 0, by busiestPeople: Int = 0, answers: Int = 0, people: Int = 0, hasty: Int = 0
    ) -> AnswerTimes {
        var times = AnswerTimes()
        times.busiest = busiest
        times.busiestPeople = busiestPeople
        times.answers = answers
        times.people = people
        times.hasty = hasty
        return times
    }

    private func found(identical: Int = 0, alike: Int = 0, inBlocks: Int = 0) -> AnswerMarks {
        var marks = AnswerMarks()
        marks.identical = identical
        marks.alike = alike
        marks.inBlocks = inBlocks
        return marks
    }

    @Test func `what is common among people stands out nowhere`() {
        // A class of thirty: six seconds an answer, spread over three times ten minutes, two with the same answers.
        let class30 = times(busiest: 900, by: 10, answers: 2_000, people: 30)
        #expect(BatchMarks(people: 30, found(identical: 2, alike: 1), times: class30).marks == [])
        #expect(BatchMarks(people: 0, nil, times: nil).marks == [])
    }

    @Test(
        arguments: [
            (found: (50, 0, 0), [BatchMarks.Mark.identical(50, of: 100)]),
            (found: (0, 10, 0), [.alike(10, of: 100)]), (found: (0, 9, 0), []),
            (found: (0, 0, 100), [.inBlocks(100, of: 100)]),
        ] as [(found: (Int, Int, Int), [BatchMarks.Mark])])
    func `a tenth of the people, and no fewer, are told of`(counts: (Int, Int, Int), wanted: [BatchMarks.Mark]) {
        let found = found(identical: counts.0, alike: counts.1, inBlocks: counts.2)
        #expect(BatchMarks(people: 100, found, times: nil).marks == wanted)
    }

    @Test func `a burst and a pace nobody reads at are told with their numbers`() {
        let burst = times(busiest: 6_000, by: 10, answers: 7_000, people: 12, hasty: 10)
        #expect(
            BatchMarks(people: 12, nil, times: burst).marks
                == [.burst(6_000, of: 7_000, people: 10), .pace(seconds: 1), .hasty(10)])
        let hall = times(busiest: 1_000, by: 20, answers: 1_200, people: 22)
        #expect(BatchMarks(people: 22, nil, times: hall).marks == [.burst(1_000, of: 1_200, people: 20)])
    }

    @Test func `of very few people nothing is told by their times`() {
        #expect(BatchMarks(people: 3, nil, times: times(busiest: 900, by: 3, answers: 900, people: 3)).marks == [])
    }
}
