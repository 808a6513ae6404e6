import Foundation
import JirgaTestSupport

/// An archive of invented people with a receipt and an opening, as `jirga simulate --archive` writes it.
struct PractisedArchive {
    let folder: TemporaryFolder
    let entries: Int
    let logKey: String
    let fingerprint: String
    let receipt: String
    let opening: String

    var path: String { folder.path("archive") }

    init(people: Int = 60, statements: Int = 20, seed: Int = 5) async throws {
        folder = try TemporaryFolder()
        let run = try await JirgaProgram.run(
            "simulate", "--archive", "--json", "--people", String(people), "--statements", String(statements),
            "--revotes",
            "0.05", "--seed", String(seed), folder.path("archive"))
        guard run.status == 0 else { throw Demonstration.NotMade(description: run.stderr) }
        let made = try JSONDecoder().decode(JSON.self, from: Data(run.stdout.utf8))
        entries = Int(made["entries"]?.number ?? 0)
        logKey = made["logKey"]?.text ?? ""
        fingerprint = made["fingerprint"]?.text ?? ""
        receipt = made["receipt"]?.text ?? ""
        opening = made["opening"]?.text ?? ""
    }

    /// A file like another one, but for a change.
    func changed(_ path: String, _ change: (inout [String]) -> Void) throws -> String {
        var lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
        change(&lines)
        let changed = folder.path("changed-\(UUID().uuidString).txt")
        try lines.joined(separator: "\n").write(toFile: changed, atomically: true, encoding: .utf8)
        return changed
    }
}

/// The text with one bit of one of its bytes changed, so that it stays base64 or hexadecimal.
func oneBitOff(_ text: String, at place: Int) -> String {
    var letters = Array(text)
    // These two differ in one bit of what they stand for.
    letters[place] = letters[place] == "A" ? "B" : letters[place] == "1" ? "0" : letters[place] == "0" ? "1" : "A"
    return String(letters)
}
