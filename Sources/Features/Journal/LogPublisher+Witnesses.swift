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
        guard transport != nil, settings.policy.witnesses.contains(where: { $0.address != nil }) else {
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
        standing.noteWitnesses(
            missing: Set(settings.policy.missing(from: cosigned)),
            finalSize: settings.policy.isMet(by: cosigned) ? checkpoint.size : nil, at: now())
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
    }
}
