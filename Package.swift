// swift-tools-version:6.2
import PackageDescription

// The manifest reads as the architecture: foundations, engine, features in the order of the process, apps.
// What each storey may import is said here once and checked by `--explicit-target-dependency-import-check error`
// and by ArchitectureTests; the reasons are in ARCHITECTURE.md.

let package = Package(
    name: "jirga",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "jirga", targets: ["jirga"]),
        .executable(name: "jirga-verify", targets: ["jirga-verify"]),
        .library(name: "OpinionAnalysis", targets: ["OpinionAnalysis"]),
        .library(name: "TransparencyLog", targets: ["TransparencyLog"]),
        .library(name: "DecisionRules", targets: ["DecisionRules"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        // MARK: Foundations: know nothing of Jirga

        foundation("LinearAlgebra", settings: .arithmetic),
        foundation("TransparencyLog", packages: [.crypto]),
        foundation("AgeEncryption", packages: [.crypto]),
        foundation("SQLStore"),
        foundation("SQLiteStore", uses: ["SQLStore"], packages: [.grdb]),
        foundation("PostgresStore", uses: ["SQLStore", "CLibpq"]),
        systemLibrary("CLibpq", pkgConfig: "libpq", apt: "libpq-dev"),
        foundation(
            "Site", uses: ["CZlib"],
            packages: [
                .hummingbird, .hummingbirdCore, .mustache, .crypto, .cryptoExtras, .httpTypes, .logging, .nioCore,
                .nioHTTP1, .hummingbirdTLS, .nioSSL,
            ], web: true),
        systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),

        // MARK: Engine: values in, values out

        engine("OpinionAnalysis", uses: ["LinearAlgebra"], settings: .arithmetic),
        engine("TextAnalysis"),
        engine("DecisionRules"),
        engine("Wording", packages: [.crypto]),
        engine("PolisFormat", uses: ["CZlib", "LinearAlgebra"]),
        engine("Simulation"),
        engine("DialogueLog", uses: ["TransparencyLog"], packages: [.crypto]),
        engine("Publication", uses: ["OpinionAnalysis"]),
        engine("Verification", uses: ["TransparencyLog", "DialogueLog", "Publication", "OpinionAnalysis"]),

        // MARK: Features: the dialogue, in the order of the process

        feature("Journal", after: [], uses: ["TransparencyLog", "DialogueLog"], packages: [.crypto]),
        feature("Convening", after: ["Journal"], uses: ["DialogueLog", "Publication", "TextAnalysis"]),
        feature(
            "Floor", after: ["Journal", "Convening"],
            uses: ["DialogueLog", "Publication", "OpinionAnalysis", "TextAnalysis"]),
        feature(
            "Table", after: ["Journal", "Convening", "Floor"],
            uses: ["DialogueLog", "DecisionRules", "Wording", "TextAnalysis"], packages: [.crypto]),

        // MARK: Apps: where everything meets

        app(
            "jirga",
            uses: [
                "SQLStore", "SQLiteStore", "PostgresStore", "Site", "LinearAlgebra", "OpinionAnalysis", "TextAnalysis",
                "PolisFormat", "Simulation", "TransparencyLog", "AgeEncryption", "DialogueLog", "Publication",
                "Verification", "VerifyCommand", "DecisionRules", "Wording", "Journal", "Convening", "Floor", "Table",
            ]),
        .target(
            name: "VerifyCommand", dependencies: ["Verification", .argumentParser], path: "Sources/Apps/VerifyCommand",
            swiftSettings: .house),
        .executableTarget(
            name: "jirga-verify", dependencies: ["VerifyCommand", .argumentParser], path: "Sources/Apps/jirga-verify",
            swiftSettings: .house),

        // MARK: Tests

        testSupport("JirgaTestSupport", uses: ["SQLStore", "SQLiteStore", "PostgresStore"]),
        tests("ArchitectureTests"),
        tests("LinearAlgebraTests", uses: ["LinearAlgebra"]),
        tests("OpinionAnalysisTests", uses: ["OpinionAnalysis", "LinearAlgebra", "PolisFormat", "Simulation"]),
        tests("TextAnalysisTests", uses: ["TextAnalysis"]),
        tests("DecisionRulesTests", uses: ["DecisionRules"]),
        tests("WordingTests", uses: ["Wording"]),
        tests("PolisFormatTests", uses: ["PolisFormat"]),
        tests("SimulationTests", uses: ["Simulation"]),
        tests("TransparencyLogTests", uses: ["TransparencyLog"]),
        tests("AgeEncryptionTests", uses: ["AgeEncryption"]),
        tests("DialogueLogTests", uses: ["DialogueLog", "TransparencyLog"]),
        tests("PublicationTests", uses: ["Publication", "OpinionAnalysis", "Simulation"]),
        tests("VerificationTests", uses: ["Verification", "DialogueLog", "TransparencyLog", "Publication"]),
        tests("SQLStoreTests", uses: ["SQLStore", "SQLiteStore", "PostgresStore"]),
        tests(
            "SiteTests", uses: ["Site"],
            packages: [.crypto, .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore]),
        tests(
            "JournalTests", uses: ["Journal", "DialogueLog", "TransparencyLog", "SQLStore", "Site"],
            packages: [.logging, .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore]),
        tests(
            "ConveningTests", uses: ["Convening", "Journal", "DialogueLog", "Publication", "Site", "SQLStore"],
            packages: [.hummingbird, .hummingbirdTesting, .httpTypes, .nioCore]),
        tests(
            "FloorTests",
            uses: [
                "Floor", "Convening", "Journal", "DialogueLog", "Publication", "Site", "SQLStore", "OpinionAnalysis",
                "Simulation",
            ],
            packages: [.hummingbird, .hummingbirdTesting, .httpTypes, .nioCore]),
        tests(
            "TableTests",
            uses: [
                "Table", "DecisionRules", "Wording", "Floor", "Convening", "Journal", "DialogueLog", "Site", "SQLStore",
            ],
            packages: [.hummingbird, .hummingbirdTesting, .httpTypes, .nioCore]),
        tests(
            "FuzzTests",
            uses: ["Site", "TextAnalysis", "PolisFormat", "TransparencyLog", "DialogueLog", "DecisionRules"],
            packages: [.crypto, .httpTypes]),
        tests("JirgaTests", uses: ["jirga", "OpinionAnalysis", "PolisFormat", "SQLStore"], packages: [.logging]),
        tests(
            "EndToEndTests",
            uses: [
                "PolisFormat", "TransparencyLog", "AgeEncryption", "SQLStore", "SQLiteStore", "PostgresStore",
                "Journal",
                "Convening", "Floor", "Publication",
            ],
            packages: [.asyncHTTPClient, .nioCore, .nioHTTP1, .nioSSL]),
    ]
)

