internal import Foundation

/// Two PostgreSQL servers, of which one takes what is written and waits with every commit until the other has it too.
///
/// Each lives in a temporary folder, reachable through a Unix socket only. They end with this process.
package final class PostgresPair: Sendable {
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    private let folder: String
    private let binaries: String
    /// When this end of the pipe closes, whichever way the process ends, the shell on the other stops both servers.
    private let lifeline: Pipe

    package init() async throws {
        binaries = try PostgresServer.findBinaries()
        folder = "/tmp/jirga-pair-" + UUID().uuidString.prefix(8)
        lifeline = Pipe.alone()
        let script = """
            trap '' INT TERM HUP
            cat
            for pid in "$1"/*/data/postmaster.pid; do kill -9 $(head -n 1 "$pid"); done
            sleep 1
            rm -rf "$1"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, "bash", folder]
        process.standardInput = lifeline
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.start()
        try await run(
            """
            mkdir -m 755 "$1"
            [ "$(id -u)" != 0 ] || chown postgres "$1"
            as mkdir "$1/a" "$1/b"
            as "$2/initdb" -D "$1/a/data" -U jirga -A trust -E UTF8 --locale=C --no-sync
            echo "local replication all trust" >> "$1/a/data/pg_hba.conf"
            printf '%s\\n' "listen_addresses = ''" "max_wal_senders = 6" "synchronous_commit = on" \\
                "wal_keep_size = 256" >> "$1/a/data/postgresql.conf"
            start a
            as "$2/psql" -X -q -h "$1/a" -U jirga -d postgres -c "CREATE DATABASE jirga"
            """)
        try await addStandby("b", to: "a")
    }

    /// The address of whichever of the two takes writes.
    package var url: String {
        "postgres://jirga@/jirga?host=\(folder)/a,\(folder)/b&target_session_attrs=read-write"
    }

    /// Kills the server that takes writes and lets the other take its place.
    ///
    /// - Parameter name: of the one that takes writes now, `a` or `b`.
    /// - Returns: the one that does from now on.
    package func failOver(from name: String) async throws -> String {
        let other = name == "a" ? "b" : "a"
        try await run(
            """
            # All of it, as when the machine is gone: what is left of a server keeps its successor from starting.
            for process in /proc/[0-9]*; do
                [ "$(readlink "$process/cwd")" != "$1/\(name)/data" ] || kill -9 "${process#/proc/}" || true
            done
            rm -f "$1/\(name)/data/postmaster.pid" "$1/\(name)/".s.PGSQL.*
            as "$2/pg_ctl" -D "$1/\(other)/data" -w promote
            """)
        return other
    }

    /// Makes a fresh copy of one server wait beside it, and every commit wait for the copy.
    package func addStandby(_ name: String, to primary: String) async throws {
        try await run(
            """
            rm -rf "$1/\(name)/data"
            as "$2/pg_basebackup" -h "$1/\(primary)" -U jirga -D "$1/\(name)/data" -R -X stream --checkpoint=fast --no-sync
            start \(name)
            as "$2/psql" -X -q -h "$1/\(primary)" -U jirga -d postgres \\
                -c "ALTER SYSTEM SET synchronous_standby_names = '*'" -c "SELECT pg_reload_conf()"
            for i in $(seq 200); do
                as "$2/psql" -X -q -t -h "$1/\(primary)" -U jirga -d postgres \\
                    -c "SELECT sync_state FROM pg_stat_replication" | grep -q sync && exit 0
                sleep 0.05
            done
            exit 1
            """)
    }

    private func run(_ script: String) async throws {
        // A server must not inherit the descriptor by which Foundation notices that a program has ended.
        let head = """
            set -e
            for fd in $(ls /proc/$$/fd); do [ "$fd" -le 2 ] || eval "exec $fd>&-"; done
            as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
            folder=$1 binaries=$2
            start() {
                as "$binaries/pg_ctl" -D "$folder/$1/data" -l "$folder/$1/log" -w -o "-k $folder/$1" start
            }
            cd /

            """
        let run = try await ProgramRun("/bin/bash", ["-c", head + script, "bash", folder, binaries])
        guard run.status == 0 else {
            throw Failed(description: "\(script)\n\(run.stdout.suffix(600)) \(run.stderr.suffix(600))")
        }
    }
}
