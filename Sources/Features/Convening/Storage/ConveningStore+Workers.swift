import Journal
import SQLStore

extension ConveningStore {
    package func worker(_ id: Worker.ID) throws -> Worker? {
        try transaction.first("SELECT id, name FROM worker WHERE id = \(id)").map(worker(from:))
    }

    /// A worker and the stored form of their passphrase; nil as passphrase where they have set none.
    package func worker(named name: String) throws -> (worker: Worker, passphrase: String?)? {
        try transaction.first("SELECT id, name, passphrase FROM worker WHERE name = \(name)").map { row in
            (try worker(from: row), try row["passphrase"])
        }
    }

    package func access(of worker: Worker.ID) throws -> WorkerAccess {
        let row = try transaction.first("SELECT passphrase FROM worker WHERE id = \(worker)")
        let passphrase: String? = try row?["passphrase"] ?? nil
        let dialogues = try transaction.rows("SELECT dialogue_id FROM worker_role WHERE worker_id = \(worker)")
            .map { try $0["dialogue_id"] as String }
        return WorkerAccess(hasPassphrase: passphrase != nil, dialogues: Set(dialogues))
    }

    /// The names of workers, whatever their roles are now.
    package func names(of workers: Set<Worker.ID>) throws -> [Worker.ID: String] {
        var names: [Worker.ID: String] = [:]
        try transaction.forEachRow("SELECT id, name FROM worker WHERE id IN (\(list: workers.sorted()))") { row in
            names[try row["id"]] = try row["name"]
        }
        return names
    }

    /// Everybody's name, for comparing.
    func workerNames(but worker: Worker.ID? = nil) throws -> [String] {
        try transaction.rows("SELECT name FROM worker WHERE id <> \(worker?.rawValue ?? "")").map { try $0["name"] }
    }

    package func hasOwner() throws -> Bool {
        try transaction.first("SELECT 1 AS one FROM worker_role WHERE dialogue_id = '' AND role = 'owner'") != nil
    }

    /// Somebody's highest role in a dialogue; with nil as dialogue, in the installation as a whole.
    package func standing(of worker: Worker, in dialogue: Dialogue.ID?) throws -> Standing? {
        let roles = try transaction.rows(
            """
            SELECT role FROM worker_role
            WHERE worker_id = \(worker.id) AND dialogue_id IN ('', \(dialogue?.rawValue ?? ""))
            """
        ).map { try $0["role"] as WorkerRole }
        return roles.max().map { Standing(worker: worker, role: $0) }
    }

    /// Everybody with a role in a dialogue or, with nil, in the installation as a whole; by name.
    package func standings(in dialogue: Dialogue.ID?) throws -> [Standing] {
        try transaction.rows(
            """
            SELECT worker.id, worker.name, worker_role.role FROM worker_role
            JOIN worker ON worker.id = worker_role.worker_id
            WHERE worker_role.dialogue_id = \(dialogue?.rawValue ?? "") ORDER BY worker.name
            """
        ).map { Standing(worker: try worker(from: $0), role: try $0["role"]) }
    }

    /// The dialogues somebody has a role in; everything where the role is in the installation as a whole.
    package func dialogues(of worker: Worker) throws -> [Dialogue] {
        let places = try transaction.rows("SELECT dialogue_id FROM worker_role WHERE worker_id = \(worker.id)")
            .map { try $0["dialogue_id"] as String }
        let all = try dialogues()
        return places.contains("") ? all : all.filter { places.contains($0.id.rawValue) }
    }

    func insert(_ worker: Worker, at time: Int64) throws {
        try transaction.run(
            "INSERT INTO worker (id, name, made_at) VALUES (\(worker.id), \(worker.name), \(time))")
    }

    func setPassphrase(_ stored: String, of worker: Worker.ID) throws {
        try transaction.run("UPDATE worker SET passphrase = \(stored) WHERE id = \(worker)")
    }

    func rename(_ worker: Worker.ID, to name: String) throws {
        try transaction.run("UPDATE worker SET name = \(name) WHERE id = \(worker)")
    }

    func setRole(_ role: WorkerRole?, of worker: Worker.ID, in dialogue: Dialogue.ID?) throws {
        let place = dialogue?.rawValue ?? ""
        guard let role else {
            try transaction.run("DELETE FROM worker_role WHERE worker_id = \(worker) AND dialogue_id = \(place)")
            return
        }
        try transaction.run(
            """
            INSERT INTO worker_role (worker_id, dialogue_id, role) VALUES (\(worker), \(place), \(role))
            ON CONFLICT (worker_id, dialogue_id) DO UPDATE SET role = excluded.role
            """)
    }

    func worker(from row: SQLRow) throws -> Worker {
        Worker(id: try row["id"], name: try row["name"])
    }
}
