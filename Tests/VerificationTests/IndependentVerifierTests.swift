import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@testable import Verification

/// `docs/verify/verify.py` shares no code with the product; both must come to the same.
@Suite struct IndependentVerifierTests {
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/verify/verify.py").path

    private static func run(_ sample: SampleArchive, at folder: String) async throws -> ProgramRun {
        try await ProgramRun(
            "/usr/bin/env",
            [
                "python3", script, folder, "--log-key", sample.key.verifier.text, "--log-key",
                sample.anchorKey.verifier.text,
            ])
    }

    private static func canRun() async throws -> Bool {
        let found = try await ProgramRun("/usr/bin/env", ["python3", "-c", "import cryptography"])
        if found.status != 0 { print("NOT RUN: python3 with the package cryptography is not here") }
        return found.status == 0
    }

    @Test func `an archive of ours passes it, and one that was changed does not`() async throws {
        guard try await Self.canRun() else { return }
        let sample = try SampleArchive()
        let folder = try TemporaryFolder()
        let archive = folder.path("archive")
        try sample.write(to: archive)
        let good = try await Self.run(sample, at: archive)
        #expect(good.status == 3, "\(good.stdout)\(good.stderr)")
        #expect(!good.stdout.contains("FAILED"))
        #expect(good.stdout.components(separatedBy: " ok").count - 1 == 19, "\(good.stdout)")

        for name in ["log/tile/entries/000", "log/tile/0/000", "log/checkpoint", "texts.json", "sealed/openings"] {
            let url = URL(fileURLWithPath: archive + "/" + name)
            let data = try Data(contentsOf: url)
            try flip(url.path, at: data.count - 3)
            let bad = try await Self.run(sample, at: archive)
            #expect(bad.status == 1, "\(name): \(bad.stdout)")
            try data.write(to: url)
        }
        try FileManager.default.removeItem(atPath: archive + "/manifest.json")
        #expect(try await Self.run(sample, at: archive).status == 2)
    }
}
