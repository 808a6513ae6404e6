internal import Foundation

/// A PostgreSQL server that lives as long as this process, in a temporary folder, reachable through a Unix socket only.
package final class PostgresServer: Sendable {
    package struct StartFailed: Error, CustomStringConvertible {
        package let description: String
    }

    private static let sharedStart = Task { try await PostgresServer() }

    /// The one most tests share; each makes a database of its own on it.
    package static var shared: PostgresServer {
        get async throws { try await sharedStart.value }
    }

    private let folder: String
    private let binaries: String
    /// When this end of the pipe closes, whichever way the process ends, the shell on the other stops the server.
    private let lifeline: Pipe

    /// - Parameter options: further arguments for `postgres`, such as `-c fsync=off`.
    package init(options: String = "") async throws {
        binaries = try Self.findBinaries()
        folder = "/tmp/jirga-postgres-" + UUID().uuidString.prefix(8)
        lifeline = Pipe.alone()
        let script = """
            trap '' INT TERM HUP
            as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
            cd /
            mkdir -m 755 "$1" && { [ "$(id -u)" != 0 ] || chown postgres "$1"; } || exit 1
            as "$2/initdb" -D "$1/data" -U jirga -A trust -E UTF8 --locale=C --no-sync >"$1/log" 2>&1 &&
            as "$2/pg_ctl" -D "$1/data" -l "$1/data/log" -w -o "-k $1 -c listen_addresses= $3" start >>"$1/log" 2>&1 &&
            echo ready || { tail -n 5 "$1/log" "$1/data/log" 2>&1; rm -rf "$1"; exit 1; }
            exec >/dev/null 2>&1
            cat
            as "$2/pg_ctl" -D "$1/data" -m immediate stop
            rm -rf "$1"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh", folder, binaries, options]
        process.standardInput = lifeline
        let answers = Pipe.alone()
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        try process.start()
        let words = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = answers.fileHandleForReading.readDataToEndOfFile()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
        guard words.hasPrefix("ready") else {
            throw StartFailed(description: "PostgreSQL did not start: \(words)")
        }
    }

    package func url(database: String) -> String {
        "postgres://jirga@/\(database)?host=\(folder)"
    }

    package func createDatabase() async throws -> String {
        let name = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await sql("CREATE DATABASE \(name)")
        return name
    }

    package func dropDatabase(_ name: String) async throws {
        try await sql("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// Stops the server with all its connections and starts it again.
    /// - Parameter mode: `fast` tells the connections, `immediate` is a crash.
    package func restart(mode: String = "fast") async throws {
        // The new server would inherit the descriptor by which Foundation notices that a program has ended.
        let script = """
            for fd in $(ls /proc/$$/fd); do [ "$fd" -le 2 ] || eval "exec $fd>&-"; done
            as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
            cd /
            as "$2/pg_ctl" -D "$1/data" -m "$3" -w -l "$1/data/log" restart
            """
        let run = try await ProgramRun("/bin/bash", ["-c", script, "bash", folder, binaries, mode])
        guard run.status == 0 else { throw StartFailed(description: "no restart: \(run.stdout) \(run.stderr)") }
    }

    private func sql(_ statement: String) async throws {
        let run = try await ProgramRun(
            binaries + "/psql", ["-X", "-q", "-h", folder, "-U", "jirga", "-d", "postgres", "-c", statement])
        guard run.status == 0 else { throw StartFailed(description: "\(statement): \(run.stderr)") }
    }

    static func findBinaries() throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap { Int($0) }.max()
        guard let newest, FileManager.default.isExecutableFile(atPath: "/usr/lib/postgresql/\(newest)/bin/initdb")
        else {
            throw StartFailed(
                description: "PostgreSQL is not installed, and these tests need it: apt-get install postgresql")
        }
        return "/usr/lib/postgresql/\(newest)/bin"
    }
}
