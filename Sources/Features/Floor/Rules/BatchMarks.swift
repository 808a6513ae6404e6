/// What stands out in how the people of a batch answered, each with the number it rests on. Something to look at: a school class
/// answers at one time, and people who are of one mind answer alike.
package struct BatchMarks: Sendable, Hashable {
    package enum Mark: Sendable, Hashable {
        /// So many gave exactly the answers of somebody else.
        case identical(Int, of: Int)
        /// So many gave the same answer to everything.
        case alike(Int, of: Int)
        /// So many are in blocks that answered as one.
        case inBlocks(Int, of: Int)
        /// So many of the answers came within the same ten minutes, from so many people.
        case burst(Int, of: Int, people: Int)
        /// In its busiest ten minutes an answer took each person at most so many seconds on average.
        case pace(seconds: Double)
        /// So many gave more answers in ten minutes than anybody can read statements.
        case hasty(Int)
    }

    /// Fewer people are not looked at.
    package static let leastPeople = 5
    /// The share from which a mark is made of people or answers that are alike.
    package static let leastShare = 0.1
    /// Of a burst.
    package static let burstShare = 0.5
    /// People take four to seven seconds; below this they can hardly have read.
    package static let fewestSeconds = 2.0
    /// Seconds in which times are told apart.
    package static let timeStep = 600.0

    package let marks: [Mark]

    /// - Parameters:
    ///   - people: those with any answer.
    ///   - found: nil where they were never counted.
    ///   - times: nil where nobody answered.
    package init(people: Int, _ found: AnswerMarks?, times: AnswerTimes?) {
        var marks: [Mark] = []
        func isMuch(_ count: Int) -> Bool {
            count >= Self.leastPeople && Double(count) >= Self.leastShare * Double(people)
        }
        if let found {
            if isMuch(found.identical) { marks.append(.identical(found.identical, of: people)) }
            if isMuch(found.alike) { marks.append(.alike(found.alike, of: people)) }
            if isMuch(found.inBlocks) { marks.append(.inBlocks(found.inBlocks, of: people)) }
        }
        if let times, times.people >= Self.leastPeople {
            if times.busiestPeople >= 2 * Self.leastPeople,
                Double(times.busiest) >= Self.burstShare * Double(times.answers)
            {
                marks.append(.burst(times.busiest, of: times.answers, people: times.busiestPeople))
            }
            if let seconds = times.secondsPerAnswer, seconds < Self.fewestSeconds {
                marks.append(.pace(seconds: seconds))
            }
            if times.hasty > 0 { marks.append(.hasty(times.hasty)) }
        }
        self.marks = marks
    }
}

/// When the people of a batch answered. Times are known to ten minutes, and of an answer that was changed only the last one.
package struct AnswerTimes: Sendable, Hashable {
    /// Answers in the ten minutes in which the most came.
    package var busiest = 0
    /// Who gave them.
    package var busiestPeople = 0
    package var answers = 0
    package var people = 0
    /// Who gave more than ``hastyAnswers`` in ten minutes.
    package var hasty = 0

    /// Faster than one answer in two seconds for ten minutes.
    package static let hastyAnswers = 300

    package init() {}

    /// How long an answer took each person on average in the busiest ten minutes, at most.
    package var secondsPerAnswer: Double? {
        busiest > 0 ? BatchMarks.timeStep * Double(busiestPeople) / Double(busiest) : nil
    }
}
