import Convening
import DialogueLog
import Journal
import OpinionAnalysis
import Publication
package import SQLStore

/// Publishes a finished count where there may be a new publication, see
/// ``Publication/PublishedCounts/next(_:after:by:at:isFinal:)``.
///
/// What is published is one row of the database, with the map it belongs to: every node and every page shows that one.
package struct PublishCounts: Sendable {
    package var snapshot: OpinionMapSnapshot
    /// The stored form of its map; made when it is needed where it is nil.
    var json: String?
    /// Where the log ended that the final count rests on.
    var sealed: SealedRoot?
    /// Of a count from nothing; a count that goes on from another leaves what that one found.
    package var admissions: CountedAdmissions?
    /// The batches whose people were left out; nil where nobody asks.
    var exclusions: Set<Batch.ID>?

    package init(of snapshot: OpinionMapSnapshot) {
        self.snapshot = snapshot
    }

    package enum Outcome: Sendable, Hashable {
        case published(PublishedSnapshot)
        /// There may be no other publication before a moment, in milliseconds since 1970.
        case tooEarly(until: Int64)
        /// What was published before stays: too few votes are new, or the dialogue has its final count.
        case unchanged
    }

    fileprivate struct Basis: Sendable {
        let rules: PublicationRules
        var last: PublishedCounts?
        /// The map of the last publication.
        let lastMap: OpinionMapSnapshot.ID?
        let statements: [LiveVotes.CountedStatement]

        /// As if nothing had been published.
        var anew: Basis {
            var basis = self
            basis.last = nil
            return basis
        }
    }

    /// - Parameter time: milliseconds since 1970.
    package func perform(on database: SQLDatabase, at time: Int64) async throws -> Outcome {
        guard let found = try await database.read({ try readBasis(from: $0) }) else { return .unchanged }
        // Two people decided who counts: what was published before is not to be seen any longer, and no step leads from it.
        let isAnew = admissions?.admissions.changeWhoCounts ?? false
        let basis = isAnew ? found.anew : found
        if let last = basis.last, !snapshot.isFinal, !basis.rules.mayStep(after: time &- last.madeAt) {
            return .tooEarly(until: last.madeAt &+ Int64(basis.rules.stepMinutes) * 60_000)
        }
        func next(_ exact: ExactCounts) -> PublishedCounts? {
            PublishedCounts.next(
                exact, after: basis.last, by: basis.rules, at: time, isFinal: snapshot.isFinal)
        }
        let counted = basis.exact(snapshot)
        guard next(counted) != nil else {
            if isAnew { try await takeBack(on: database) }
            return .unchanged
        }
        let exact = try await database.read { try added(to: counted, basis, from: $0) }
        guard let counts = next(exact) else { return .unchanged }
        let published = PublishedSnapshot(snapshot, counts: counts)
        let text = try json ?? snapshot.map.storedForm
        let past = PastCount(
            of: ResultsView(of: counts, on: published.snapshot.map, shown: basis.shown, meta: basis.meta), at: time)
        let isDone = try await database.write { transaction in
            let store = FloorStore(transaction)
            guard try !store.hasFinalSnapshot(of: snapshot.dialogue) else { return false }
            // Another node may have published meanwhile, and then this is no step from what everybody sees.
            guard try snapshot.isFinal || store.latestSnapshotID(of: snapshot.dialogue) == basis.lastMap else {
                return false
            }
            // A batch was excluded or restored meanwhile: the next count is on its way.
            if let exclusions, try ConveningStore(transaction).exclusions(in: snapshot.dialogue) != exclusions {
                return false
            }
            if let admissions {
                guard try admissions.admissions.hold(in: transaction) else { return false }
                try store.replace(with: admissions.count, of: snapshot.dialogue)
            }
            try store.publish(counts, of: snapshot, json: text)
            try store.note(past, of: snapshot.dialogue)
            guard snapshot.isFinal else { return true }
            var generator = SystemRandomNumberGenerator()
            try JournalStore(transaction).append(
                .result(
                    digest: snapshot.mapDigest, input: snapshot.inputDigest,
                    algorithm: "jirga/\(snapshot.engine) \(snapshot.method)", log: sealed),
                in: snapshot.dialogue.bytes, at: time, using: &generator)
            return true
        }
        if isDone { return .published(published) }
        return snapshot.isFinal ? .unchanged : .tooEarly(until: time &+ Int64(basis.rules.stepMinutes) * 60_000)
    }

    /// Without those who count no more there are too few for any numbers.
    private func takeBack(on database: SQLDatabase) async throws {
        try await database.write { transaction in
            guard let admissions, try admissions.admissions.hold(in: transaction) else { return }
            let store = FloorStore(transaction)
            try store.takeBackPublication(of: snapshot.dialogue)
            try store.replace(with: admissions.count, of: snapshot.dialogue)
        }
    }

    private func readBasis(from transaction: SQLTransaction) throws -> Basis? {
        let store = FloorStore(transaction)
        guard let dialogue = try ConveningStore(transaction).dialogue(snapshot.dialogue) else { return nil }
        let statements = try store.countedStatements(in: dialogue.id)
        let last = try store.lastCounts(of: dialogue, shown: Set(statements.filter(\.isShown).map(\.number)))
        return Basis(
            rules: dialogue.publicationProfile.rules, last: last?.counts, lastMap: last?.map, statements: statements)
    }

    /// What is not in the map. It is asked for only where there is going to be a publication.
    private func added(to exact: ExactCounts, _ basis: Basis, from transaction: SQLTransaction) throws -> ExactCounts {
        let store = FloorStore(transaction)
        var exact = exact
        let notUnderstood = try store.notUnderstoodCounts(in: snapshot.dialogue)
        for statement in basis.statements {
            exact.notUnderstood[String(statement.number)] = notUnderstood[statement.id]
        }
        exact.spans = try store.participation(
            in: snapshot.dialogue, daysTogether: max(1, basis.rules.timeStep / 86_400_000),
            // Spans that ended before the last publication are not read again, except at the end.
            sinceDay: snapshot.isFinal ? nil : basis.last?.spans.last?.day)
        return exact
    }
}

extension PublishCounts.Basis {
    var shown: Set<Int> { Set(statements.lazy.filter(\.isShown).map(\.number)) }
    var meta: Set<Int> { Set(statements.lazy.filter { $0.isShown && $0.isMeta }.map(\.number)) }

    func exact(_ snapshot: OpinionMapSnapshot) -> ExactCounts {
        let groups = ResultsView.groups(
            of: snapshot.map, by: rules, shown: shown, salt: snapshot.dialogue.rawValue)
        return ExactCounts(of: snapshot.map, groups: groups)
    }
}
