import Foundation

/// How a result says a statement fared.
struct ResultCounts: Decodable, Sendable {
    let id: String
    let agrees: Int
    let disagrees: Int
    let passes: Int

    enum Problem: Error { case noStatements }

    /// Reads the counts of a result without keeping the rest of it, which has a line for every person.
    ///
    /// - Throws: ``Problem``, `DecodingError` and ``ArchiveProblem``.
    static func all(ofFile path: String) throws -> [ResultCounts] {
        var part = JSONMember("statements")
        try OpenFile(path).forEachPiece { try part.take($0) }
        guard part.isComplete else { throw Problem.noStatements }
        return try JSONDecoder().decode([ResultCounts].self, from: Data(part.value))
    }
}

/// Finds one member of the outermost object of a JSON document that comes in pieces.
struct JSONMember {
    enum Problem: Error { case tooLarge }

    private let name: [UInt8]
    private(set) var value: [UInt8] = []
    private(set) var isComplete = false
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    private var isNameNext = false
    private var isName = false
    private var lastName: [UInt8] = []
    private var isTaking = false

    init(_ name: String) {
        self.name = Array(name.utf8)
    }

    mutating func take(_ piece: [UInt8]) throws {
        for byte in piece where !isComplete { take(byte) }
        guard value.count <= Archive.largestDocument else { throw Problem.tooLarge }
    }

    private mutating func take(_ byte: UInt8) {
        if isInText {
            if isTaking { value.append(byte) }
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInText = false
            }
            if isName, isInText, lastName.count <= name.count { lastName.append(byte) }
            return
        }
        switch byte {
        case UInt8(ascii: "\""):
            isInText = true
            isName = depth == 1 && isNameNext
            if isName { lastName = [] }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            if depth == 1 { isNameNext = true }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if depth == 0 { end() }
        case UInt8(ascii: ":") where depth == 1 && isNameNext:
            isNameNext = false
            if lastName == name {
                isTaking = true
                return
            }
        case UInt8(ascii: ",") where depth == 1:
            isNameNext = true
            end()
        default: break
        }
        if isTaking, !isComplete { value.append(byte) }
    }

    private mutating func end() { isComplete = isComplete || isTaking }
}
