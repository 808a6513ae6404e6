internal import CLibpq
internal import SQLStore

/// Where the server is and who we are there. It holds the password and is therefore never printed.
struct PostgresAddress: Sendable {
    let url: String
    private let secret: String?

    init(_ url: String) throws {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), !url.utf8.contains(0),
            let options = PQconninfoParse(url, nil)
        else {
            // What libpq says about an address may repeat it, and with it the password.
            throw SQLStoreError(
                .invalidSettings,
                "the address of the PostgreSQL server can't be read; "
                    + "it should look like postgres://user:password@host:5432/database")
        }
        defer { PQconninfoFree(options) }
        var secret: String?
        var option = options
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "password", let value = option.pointee.val {
                secret = String(cString: value)
            }
            option += 1
        }
        self.url = url
        self.secret = secret
    }

    /// Words of the server or of libpq, in one line and without the password.
    func cleaned(_ words: UnsafePointer<CChar>?) -> String {
        guard let words else { return "no further words" }
        var line = String(cString: words).split(whereSeparator: \.isNewline).joined(separator: "; ")
        if let secret, !secret.isEmpty {
            line = line.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "…")
        }
        return line
    }
}
