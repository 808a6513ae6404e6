import DialogueLog
import Foundation
import TransparencyLog

/// Why a folder can't be checked at all.
package enum ArchiveProblem: Error, Hashable, Sendable {
    case noFolder(String)
    /// No `manifest.json`, or none that is one.
    case noManifest
    case otherSchema(String)
    /// Nothing was given that says which log is to be believed.
    case nothingTrusted
    case unreadable(file: String)
    case tooLarge(file: String, bytes: Int)
    /// Not base64, not a key, not a note …
    case badArgument(String)
}

/// The folder of an archive. Its names are fixed; nothing that came from outside ever becomes a path.
package struct Archive: Sendable {
    package static let schema = "jirga.archive/1"
    package static let sums = "SHA256SUMS"
    package static let sumsNote = "SHA256SUMS.note"
    package static let openings = "sealed/openings"
    package static let sealedResult = "sealed/result.json"
    package static let erasures = "sealed/erasures.json"
    static let single: Set<String> = [
        "README.txt", "manifest.json", "texts.json", "moderation.json", "admissions.json", "tables.json", "result.json",
        "log/checkpoint", "anchor/checkpoint", sealedResult, openings, "sealed/openings.age",
        erasures, "sealed/erasures.age",
    ]
    static let largestDocument = 256 << 20

    package let folder: String

    /// - Throws: ``ArchiveProblem/noFolder(_:)``.
    package init(folder: String) throws(ArchiveProblem) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw .noFolder(folder)
        }
        self.folder = folder
    }

    var log: FileTileStore { FileTileStore(folder: folder + "/log") }
    var anchor: FileTileStore { FileTileStore(folder: folder + "/anchor") }

    /// Whether an archive may have a file of this name.
    static func isKnown(_ name: String) -> Bool {
        if single.contains(name) { return true }
        for start in ["log/", "anchor/"] where name.hasPrefix(start) {
            return TilePath(name.dropFirst(start.count)) != nil
        }
        if name.hasPrefix("rules/"), name.hasSuffix(".txt") {
            let digits = name.dropFirst(6).dropLast(4).utf8
            return digits.count == 64
                && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
        if name.hasPrefix("checkpoints/") {
            let digits = name.dropFirst(12)
            return UInt64(digits).map(String.init) == String(digits)
        }
        return false
    }

    /// Nil where the archive does not have the file.
    package func read(_ name: String) throws(ArchiveProblem) -> [UInt8]? {
        let path = folder + "/" + name
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        guard attributes[.type] as? FileAttributeType == .typeRegular else { throw .unreadable(file: name) }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= Self.largestDocument else { throw .tooLarge(file: name, bytes: size) }
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(file: name) }
        return Array(data)
    }

    /// Nil where the archive does not have the document.
    func document<Document: Decodable>(_: Document.Type, _ name: String) throws(ArchiveProblem) -> Document? {
        guard let bytes = try read(name) else { return nil }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else {
            throw .unreadable(file: name)
        }
        return document
    }

    func manifest() throws(ArchiveProblem) -> ArchiveManifest {
        struct Head: Decodable { let schema: String }
        guard let head = try? document(Head.self, "manifest.json") else { throw .noManifest }
        guard head.schema == Self.schema else { throw .otherSchema(String(head.schema.prefix(64))) }
        guard let manifest = try? document(ArchiveManifest.self, "manifest.json") else { throw .noManifest }
        return manifest
    }
}

/// `manifest.json`: what the archive is of.
package struct ArchiveManifest: Codable, Sendable, Hashable {
    /// All votes of the log, by what became of them.
    package struct Votes: Codable, Sendable, Hashable {
        package var published: UInt64
        package var superseded: UInt64
        package var withdrawn: UInt64
        package var erased: UInt64

        package init(published: UInt64, superseded: UInt64, withdrawn: UInt64, erased: UInt64) {
            self.published = published
            self.superseded = superseded
            self.withdrawn = withdrawn
            self.erased = erased
        }
    }

    package var schema = Archive.schema
    /// The name of the log.
    package var origin: String
    /// 32 hexadecimal digits.
    package var dialogue: String
    /// `open`, `standard` or `protected`.
    package var profile: String
    package var votes: Votes
    /// Whether people had to be admitted before they could vote.
    package var needsAdmission: Bool
    /// Seconds since 1970, a whole hour.
    package var madeAt: UInt64

    package init(
        origin: String, dialogue: String, profile: String, votes: Votes, needsAdmission: Bool, madeAt: UInt64
    ) {
        self.origin = origin
        self.dialogue = dialogue
        self.profile = profile
        self.votes = votes
        self.needsAdmission = needsAdmission
        self.madeAt = madeAt
    }
}

/// One line of `texts.json`: a statement in the language it was made in, or a translation.
package struct ArchivedText: Codable, Sendable, Hashable {
    /// 32 hexadecimal digits.
    package var statement: String
    package var number: Int
    package var language: String
    package var isTranslation: Bool
    /// Nil where it was erased; so is `salt`.
    package var text: String?
    /// 64 hexadecimal digits.
    package var salt: String?
    package var isShown: Bool
    package var isMeta: Bool

    package init(
        statement: String, number: Int, language: String, isTranslation: Bool, text: String?, salt: String?,
        isShown: Bool, isMeta: Bool
    ) {
        self.statement = statement
        self.number = number
        self.language = language
        self.isTranslation = isTranslation
        self.text = text
        self.salt = salt
        self.isShown = isShown
        self.isMeta = isMeta
    }
}

/// One decision of `moderation.json`. Their order says nothing: the log seals those of one moment by chance.
package struct ArchivedModeration: Codable, Sendable, Hashable {
    package var statement: String
    package var action: UInt8
    package var reason: UInt8

    package init(statement: String, action: UInt8, reason: UInt8) {
        self.statement = statement
        self.action = action
        self.reason = reason
    }
}

/// One line of `admissions.json`.
package struct ArchivedBatch: Codable, Sendable, Hashable {
    package var batch: String
    package var admitted: UInt64
    /// Whether its votes do not count; nil in archives that do not say.
    package var isExcluded: Bool?

    package init(batch: String, admitted: UInt64, isExcluded: Bool? = nil) {
        self.batch = batch
        self.admitted = admitted
        self.isExcluded = isExcluded
    }
}

/// One line of `sealed/erasures.json`: the entries that one entry of the log calls erased.
package struct ArchivedErasure: Codable, Sendable, Hashable {
    /// 64 hexadecimal digits.
    package var salt: String
    /// Indices, ascending.
    package var places: [UInt64]

    package init(salt: String, places: [UInt64]) {
        self.salt = salt
        self.places = places
    }
}
