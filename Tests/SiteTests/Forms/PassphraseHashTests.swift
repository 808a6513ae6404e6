import Testing

@testable import Site

@Suite struct PassphraseHashTests {
    private let cheap = PassphraseHash.Cost(rounds: 16, blockSize: 8, parallelism: 1)

    @Test func `the right passphrase matches and no other does`() async throws {
        let stored = try await PassphraseHash.stored("correct horse battery staple")
        #expect(stored.hasPrefix("scrypt$32768$8$1$"))
        #expect(await PassphraseHash.matches("correct horse battery staple", stored: stored))
        #expect(await !PassphraseHash.matches("correct horse battery stapl", stored: stored))
        #expect(await !PassphraseHash.matches("", stored: stored))
    }

    @Test func `the same keys on another device are the same passphrase`() async throws {
        let stored = try await PassphraseHash.stored("caf\u{e9} \u{fb01}elds of the north", cost: cheap)
        #expect(await PassphraseHash.matches("cafe\u{301} fields of the north", stored: stored))
        #expect(await !PassphraseHash.matches("cafe fields of the north", stored: stored))
    }

    @Test func `the same passphrase is stored differently each time`() async throws {
        let first = try await PassphraseHash.stored("آب برای همهٔ مردم است", cost: cheap)
        let second = try await PassphraseHash.stored("آب برای همهٔ مردم است", cost: cheap)
        #expect(first != second)
        #expect(await PassphraseHash.matches("آب برای همهٔ مردم است", stored: second))
    }

    @Test func `a hash that OpenSSL made is recognized`() async {
        let stored =
            "scrypt$16$1$1$00000000000000000000000000000000$3782853e9c4d2e07c6201146332b847a0239e34253c305935c4f0f2becab1049"
        #expect(await PassphraseHash.matches("pleaseletmein", stored: stored))
    }

    @Test(arguments: [
        nil, "", "scrypt", "scrypt$$$$$", "scrypt$16$8$1$00$00", "bcrypt$16$8$1$00$00", "scrypt$99999999$8$1$00$00",
        "scrypt$17$8$1$00000000000000000000000000000000$" + String(repeating: "0", count: 64),
        "scrypt$1073741824$8$1$00000000000000000000000000000000$" + String(repeating: "0", count: 64),
        "scrypt$16$8$1$0000000000000000000000000000000g$" + String(repeating: "0", count: 64),
    ])
    func `nothing matches what is no stored passphrase`(stored: String?) async {
        #expect(await !PassphraseHash.matches("", stored: stored))
        #expect(await !PassphraseHash.matches("correct horse battery staple", stored: stored))
    }
}
