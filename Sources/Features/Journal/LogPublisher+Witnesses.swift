import Logging
import SQLStore
import ServiceLifecycle
import TransparencyLog

/// Sends bytes to an address by HTTP POST and gives the status and the bytes that come back. It must give up by itself.
package typealias WitnessTransport =
    @Sendable (_ address: String, _ body: [UInt8]) async throws
    -> (status: Int, body: [UInt8])

/// The witnesses sign what the anchor log has published. Nothing waits for them: only whether a checkpoint is final does.
extension LogPublisher {
    func askWitnessesUntilShutdown() async {
        guard transport != nil, !settings.policy.witnesses.isEmpty else {
            return await waitForShutdown()
        }
        for await _ in ticks().cancelOnGracefulShutdown() { await askWitnesses() }
    }

    private func waitForShutdown() async {
        for await _ in AsyncStream<Void>(unfolding: { try? await Task.sleep(for: .seconds(3_600)) })
            .cancelOnGracefulShutdown()
        {}
    }

    /// Asks every witness that has not signed the newest anchor checkpoint, and keeps and publishes what they sign.
    package func askWitnesses() async {
        guard let transport, let state = standing.state(of: .anchor), state.trouble == nil, var note = state.note,
            let checkpoint = state.checkpoint
        else { return }
        let epoch = state.epoch
        let published = PublishedLog(folder: settings.folder, log: .anchor, epoch: epoch)
        let missing = Set(settings.policy.missing(from: note))
        var hasGrown = false
        for witness in settings.policy.witnesses where missing.contains(witness.name) {
            guard let address = witness.address else { continue }
            do {
                guard
                    let signature = try await ask(
                        witness, at: address, for: note, checkpoint, from: published.store, by: transport)
                else { continue }
                note.add(signature)
                hasGrown = true
                standing.note(nil, of: witness.name)
            } catch let problem as WitnessProblem where problem.complaint != nil {
                complain(problem.complaint, of: witness.name)
            } catch {
                logger.info("a witness did not sign", metadata: ["witness": "\(witness.name)", "error": "\(error)"])
            }
        }
        let cosigned = note
        if hasGrown {
            do {
                try await database.write {
                    try LogStore($0).keepCosigned(cosigned, size: checkpoint.size, of: .anchor, epoch: epoch)
                }
                // The anchor may have grown meanwhile; a checkpoint never goes back.
                if standing.state(of: .anchor)?.checkpoint == checkpoint {
                    try await onDisk { try published.write(cosigned) }
                    standing.change(.anchor) { if $0.checkpoint == checkpoint { $0.note = cosigned } }
                }
            } catch {
                logger.error("the signatures of witnesses could not be kept", metadata: ["error": "\(error)"])
            }
        }
        let isMet = settings.policy.isMet(by: cosigned)
        standing.noteWitnesses(
            missing: Set(settings.policy.missing(from: cosigned)), finalSize: isMet ? checkpoint.size : nil, at: now())
        do {
            try await noteFinal(size: isMet ? checkpoint.size : nil, epoch: epoch)
        } catch {
            logger.error("what is final could not be read", metadata: ["error": "\(error)"])
        }
    }

    private func complain(_ complaint: WitnessComplaint?, of witness: String) {
        guard let complaint, !standing.complaints.contains(where: { $0 == (witness, complaint) }) else { return }
        standing.note(complaint, of: witness)
        logger.critical(
            "a witness refuses to sign", metadata: ["witness": "\(witness)", "code": "\(complaint.rawValue)"])
    }

    /// Finds out which entries of which logs an anchor checkpoint covers that meets the policy.
    ///
    /// - Parameter size: of the newest one, if it does; else the newest that did is looked for, once after a start.
    private func noteFinal(size: UInt64?, epoch: Int) async throws {
        guard settings.policy.needsWitnesses else { return }
        if finalAnchor?.epoch != epoch { finalAnchor = (epoch, try await formerFinalSize(epoch: epoch), 0) }
        guard var known = finalAnchor else { return }
        known.size = max(known.size, size ?? 0)
        while known.covered < known.size {
            let range = known.covered..<min(known.size, known.covered + Self.anchorsAtOnce)
            let entries = try await database.read { try LogStore($0).entries(range, of: .anchor, epoch: epoch) }
            standing.noteFinal(FinalityRules.sizes(anchoredIn: entries))
            known.covered = range.upperBound
        }
        standing.noteWitnesses(finalSize: known.size)
        finalAnchor = known
    }

    private static let anchorsAtOnce: UInt64 = 16_384
    /// How many anchor checkpoints are looked through for one that met the policy: a fortnight's.
    private static let mostFormerCheckpoints = 20_000

    private func formerFinalSize(epoch: Int) async throws -> UInt64 {
        var below = UInt64(Int64.max)
        for _ in 0..<Self.mostFormerCheckpoints / 256 {
            let limit = below
            let notes = try await database.read {
                try LogStore($0).notes(of: .anchor, epoch: epoch, below: limit, most: 256)
            }
            let met = notes.first { found in
                (try? SignedNote(parsing: found.note)).map { settings.policy.isMet(by: $0) } ?? false
            }
            if let met { return met.size }
            guard let last = notes.last else { return 0 }
            below = last.size
        }
        return 0
    }

    private func ask(
        _ witness: WitnessPolicy.Witness, at address: String, for note: SignedNote, _ checkpoint: Checkpoint,
        from store: FileTileStore, by transport: WitnessTransport
    ) async throws -> SignedNote.Signature? {
        // A witness that knows more or less than we think says so, once.
        for _ in 0..<2 {
            let old = min(witnessSizes[witness.name] ?? 0, checkpoint.size)
            let proof = try await onDisk {
                try TileTree(store, size: checkpoint.size).consistencyProof(from: old, to: checkpoint.size)
            }
            let request = AddCheckpoint(oldSize: old, proof: proof.hashes, note: note)
            let answer = try await transport(Self.address(address), request.bytes)
            switch answer.status {
            case 200:
                let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\n")
                let signature = lines.prefix(16).lazy.compactMap { SignedNote.Signature(line: String($0)) }.first {
                    var cosigned = note
                    cosigned.add($0)
                    return settings.policy.signers(of: cosigned).contains(witness.name)
                }
                guard let signature else { throw WitnessProblem.badAnswer }
                witnessSizes[witness.name] = checkpoint.size
                return signature
            case 409:
                let text = String(decoding: answer.body, as: UTF8.self)
                guard let size = UInt64(text.hasSuffix("\n") ? text.dropLast() : text[...]), size <= checkpoint.size
                else { throw WitnessProblem.isAhead }
                witnessSizes[witness.name] = size
            default: throw WitnessProblem.refused(answer.status)
            }
        }
        return nil
    }

    private static func address(_ prefix: String) -> String {
        (prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix) + "/add-checkpoint"
    }

    private enum WitnessProblem: Error {
        case badAnswer
        /// It signed a larger tree than ours is: somebody else signs under our name, or we lost entries.
        case isAhead
        case refused(Int)

        /// Nil for what passes by itself.
        var complaint: WitnessComplaint? {
            switch self {
            case .badAnswer: nil
            case .isAhead: .isAhead
            case .refused(let status): WitnessComplaint(status: status)
            }
        }
    }
}