// MARK: - Third parties, each allowed in few places

extension Target.Dependency {
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var hummingbirdCore: Self { .product(name: "HummingbirdCore", package: "hummingbird") }
    static var hummingbirdTLS: Self { .product(name: "HummingbirdTLS", package: "hummingbird") }
    static var hummingbirdTesting: Self { .product(name: "HummingbirdTesting", package: "hummingbird") }
    static var mustache: Self { .product(name: "Mustache", package: "swift-mustache") }
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var cryptoExtras: Self { .product(name: "CryptoExtras", package: "swift-crypto") }
    static var httpTypes: Self { .product(name: "HTTPTypes", package: "swift-http-types") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var nioCore: Self { .product(name: "NIOCore", package: "swift-nio") }
    static var nioHTTP1: Self { .product(name: "NIOHTTP1", package: "swift-nio") }
    static var nioSSL: Self { .product(name: "NIOSSL", package: "swift-nio-ssl") }
    static var asyncHTTPClient: Self { .product(name: "AsyncHTTPClient", package: "async-http-client") }
    static var serviceLifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
}

// MARK: - The storeys

func foundation(
    _ name: String, uses: [String] = [], packages: [Target.Dependency] = [], web: Bool = false,
    settings: [SwiftSetting] = .house
) -> Target {
    .target(
        name: name, dependencies: uses.map { .byName(name: $0) } + packages, path: "Sources/Foundations/\(name)",
        resources: web ? [.copy("Web")] : [], swiftSettings: settings)
}

func systemLibrary(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/Foundations/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func engine(
    _ name: String, uses: [String] = [], packages: [Target.Dependency] = [], settings: [SwiftSetting] = .house
) -> Target {
    .target(
        name: name, dependencies: uses.map { .byName(name: $0) } + packages, path: "Sources/Engine/\(name)",
        swiftSettings: settings)
}

/// A stage of the process. It may look back at the stages named in `after`, never forward.
func feature(
    _ name: String, after: [String], uses: [String] = [], packages: [Target.Dependency] = [], web: Bool = true
) -> Target {
    .target(
        name: name,
        dependencies: (after + uses + ["SQLStore"] + (web ? ["Site"] : [])).map { .byName(name: $0) } + packages
            + (web ? [.hummingbird, .httpTypes, .nioCore] : []) + [.logging, .serviceLifecycle],
        path: "Sources/Features/\(name)", resources: web ? [.copy("Web")] : [], swiftSettings: .house)
}

func app(_ name: String, uses: [String]) -> Target {
    .executableTarget(
        name: name,
        dependencies: uses.map { .byName(name: $0) }
            + [
                .hummingbird, .httpTypes, .nioCore, .argumentParser, .logging, .serviceLifecycle, .crypto,
                .asyncHTTPClient, .nioHTTP1,
            ],
        path: "Sources/Apps/\(name)", swiftSettings: .house)
}

func testSupport(_ name: String, uses: [String]) -> Target {
    .target(
        name: name, dependencies: uses.map { .byName(name: $0) }, path: "Tests/\(name)", swiftSettings: .house)
}

func tests(_ name: String, uses: [String] = [], packages: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name, dependencies: (uses + ["JirgaTestSupport"]).map { .byName(name: $0) } + packages,
        path: "Tests/\(name)", swiftSettings: .house)
}

extension [SwiftSetting] {
    static var house: Self {
        [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
    }

    /// For the modules whose loops take nearly all of the time: optimized in debug builds too, without which a count of a small
    /// dialogue takes minutes there. Packages that depend on ours may not inherit such flags and do without them.
    static var arithmetic: Self {
        let isDependency = Context.packageDirectory.contains("/checkouts/")
        return house + (isDependency ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))])
    }
}
