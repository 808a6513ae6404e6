import FoundationEssentials

/// `comments.json` and `votes.json` as red-dwarf keeps its fixtures, with the keys of the Polis API or with its own.
enum FixtureFiles {
    static func statements(_ file: PolisFile, limits: PolisLimits) throws(PolisFormatError) -> [PolisStatement] {
        try decode([FixtureStatement].self, from: file, limits: limits).map(\.statement)
    }

    /// Votes with the sign as it stands in the file.
    static func votes(_ file: PolisFile, limits: PolisLimits) throws(PolisFormatError) -> [PolisVote] {
        try decode([FixtureVote].self, from: file, limits: limits).map(\.vote)
    }

    static func summary(_ file: PolisFile, limits: PolisLimits) throws(PolisFormatError) -> PolisSummary {
        let fixture = try decode(FixtureConversation.self, from: file, limits: limits)
        return PolisSummary(
            topic: fixture.topic ?? "", description: fixture.description ?? "",
            url: fixture.conversationID.map { "https://pol.is/" + $0 } ?? "", voters: fixture.participantCount)
    }

    static func manifest(_ file: PolisFile, limits: PolisLimits) throws(PolisFormatError) -> PolisManifest {
        try decode(PolisManifest.self, from: file, limits: limits)
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, from file: PolisFile, limits: PolisLimits
    ) throws(PolisFormatError) -> Value {
        let content = try file.content(limits: limits)
        guard !content.isEmpty else { throw PolisFormatError(file: file.name, reason: .empty) }
        do {
            return try JSONDecoder().decode(type, from: Data(content))
        } catch let error as DecodingError {
            throw PolisFormatError(file: file.name, reason: .json(cause: words(for: error)))
        } catch {
            throw PolisFormatError(file: file.name, reason: .json(cause: "the file is not JSON"))
        }
    }

    private static func words(for error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "entry \(entry(context)): \"\(key.stringValue)\" is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "entry \(entry(context)): \"\(context.codingPath.last?.stringValue ?? "value")\" is of another kind"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            "entry \(entry(context)): \(context.debugDescription)"
        default: "the file is not JSON"
        }
    }

    private static func entry(_ context: DecodingError.Context) -> Int {
        (context.codingPath.first?.intValue ?? 0) + 1
    }
}

private struct FixtureConversation: Decodable {
    var topic: String?
    var description: String?
    var conversationID: String?
    var participantCount: Int?

    private enum CodingKeys: String, CodingKey {
        case topic, description
        case conversationID = "conversation_id"
        case participantCount = "participant_count"
    }
}

private struct FixtureStatement: Decodable {
    var statement: PolisStatement

    init(from decoder: any Decoder) throws {
        let fields = try FixtureFields(decoder)
        statement = PolisStatement(
            id: try fields.id("statement_id", "tid"), author: try fields.optionalID("participant_id", "pid"),
            time: try fields.time("created"), text: try fields.text("txt"),
            moderation: try fields.moderation("moderated", "mod"), isMeta: try fields.flag("is_meta"),
            isSeed: try fields.flag("is_seed"), statedAgrees: try fields.optionalID("agree_count"),
            statedDisagrees: try fields.optionalID("disagree_count"))
    }
}

private struct FixtureVote: Decodable {
    var vote: PolisVote

    init(from decoder: any Decoder) throws {
        let fields = try FixtureFields(decoder)
        vote = PolisVote(
            participant: try fields.id("participant_id", "pid"), statement: try fields.id("statement_id", "tid"),
            vote: try fields.vote("vote"), time: try fields.time("modified", "created"))
    }
}

/// Fields under one of several names, whose numbers may stand as numbers or as text.
private struct FixtureFields {
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder) throws { container = try decoder.container(keyedBy: Key.self) }

    func id(_ names: String...) throws -> Int {
        guard let key = key(names) else { throw missing(names[0]) }
        guard let number = try number(key), number >= 0 else { throw wrong(key, "a whole number, 0 or more") }
        return number
    }

    func optionalID(_ names: String...) throws -> Int? {
        guard let key = key(names) else { return nil }
        guard let number = try number(key), number >= 0 else { throw wrong(key, "a whole number, 0 or more") }
        return number
    }

    func vote(_ name: String) throws -> Int {
        guard let key = key([name]) else { throw missing(name) }
        guard let vote = try number(key), (-1...1).contains(vote) else { throw wrong(key, "1, 0 or -1") }
        return vote
    }

    func moderation(_ names: String...) throws -> PolisStatement.Moderation {
        guard let key = key(names) else { return .pending }
        guard let moderation = try number(key).flatMap(PolisStatement.Moderation.init(rawValue:)) else {
            throw wrong(key, "1, 0 or -1")
        }
        return moderation
    }

    func text(_ name: String) throws -> String {
        guard let key = key([name]) else { throw missing(name) }
        return try container.decode(String.self, forKey: key)
    }

    func flag(_ name: String) throws -> Bool? {
        try container.decodeIfPresent(Bool.self, forKey: Key(stringValue: name))
    }

    /// 0 stands for a time that was not published, as ``RedDwarfExport`` writes it.
    func time(_ names: String...) throws -> Int64? {
        guard let key = key(names) else { return nil }
        if let number = try number(key) {
            if number == 0 { return nil }
            if let time = UTCTime.milliseconds(from: Int64(number)) { return time }
        }
        if let text = try? container.decode(String.self, forKey: key),
            let time = UTCTime.milliseconds(fromISO8601: text), UTCTime.milliseconds(from: time) == time
        {
            return time
        }
        throw wrong(key, UTCTime.expected)
    }

    /// The first of the names whose value is there and not null.
    private func key(_ names: [String]) -> Key? {
        names.map(Key.init(stringValue:)).first { (try? container.decodeNil(forKey: $0)) == false }
    }

    private func number(_ key: Key) throws -> Int? {
        if let text = try? container.decode(String.self, forKey: key) { return Int(text) }
        return Int(exactly: try container.decode(Double.self, forKey: key).rounded(.towardZero))
    }

    private func missing(_ name: String) -> DecodingError {
        .keyNotFound(
            Key(stringValue: name), .init(codingPath: container.codingPath, debugDescription: "\(name) is missing"))
    }

    private func wrong(_ key: Key, _ expected: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: container, debugDescription: "\"\(key.stringValue)\" is not \(expected)")
    }
}
