import ArgumentParser
import PolisFormat
import Publication

/// What must be said before everybody's answers, one row a person, leave the database.
struct MatrixOptions: ParsableArguments {
    @Flag(help: "Confirm that the file goes to auditors alone, as the people were promised.") var matrixForAuditors =
        false
    @Flag(help: "Write the file although it singles out more people than is right.") var acceptRisk = false

    /// Says how many people an acquaintance would find in the file.
    ///
    /// - Throws: ``Failure`` where it was not confirmed, or the risk is too high and was not accepted.
    func check(_ conversation: PolisConversation) throws {
        guard matrixForAuditors else {
            throw Failure(
                .usage, "this file holds everybody's answers, one row for each person, and is not anonymous",
                fix:
                    "add --matrix-for-auditors if it goes to auditors alone; \"jirga export sensemaking\" has counts only"
            )
        }
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
        guard report.isAcceptable || acceptRisk else {
            throw Failure(
                .usage,
                "eight known answers single out more than "
                    + "\(Int((RiskReport.highestShare * 100).rounded())) in 100 people of this dialogue",
                fix: "publish counts instead, or add --accept-risk if two people answer for it")
        }
    }
}
