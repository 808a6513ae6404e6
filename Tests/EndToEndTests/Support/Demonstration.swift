import JirgaTestSupport
import Testing

/// A server with the demonstration dialogue, `demo`, with people who have done something there, and with a small one
/// that is closed, `small`.
struct Demonstration: Sendable {
    struct NotRunning: Error {}

    struct NotMade: Error, CustomStringConvertible {
        let description: String
    }

    @TaskLocal fileprivate static var current: Demonstration?

    let server: RunningJirga
    let cast: Cast

    /// The one of the suite.
    static var shared: Demonstration {
        get throws {
            guard let current else { throw NotRunning() }
            return current
        }
    }

    /// The people, each made when first asked for.
    actor Cast {
        private let server: RunningJirga
        private var making: [String: Task<WebSession, any Error>] = [:]
        private var makingValley: Task<CodesDialogue, any Error>?
        /// The code of a statement that waits for moderation.
        private(set) var trackingCode = ""

        init(server: RunningJirga) {
            self.server = server
        }

        /// The owner, signed in.
        func worker() async throws -> WebSession {
            try await made("worker") { server in
                let session = WebSession(server.address)
                let form = try await session.get(server.signInLink).page.form("/sign-in/link")
                _ = try await session.submit(form)
                return session
            }
        }

        /// The dialogue `valley`, in which one needs a code.
        func valley() async throws -> CodesDialogue {
            let task =
                makingValley
                ?? Task { try await CodesDialogue("valley", codes: 5, by: try await worker()) }
            makingValley = task
            return try await task.value
        }

        /// Somebody who has answered so much that they may compare, and has written something.
        func participant() async throws -> WebSession {
            let session = try await made("participant") { server in
                let session = WebSession(server.address)
                for choice in ["agree", "disagree", "agree", "pass", "agree", "disagree", "agree", "agree", "pass"] {
                    let form = try await session.get("/d/demo").page.form("/vote")
                    _ = try await session.submit(form, ["choice": choice])
                }
                for text in ["Call me at 0799 123 456 about the pump!", "Who cleans the canals, and when?"] {
                    let say = try await session.get("/d/demo/say").page.form("/say")
                    let check = try await session.submit(say, ["text": text, "language": "en"])
                    _ = try await session.submit(try check.page.form("/say/send"))
                }
                return session
            }
            if trackingCode.isEmpty {
                let mine = try await session.get("/d/demo/mine")
                trackingCode =
                    mine.page.links.compactMap { $0.firstMatch(of: /\/s\/([0-9-]+)/)?.1 }.first.map(String.init) ?? ""
            }
            return session
        }

        private func made(
            _ name: String, _ make: @escaping @Sendable (RunningJirga) async throws -> WebSession
        ) async throws -> WebSession {
            let server = server
            let task = making[name] ?? Task { try await make(server) }
            making[name] = task
            return try await task.value
        }
    }
}

/// Runs a demonstration for the time of a suite.
struct DemonstrationTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let data = folder.path("data")
        try SmallConversation(seed: 1).write(to: folder.path("small"))
        for command in [["demo"], ["import", "polis", folder.path("small")]] {
            let run = try await JirgaProgram.run(command + ["--data", data])
            guard run.status == 0 else { throw Demonstration.NotMade(description: run.stderr) }
        }
        try await RunningJirga.serving(data) { server in
            let demonstration = Demonstration(server: server, cast: Demonstration.Cast(server: server))
            try await Demonstration.$current.withValue(demonstration) { try await function() }
        }
    }
}

extension Trait where Self == DemonstrationTrait {
    static var demonstration: Self { Self() }
}
