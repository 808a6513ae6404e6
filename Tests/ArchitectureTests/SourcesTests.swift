import Foundation
import JirgaTestSupport
import Testing

/// The sources as they are now.
@Suite struct `The sources` {
    let tree: SourceTree

    init() throws {
        tree = try SourceTree.read(["Sources"])
    }

    @Test func `are all there`() {
        #expect(tree.files(ending: ".swift").count > 20)
        #expect(tree.files.keys.contains("Sources/Engine/DialogueLog/Act.swift"))
    }

    @Test func `import only what their place allows`() {
        #expect(AllowedImports.violations(in: tree) == [])
    }

    @Test func `keep the rules of the house`() {
        #expect(HouseRules.violations(in: tree) == [])
    }

    @Test func `are tracked without what the package manager resolved`() throws {
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "-C", SourceTree.root.path, "ls-files"]
        let output = Pipe.alone()
        git.standardOutput = output
        git.standardError = Pipe.alone()
        try git.start()
        let listing = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        git.waitUntilExit()
        guard git.terminationStatus == 0 else {
            // An archive of the sources has no history to look into, and a checkout of another user is refused.
            let ignored = try String(contentsOf: SourceTree.root.appending(path: ".gitignore"), encoding: .utf8)
            #expect(ignored.split(separator: "\n").contains("Package.resolved"))
            return
        }
        let tracked = listing.split(separator: "\n")
        #expect(tracked.contains("Package.swift"))
        #expect(!tracked.contains("Package.resolved"))
        #expect(!tracked.contains { $0.hasPrefix(".build") })
    }
}
