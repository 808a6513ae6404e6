import Foundation
import Testing

@testable import PolisFormat

/// A JSON value in which keys have no order, and neither have the lists that are sets.
private indirect enum Value: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Value])
    case object([String: Value])

    init(_ any: Any, isSet: Bool = false) throws {
        switch any {
        case is NSNull: self = .null
        case let text as String: self = .text(text)
        case let number as NSNumber:
            self = isBoolean(number) ? .bool(number.boolValue) : .number(number.doubleValue)
        case let list as [Any]:
            let values = try list.map { try Value($0) }
            self = .list(isSet ? values.sorted { $0.sortKey < $1.sortKey } : values)
        case let object as [String: Any]:
            self = .object(
                Dictionary(
                    uniqueKeysWithValues: try object.map { ($0.key, try Value($0.value, isSet: sets.contains($0.key))) }
                ))
        default: throw CocoaError(.coderInvalidValue)
        }
    }

    private var sortKey: Double { if case .number(let number) = self { number } else { 0 } }
}

private let sets: Set<String> = ["in-conv", "mod-out", "mod-in", "meta-tids"]

private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

private func value(_ bytes: some Sequence<UInt8>) throws -> Value {
    try Value(JSONSerialization.jsonObject(with: Data(bytes)))
}

@Suite struct PolisBlobWritingTests {
    @Test func `an invented result is written as it was read`() throws {
        let original = file("math-pca2.json", PublishedResult.text)
        let blob = try PolisBlob.read(original)
        let written = try blob.file()
        #expect(written.name == "math-pca2.json")
        #expect(try PolisBlob.read(written) == blob)
        guard case .object(var expected) = try value(original.bytes),
            case .object(let found) = try value(written.bytes),
            case .object(let votes) = expected["group-votes"]
        else {
            Issue.record("not an object")
            return
        }
        // This one lacks what the server adds beside its tick.
        expected["group-votes"] = .object(
            Dictionary(
                uniqueKeysWithValues: try votes.map { group, votes in
                    guard case .object(var members) = votes else { return (group, votes) }
                    members["id"] = .number(try #require(Double(group)))
                    return (group, .object(members))
                }))
        for key in expected.keys { #expect(found[key] == expected[key], "\(key)") }
        #expect(Set(found.keys) == Set(expected.keys))
    }

    @Test func `without a tick it is written as it stands in the database`() throws {
        var blob = try PolisBlob.read(file("math-pca2.json", PublishedResult.text))
        blob.tick = nil
        blob.baseVotes = nil
        guard case .object(let found) = try value(blob.file().bytes) else {
            Issue.record("not an object")
            return
        }
        #expect(found["math_tick"] == nil && found["votes-base"] == nil)
        #expect(found["lastModTimestamp"] == .null)
        #expect(try PolisBlob.read(blob.file()) == blob)
    }

    @Test func `an infinite number is not written`() throws {
        var blob = try PolisBlob.read(file("math-pca2.json", PublishedResult.text))
        blob.center[0] = .infinity
        #expect(throws: PolisFormatError.self) { try blob.file() }
    }

    @Test(arguments: SharedData.conversations.filter { $0.contains("/math/") })
    func `a published result is written as it was read, but for the order of keys and sets`(path: String) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path + "/math-pca2.json"))
        let blob = try PolisBlob.read(PolisFile(name: "math-pca2.json", bytes: Array(bytes)))
        guard case .object(let expected) = try value(bytes), case .object(let found) = try value(blob.file().bytes)
        else {
            Issue.record("not an object")
            return
        }
        #expect(Set(found.keys) == Set(expected.keys))
        for key in expected.keys { #expect(found[key] == expected[key], "\(key)") }
    }

    @Test(arguments: SharedData.conversations.filter { $0.contains("/math/") })
    func `what base clusters say adds up to what groups say`(path: String) throws {
        let blob = try PolisBlob.read(at: path + "/math-pca2.json")
        let baseVotes = try #require(blob.baseVotes)
        let ids = blob.baseClusters.map(\.id).sorted()
        for group in blob.groups {
            let places = group.members.compactMap { ids.firstIndex(of: $0) }
            for statement in blob.statements {
                let votes = try #require(baseVotes[statement])
                let sum = PolisBlob.Votes(
                    agrees: places.reduce(0) { $0 + votes[$1].agrees },
                    disagrees: places.reduce(0) { $0 + votes[$1].disagrees },
                    seen: places.reduce(0) { $0 + votes[$1].seen })
                #expect(blob.groupVotes[group.id]?[statement] == sum)
            }
        }
    }

    @Test(arguments: SharedData.conversations.filter { $0.contains("/math/") })
    func `a published result tells the sign of the votes`(path: String) throws {
        let blob = try PolisBlob.read(at: path + "/math-pca2.json")
        let votes = try PolisConversation.read(at: path).votes
        #expect(blob.agree(in: votes) == 1)
        let turned = votes.map { PolisVote(participant: $0.participant, statement: $0.statement, vote: -$0.vote) }
        #expect(blob.agree(in: turned) == -1)
        #expect(blob.agree(in: []) == nil)
    }
}
