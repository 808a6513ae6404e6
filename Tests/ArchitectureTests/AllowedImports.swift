/// Who may import whom: storeys import downwards, features look back along the process, third parties stay in few places.
enum AllowedImports {
    /// The features in the order of the process; each may import the ones before it.
    static let process = ["Journal", "Convening", "Record", "Floor", "Table", "FollowThrough"]

    /// What a feature uses of the engine.
    static let engine: [String: Set<String>] = [
        "Journal": ["DialogueLog"],
        "Convening": ["DialogueLog", "Publication", "TextAnalysis"],
        "Record": ["TextAnalysis"],
        "Floor": ["DialogueLog", "OpinionAnalysis", "Publication", "TextAnalysis"],
        "Table": ["DecisionRules", "DialogueLog", "TextAnalysis", "Wording"],
    ]

    /// Foundations that use another one: the drivers and the wrappers of system libraries.
    static let foundations: [String: Set<String>] = [
        "SQLiteStore": ["SQLStore"],
        "PostgresStore": ["SQLStore", "CLibpq"],
        "Site": ["CZlib"],
    ]

    /// Parts of the engine that build on others or on a foundation.
    static let engineParts: [String: Set<String>] = [
        "DialogueLog": ["Crypto", "TransparencyLog"],
        "Publication": ["OpinionAnalysis"],
        "Wording": ["Crypto"],
        "Verification": ["DialogueLog", "OpinionAnalysis", "Publication", "TransparencyLog"],
    ]

    /// The wrapper of a system library is for one purpose, wherever that is needed.
    static let wrappers: [String: Set<String>] = ["PolisFormat": ["CZlib"]]

    static let appsOnly: Set<String> = ["ArgumentParser", "Configuration"]
    static let http: Set<String> = [
        "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "HummingbirdHTTP2", "HTTPTypes", "NIOCore", "NIOPosix",
        "NIOHTTP1", "NIOHTTPTypes", "NIOSSL",
    ]
    static let drivers: Set<String> = ["SQLiteStore", "PostgresStore", "CLibpq"]

    /// Everything outside the standard library and Foundation that the rules know; an unknown module is a violation
    /// until someone decides where it may be used.
    static let thirdParties = appsOnly.union(http).union([
        "GRDB", "Mustache", "Crypto", "CryptoExtras", "Logging", "ServiceLifecycle",
    ])
    static let system: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Musl", "Darwin", "Dispatch",
    ]

    static func violations(in tree: SourceTree) -> [Violation] {
        tree.files(ending: ".swift").flatMap { path, text in
            guard let place = SourcePlace(path) else { return [Violation]() }
            return imports(in: text).compactMap { module, line in
                reasonAgainst(module, in: place).map { Violation(path: path, line: line, rule: $0) }
            }
        }
    }

    /// Why this file may not import that module; `nil` when it may.
    static func reasonAgainst(_ module: String, in place: SourcePlace) -> String? {
        if system.contains(module) { return nil }
        switch place.storey {
        case "Apps":
            return thirdPartyReason(module, in: place)
        case "Features":
            return featureReason(module, in: place) ?? folderReason(module, in: place)
        case "Engine":
            let allowed = wrappers[place.target, default: []].union(engineParts[place.target, default: []])
                .union(["LinearAlgebra"])
            return allowed.contains(module) ? nil : "\(place.target) may not import \(module)"
        case "Foundations":
            if thirdParties.contains(module) { return thirdPartyReason(module, in: place) }
            let allowed = foundations[place.target, default: []]
            return allowed.contains(module) ? nil : "\(place.target) may not import \(module)"
        default:
            return "there is no storey \(place.storey)"
        }
    }

    private static func featureReason(_ module: String, in place: SourcePlace) -> String? {
        guard let stage = process.firstIndex(of: place.target) else { return "\(place.target) is not in the process" }
        if let other = process.firstIndex(of: module) {
            return other < stage ? nil : "\(place.target) comes before \(module) and may not import it"
        }
        if drivers.contains(module) { return "features use SQLStore, not a driver (\(module))" }
        if thirdParties.contains(module) { return thirdPartyReason(module, in: place) }
        if module == "TransparencyLog" { return place.target == "Journal" ? nil : "the log is for Journal alone" }
        if ["SQLStore", "Site"].contains(module) || engine[place.target, default: []].contains(module) { return nil }
        return "\(place.target) may not import \(module)"
    }

    private static func thirdPartyReason(_ module: String, in place: SourcePlace) -> String? {
        let isApp = place.storey == "Apps"
        switch module {
        case "GRDB": return place.target == "SQLiteStore" ? nil : "GRDB is for SQLiteStore alone"
        case "CLibpq": return place.target == "PostgresStore" ? nil : "libpq is for PostgresStore alone"
        case "Mustache": return place.target == "Site" ? nil : "Mustache is for Site alone"
        case "Crypto", "CryptoExtras":
            let allowed =
                isApp || ["TransparencyLog", "AgeEncryption", "Journal", "Table", "Site"].contains(place.target)
            return allowed ? nil : "Crypto is for TransparencyLog, AgeEncryption, Journal, Table, Site and the apps"
        case _ where appsOnly.contains(module): return isApp ? nil : "\(module) is for Apps alone"
        case _ where http.contains(module):
            let isPage = place.storey == "Features" && (place.folder == "Pages" || place.folder == nil)
            return isApp || place.target == "Site" || isPage ? nil : "\(module) is for Site, Pages and Apps"
        default: return nil
        }
    }

    /// The layers inside a feature.
    private static func folderReason(_ module: String, in place: SourcePlace) -> String? {
        let forbidden: Set<String> =
            switch place.folder {
            case "Model": ["SQLStore", "Site"]
            case "Rules": ["SQLStore", "Site", "Logging", "ServiceLifecycle"]
            case "Figures": ["SQLStore"]
            case "Acts", "Storage": ["Site"]
            default: []
            }
        guard let folder = place.folder, forbidden.contains(module) else { return nil }
        return "\(folder)/ may not import \(module)"
    }
}

/// Where a source file stands: `Sources/Features/Floor/Rules/VotingRules.swift`.
struct SourcePlace {
    /// `Features`
    let storey: String
    /// `Floor`
    let target: String
    /// `Rules`; `nil` for a file at the root of the target.
    let folder: String?

    init?(_ path: String) {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count >= 4, parts[0] == "Sources" else { return nil }
        storey = parts[1]
        target = parts[2]
        folder = parts.count > 4 ? parts[3] : nil
    }
}
