import ArgumentParser
import Convening
import PolisFormat
import Publication

/// What must be said before everybody's answers, one row a person, leave the database.
struct MatrixOptions: ParsableArguments {
    @Flag(help: "Confirm that the file goes to auditors alone, as the people were promised.") var matrixForAuditors =
        false
    @Flag(
        help:
            "Write what researchers may get: only where the dialogue promised it, after closing, with fewer rows."
    ) var matrixForResearchers = false
    @Flag(help: "Write the file although it singles out more people than is right.") var acceptRisk = false

    /// What may be written of a dialogue, after it was said how many people an acquaintance would find in it.
    ///
    /// - Parameter time: milliseconds since 1970.
    /// - Throws: ``Failure`` where it was not confirmed, the dialogue promised otherwise, or the risk is too high and was not
    ///   accepted.
    func checked(_ conversation: PolisConversation, of dialogue: Dialogue, at time: Int64) throws -> PolisConversation {
        let level = dialogue.matrixLevel
        Output.talk("note: people were promised that everybody's answers go to \(level.receivers)")
        if matrixForAuditors {
            try check(conversation, mayBeRisky: acceptRisk)
            return conversation
        }
        if matrixForResearchers {
            guard level != .auditors else {
                throw Failure(
                    .usage, "people were promised that nobody but auditors gets this",
                    fix: "\"jirga export sensemaking\" has counts only")
            }
            guard dialogue.isClosed(at: time) else {
                throw Failure(
                    .usage, "the dialogue is not closed, and two such files would tell who changed what",
                    fix: "wait until it is closed")
            }
            let matrix = conversation.forResearchers(
                fewestVotes: dialogue.publicationProfile.rules.smallestCell)
            try check(matrix, mayBeRisky: acceptRisk)
            return matrix
        }
        guard level == .everybody, dialogue.isClosed(at: time) else {
            throw Failure(
                .usage, "this file holds everybody's answers, one row for each person, and is not anonymous",
                fix:
                    "add --matrix-for-auditors if it goes to auditors alone; \"jirga export sensemaking\" has counts only"
            )
        }
        try check(conversation, mayBeRisky: true)
        return conversation
    }

    /// Says how many people an acquaintance would find in the file.
    private func check(_ conversation: PolisConversation, mayBeRisky: Bool) throws {
        var rows: [Int: [Int: Int8]] = [:]
        for vote in conversation.votes {
            rows[vote.participant, default: [:]][vote.statement] = Int8(clamping: vote.vote)
        }
        var generator = SystemRandomNumberGenerator()
        let report = RiskReport(of: rows.sorted { $0.key < $1.key }.map(\.value), using: &generator)
        for line in report.lines where line.tried > 0 {
            Output.talk(
                "who knows \(line.knownVotes) answers of a person finds the others of "
                    + "\(Int((line.share * 100).rounded())) in 100 (\(line.singledOut) of \(line.tried) tried)")
        }
        guard report.isAcceptable || mayBeRisky else {
            throw Failure(
                .usage,
                "eight known answers single out more than "
                    + "\(Int((RiskReport.highestShare * 100).rounded())) in 100 people of this dialogue",
                fix: "publish counts instead, or add --accept-risk if two people answer for it")
        }
    }
}

extension MatrixLevel {
    fileprivate var receivers: String {
        switch self {
        case .auditors: "auditors alone"
        case .researchers: "auditors and, after closing, to researchers under an agreement"
        case .everybody: "everybody, after closing"
        }
    }
}
