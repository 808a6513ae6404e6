import Foundation
import JirgaTestSupport
import Synchronization
import Testing

extension EndToEnd {
    /// An answer that was acknowledged is there after the program was killed in the middle of its work.
    @Suite struct `A program that is killed` {
        /// Somebody who answers without pause, and what the server acknowledged to them.
        private final class Voter: Sendable {
            private let cookies = Mutex<[String: String]>([:])
            /// The last answer acknowledged for each statement.
            private let acknowledged = Mutex<[String: String]>([:])
            /// Answers sent when the server died: they may be there or not.
            private let uncertain = Mutex<[String: String]>([:])

            var answers: [String: String] { acknowledged.withLock { $0 } }
            var open: [String: String] { uncertain.withLock { $0 } }

            func session(_ address: String) -> WebSession { WebSession(address, cookies: cookies.withLock { $0 }) }

            /// Answers until the server does not.
            func answer(at address: String, choices: [String], onAnswer: @Sendable () -> Void) async {
                let session = session(address)
                var turn = 0
                while true {
                    var sent: (statement: String, choice: String)?
                    do {
                        let page = try await session.get("/d/demo").page
                        guard let form = try? page.form("/vote"), let statement = form.value("statement") else {
                            return
                        }
                        let choice = choices[turn % choices.count]
                        turn += 1
                        sent = (statement, choice)
                        let answer = try await session.submit(form, ["choice": choice])
                        guard answer.status == 303 else { return }
                        cookies.withLock { $0 = session.cookies }
                        acknowledged.withLock { $0[statement] = choice }
                        uncertain.withLock { $0[statement] = nil }
                        onAnswer()
                    } catch {
                        if let sent { uncertain.withLock { $0[sent.statement] = sent.choice } }
                        return
                    }
                }
            }
        }

        /// Kills a program once so many answers were acknowledged.
        private final class Killer: Sendable {
            private let count = Mutex(0)
            private let enough: Int
            private let program: RunningProgram

            init(of program: RunningProgram, after enough: Int) {
                self.program = program
                self.enough = enough
            }

            var hasKilled: Bool { count.withLock { $0 >= enough } }

            func answered() {
                let isEnough = count.withLock { count in
                    count += 1
                    return count == enough
                }
                if isEnough { program.send(SIGKILL) }
            }
        }

        @Test(.timeLimit(.minutes(5))) func `has kept every acknowledged answer in SQLite`() async throws {
            let folder = try TemporaryFolder()
            let made = try await JirgaProgram.run("demo", "--participants", "50", "--data", folder.path("data"))
            #expect(made.status == 0, "\(made.stderr)")
            try await killAndCompare(rounds: 5, ["--data", folder.path("data")])
        }

        @Test(.timeLimit(.minutes(5))) func `has kept every acknowledged answer in PostgreSQL`() async throws {
            let postgres = try await PostgresServer.shared
            let name = try await postgres.createDatabase()
            let url = postgres.url(database: name)
            let made = try await JirgaProgram.run("demo", "--participants", "50", "--database", url)
            #expect(made.status == 0, "\(made.stderr)")
            let folder = try TemporaryFolder()
            try await killAndCompare(rounds: 1, ["--database", url, "--data", folder.path("data")])
            try await postgres.dropDatabase(name)
        }

        private func killAndCompare(rounds: Int, _ options: [String]) async throws {
            var generator = SeededGenerator(seed: 7)
            let voters = (0..<8).map { _ in Voter() }
            for round in 0..<rounds {
                let server = try await RunningJirga(options)
                // Killed in full flow: after some dozens of answers, at a place that nobody chose.
                let killer = Killer(of: server.program, after: Int.random(in: 20...60, using: &generator))
                let address = server.address
                await withTaskGroup { group in
                    for (place, voter) in voters.enumerated() {
                        let choices = [["agree", "disagree", "pass"], ["pass", "agree"], ["disagree"]][place % 3]
                        group.addTask {
                            await voter.answer(at: address, choices: choices) { killer.answered() }
                        }
                    }
                }
                #expect(await server.program.stop() == 128 + SIGKILL)
                #expect(killer.hasKilled, "round \(round): the server was not killed in full flow")
                try await RunningJirga.serving(options) { again in
                    for (number, voter) in voters.enumerated() {
                        try await compare(voter, at: again.address, "round \(round), voter \(number)")
                    }
                }
            }
            #expect(voters.allSatisfy { !$0.answers.isEmpty })
        }

        /// Every acknowledged answer is there as it was given last; nothing is there that was never sent.
        private func compare(_ voter: Voter, at address: String, _ place: String) async throws {
            guard !voter.answers.isEmpty else { return }
            let words = ["agree": "Agree", "disagree": "Disagree", "pass": "Not sure"]
            let page = try await voter.session(address).get("/d/demo/mine")
            var kept: [String: String] = [:]
            for item in page.body.components(separatedBy: "<li").dropFirst() {
                guard let statement = item.firstMatch(of: /name="statement" value="([^"]+)"/)?.1,
                    let word = item.firstMatch(of: /<strong>([^<]+)<\/strong>/)?.1
                else { continue }
                kept[String(statement)] = words.first { $0.value == word }?.key ?? String(word)
            }
            for (statement, choice) in voter.answers {
                let possible = [choice, voter.open[statement]].compactMap { $0 }
                #expect(
                    kept[statement].map(possible.contains) == true,
                    "\(place): \(choice) to \(statement) was acknowledged, and \(kept[statement] ?? "nothing") is there"
                )
            }
            let known = Set(voter.answers.keys).union(voter.open.keys)
            #expect(Set(kept.keys).isSubset(of: known), "\(place): an answer that nobody gave")
        }
    }
}
