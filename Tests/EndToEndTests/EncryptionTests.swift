import AsyncHTTPClient
import Foundation
import JirgaTestSupport
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

extension EndToEnd {
    /// A certificate made for the occasion, and what browsers would see with it.
    @Suite struct `Encryption` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-keyout", folder.path("key.pem"), "-out", folder.path("cert.pem"))
            try openssl(
                "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", folder.path("other.pem"))
            try openssl(
                "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes256", "-pass", "pass:secret",
                "-out", folder.path("locked.pem"))
        }

        private func openssl(_ arguments: String...) throws { _ = try output(of: "/usr/bin/openssl", arguments) }

        /// What a program printed, of both kinds.
        @discardableResult
        private func output(of program: String, _ arguments: [String]) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            let pipe = Pipe.alone()
            process.standardOutput = pipe
            process.standardError = pipe
            process.standardInput = FileHandle.nullDevice
            try process.start()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: data, as: UTF8.self)
        }

        @Test func `is spoken from TLS 1.2 on, with cookies that no other host can set`() async throws {
            let options = ["--tls-cert", folder.path("cert.pem"), "--tls-key", folder.path("key.pem")]
            try await RunningJirga.serving(folder.path("data"), options) { server in
                #expect(server.address.hasPrefix("https://127.0.0.1:"))
                #expect(server.signInLink.hasPrefix(server.address))
                var settings = HTTPClient.Configuration(certificateVerification: .none)
                settings.redirectConfiguration = .disallow
                let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
                let code = server.signInLink.split(separator: "=").last.map(String.init) ?? ""
                var page = try await client.execute(
                    HTTPClientRequest(url: server.signInLink), timeout: .seconds(30))
                let html = HTMLPage(String(buffer: try await page.body.collect(upTo: 1_000_000)))
                #expect(page.headers.first(name: "strict-transport-security") == "max-age=31536000; includeSubDomains")
                let token = try html.form("/sign-in/link").fields.first { $0.name == "token" }?.value ?? ""
                var request = HTTPClientRequest(url: server.address + "/sign-in/link")
                request.method = .POST
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
                request.headers.add(name: "Origin", value: server.address)
                request.body = .bytes(Array("token=\(token)&code=\(code)".utf8))
                page = try await client.execute(request, timeout: .seconds(30))
                let cookie = page.headers.first(name: "set-cookie") ?? ""
                #expect(cookie.hasPrefix("__Host-jirga-worker="), "\(page.status) \(cookie)")
                for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] { #expect(cookie.contains(part)) }
                try await client.shutdown()

                let old = try output(
                    of: "/usr/bin/openssl",
                    ["s_client", "-connect", "127.0.0.1:\(server.port)", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
                #expect(
                    old.contains("Cipher is (NONE)"), "\(old.suffix(400))")
                let new = try output(
                    of: "/usr/bin/openssl", ["s_client", "-connect", "127.0.0.1:\(server.port)", "-tls1_2"])
                #expect(new.contains("TLSv1.2"), "\(new.suffix(400))")
                let plain = try await RawConnection.exchange(
                    "GET / HTTP/1.1\r\nHost: x\r\n\r\n", port: server.port, silence: 5)
                #expect(!plain.text.contains("200 OK"))
            }
        }

        struct WrongFiles: Sendable, CustomTestStringConvertible {
            let cert: String
            let key: String
            let says: String
            var testDescription: String { "\(cert) and \(key)" }
        }

        @Test(arguments: [
            WrongFiles(cert: "nothing.pem", key: "key.pem", says: "there is no file"),
            WrongFiles(cert: "cert.pem", key: "nothing.pem", says: "there is no file"),
            WrongFiles(cert: "key.pem", key: "key.pem", says: "holds no certificate"),
            WrongFiles(cert: "cert.pem", key: "cert.pem", says: "holds no private key"),
            WrongFiles(cert: "cert.pem", key: "other.pem", says: "is not the one of the certificate"),
            WrongFiles(cert: "cert.pem", key: "locked.pem", says: "without a passphrase"),
        ])
        func `with the wrong files is refused in words`(files: WrongFiles) async throws {
            let run = try await JirgaProgram.run(
                "serve", "--data", folder.path("data"), "--port", "0", "--tls-cert", folder.path(files.cert),
                "--tls-key", folder.path(files.key))
            #expect(run.status == 66 || run.status == 78, "\(run.status)")
            #expect(run.stderr.contains(files.says) && run.stderr.contains("fix:"), "\(run.stderr)")
            #expect(run.stdout.isEmpty)
        }

        @Test(arguments: [
            ["--tls-cert", "a"], ["--tls-key", "a"], ["--tls-cert", "a", "--tls-key", "b", "--behind-proxy"],
            ["--tls-cert", "a", "--tls-key", "b", "--trusted-proxy", "10.0.0.1"], ["--trusted-proxy", "proxy.example"],
        ])
        func `is not half of one thing and half of another`(options: [String]) async throws {
            let run = try await JirgaProgram.run(["serve", "--data", folder.path("data"), "--port", "0"] + options)
            #expect(run.status == 64 && run.stderr.contains("--t"), "\(run.status) \(run.stderr)")
        }

        @Test func `is missed loudly where others can reach the server`() async throws {
            try await RunningJirga.serving(folder.path("open"), ["--host", "0.0.0.0"]) { server in
                #expect(server.program.stderr.contains("WARNING") && server.program.stderr.contains("--tls-cert"))
            }
            try await RunningJirga.serving(folder.path("own")) { server in
                #expect(!server.program.stderr.contains("WARNING"))
            }
            try await RunningJirga.serving(
                folder.path("behind"), ["--host", "0.0.0.0", "--trusted-proxy", "192.0.2.7"]
            ) { server in
                #expect(!server.program.stderr.contains("WARNING"))
            }
        }
    }
}
