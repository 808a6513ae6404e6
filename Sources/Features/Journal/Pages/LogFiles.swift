import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore
package import SQLStore
package import Site
package import TransparencyLog

/// The files of the logs, for everybody and every program: what is asked for is read into numbers and written anew, so that
/// no path of a file ever comes from outside.
package struct LogFiles: Sendable {
    let folder: String
    let database: SQLDatabase
    private let ring: LogKeyRing
    let policy: WitnessPolicy

    /// - Parameter folder: below it every log has a folder.
    package init(folder: String, database: SQLDatabase, keys: LogKeyRing, policy: WitnessPolicy) {
        self.folder = folder
        self.database = database
        ring = keys
        self.policy = policy
    }

    /// Texts of this module.
    package static var webFolder: WebFolder { WebFolder(name: "Journal", bundle: .module) }

    package func addRoutes(to router: Router<SiteContext>) {
        router.get("/log/:log/checkpoint", use: checkpoint)
        router.get("/log/:log/:epoch/checkpoint", use: checkpoint)
        router.get("/log/:log/tile/**", use: tile)
        router.get("/log/:log/:epoch/tile/**", use: tile)
        router.get("/.well-known/jirga-log.json", use: keyList)
    }

    @Sendable func checkpoint(_ request: Request, _ context: SiteContext) async throws -> Response {
        let published = try published(context)
        let bytes = try await onDisk { try published.store.read(PublishedLog.checkpointFile) }
        guard let bytes else { throw PageProblem.notFound }
        return Self.response(bytes, type: "text/plain; charset=utf-8", cache: "public, max-age=1")
    }

    @Sendable func tile(_ request: Request, _ context: SiteContext) async throws -> Response {
        let published = try published(context)
        let rest = context.parameters.getCatchAll().joined(separator: "/")
        guard let path = TilePath("tile/" + rest) else { throw PageProblem.notFound }
        let bytes = try await onDisk { try Self.bytes(of: path, in: published.store) }
        guard let bytes else { throw PageProblem.notFound }
        return Self.response(
            bytes, type: "application/octet-stream", cache: "public, max-age=31536000, immutable")
    }

    /// The tile, or the beginning of the full one that took its place.
    static func bytes(of path: TilePath, in store: some TileStore) throws -> [UInt8]? {
        if let bytes = try store.read(path.text) { return bytes }
        guard !path.isFull, let full = try store.read(path.full.text) else { return nil }
        switch path.kind {
        case .hashes: return Array(full.prefix(path.width * TreeHash.byteCount))
        case .entries:
            guard let bundle = EntryBundle(full, width: TilePath.fullWidth) else { return nil }
            return EntryBundle(Array(bundle.entries.prefix(path.width))).bytes
        }
    }

    private func published(_ context: SiteContext) throws -> PublishedLog {
        guard let log = context.parameters.get("log").flatMap(LogID.init(rawValue:)) else { throw PageProblem.notFound }
        guard let text = context.parameters.get("epoch") else {
            return PublishedLog(folder: folder, log: log, epoch: 1)
        }
        guard let epoch = Int(text), (2...9_999).contains(epoch), String(epoch) == text else {
            throw PageProblem.notFound
        }
        return PublishedLog(folder: folder, log: log, epoch: epoch)
    }

    private static func response(_ bytes: [UInt8], type: String, cache: String) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: cache]
        headers[.accessControlAllowOrigin] = "*"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: Keys

    struct KeyList: Encodable {
        struct Key: Encodable {
            let key: String
            /// The first size it signs.
            let from: UInt64
        }
        struct Log: Encodable {
            let origin: String
            let path: String
            let epoch: Int
            let keys: [Key]
        }
        let version = 1
        let installation: String
        let promiseKey: String?
        let logs: [Log]
        let witnesses: [String]
        let needsWitnesses: Bool
    }

    @Sendable func keyList(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (installation, heads) = try await database.read { transaction in
            let store = LogStore(transaction)
            return (try store.installation(), try store.heads())
        }
        guard let installation else { throw PageProblem.notFound }
        let logs = heads.flatMap { head in
            (1...max(1, head.epoch)).map { epoch in
                KeyList.Log(
                    origin: head.log.origin(in: installation.name, epoch: epoch),
                    path: "/log/\(head.log.folder(epoch: epoch))", epoch: epoch, keys: publicKeys(of: head, epoch))
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let list = KeyList(
            installation: installation.name, promiseKey: installation.promiseKey, logs: logs,
            witnesses: policy.witnesses.map(\.key.text), needsWitnesses: policy.needsWitnesses)
        return Self.response(
            Array(try encoder.encode(list)) + [0x0A], type: "application/json", cache: "public, max-age=60")
    }

    /// Of the newest epoch the keys with the size each signs from; of earlier ones every key there ever was.
    private func publicKeys(of head: LogHead, _ epoch: Int) -> [KeyList.Key] {
        func key(_ generation: Int) -> String? {
            ring.current?.key(of: head.log, epoch: epoch, generation: generation)?.verifier.text
        }
        guard epoch == head.epoch else {
            return (1...max(1, head.generation)).compactMap(key).map { KeyList.Key(key: $0, from: 1) }
        }
        let former = head.formerGeneration.flatMap(key).map { [KeyList.Key(key: $0, from: 1)] } ?? []
        return former + [KeyList.Key(key: head.key, from: head.keySince)]
    }
}
