import Convening
import Hummingbird
import Publication
import SQLStore
import Site

/// How people answered, batch by batch: what stands out, in words and with the numbers it rests on. Nothing is left out of
/// any count by it, and nobody is named.
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let counted: String
        let rows: [Row]
        let hasRows: Bool
        let standouts: [Standout]
        let hasStandouts: Bool
        let hasBatches: Bool
    }

    private struct Row: Sendable {
        let name: String
        let state: String
        let people: String
        let answers: String
        let identical: String
        let alike: String
        let inBlocks: String
        let busiest: String
        let pace: String
    }

    private struct Standout: Sendable {
        let name: String
        let lines: [String]
    }

    func batchMarksPage(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let (batches, count, times, lastCount) = try await database.read { transaction in
            let store = FloorStore(transaction)
            return (
                try ConveningStore(transaction).batches(in: dialogue.id), try store.admissionCount(of: dialogue.id),
                try store.answerTimes(in: dialogue.id), try store.latestSnapshotTime(of: dialogue.id)
            )
        }
        let texts = visit.texts
        let least = max(BatchMarks.leastPeople, dialogue.publicationProfile.rules.smallestCell)
        var rows: [Row] = []
        var standouts: [Standout] = []
        let lines = [(nil as BatchStanding?, 0)] + batches.enumerated().map { ($1 as BatchStanding?, $0) }
        for (standing, place) in lines {
            let part = count?.part(of: standing?.batch.id)
            let time = times[standing?.batch.id]
            let people = part?.people ?? 0
            guard standing != nil || people > 0 || (time?.people ?? 0) > 0 else { continue }
            let name =
                standing.map { texts.name(of: $0.batch, at: place) } ?? texts["ways_kind_open"]
            rows.append(row(name, standing, part, time, isEnough: people >= least, texts))
            guard people >= least else { continue }
            let marks = BatchMarks(people: people, part?.marks, times: time).marks
            if !marks.isEmpty { standouts.append(Standout(name: name, lines: marks.map { sentence($0, texts) })) }
        }
        let model = Model(
            desk: DeskFrame(visit, current: .dashboard),
            counted: lastCount.map { texts("dash_counted", ["when": .text(texts.relative($0, at: visit.time))]) }
                ?? texts["dash_not_counted"],
            rows: rows, hasRows: !rows.isEmpty, standouts: standouts, hasStandouts: !standouts.isEmpty,
            hasBatches: !batches.isEmpty)
        return try visit.page("desk-batch-marks", model, title: visit.title("batch_marks_title"))
    }

    private func row(
        _ name: String, _ standing: BatchStanding?, _ part: AdmissionCount.Part?, _ time: AnswerTimes?, isEnough: Bool,
        _ texts: Site.Texts
    ) -> Row {
        let format = texts.format
        func share(_ count: Int?, of whole: Int) -> String {
            guard isEnough, let count else { return "–" }
            return texts(
                "batch_marks_share",
                [
                    "count": .number(count), "share": .text(format.percent(Double(count) / Double(max(1, whole)))),
                ])
        }
        let people = part?.people ?? 0
        return Row(
            name: name, state: standing?.isExcluded == true ? texts["ways_state_excluded"] : "",
            people: format.number(people), answers: format.number(part?.answers ?? 0),
            identical: share(part?.marks?.identical, of: people), alike: share(part?.marks?.alike, of: people),
            inBlocks: share(part?.marks?.inBlocks, of: people),
            busiest: share(time?.busiest, of: time?.answers ?? 0),
            pace: isEnough
                ? time?.secondsPerAnswer.map {
                    texts("batch_marks_seconds", ["count": .number(Int(min($0, 600).rounded()))])
                } ?? "–" : "–")
    }

    private func sentence(_ mark: BatchMarks.Mark, _ texts: Site.Texts) -> String {
        func share(_ count: Int, _ whole: Int) -> TextArgument {
            .text(texts.format.percent(Double(count) / Double(max(1, whole))))
        }
        return switch mark {
        case .identical(let count, let people):
            texts(
                "batch_mark_identical",
                [
                    "count": .number(count), "share": share(count, people),
                    "answers": .number(AnswerMarks.leastAnswers),
                ])
        case .alike(let count, let people):
            texts("batch_mark_alike", ["count": .number(count), "share": share(count, people)])
        case .inBlocks(let count, let people):
            texts("batch_mark_block", ["count": .number(count), "share": share(count, people)])
        case .burst(let count, let answers, let people):
            texts(
                "batch_mark_burst",
                ["count": .number(count), "share": share(count, answers), "people": .number(people)])
        case .pace(let seconds):
            texts("batch_mark_pace", ["count": .number(max(1, Int(seconds.rounded(.up))))])
        case .hasty(let count):
            texts("batch_mark_hasty", ["count": .number(count), "answers": .number(AnswerTimes.hastyAnswers)])
        }
    }
}
