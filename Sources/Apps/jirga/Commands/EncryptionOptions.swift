import ArgumentParser
import Site

/// Who encrypts the connections of visitors: this program, a proxy in front of it, or nobody.
struct EncryptionOptions: ParsableArguments {
    @Option(help: "Encrypt: a PEM file with this server's certificate and those that vouch for it.") var tlsCert:
        String?
    @Option(help: "The PEM file with the private key of --tls-cert, without a passphrase.") var tlsKey: String?
    @Option(
        help: """
            The address of a proxy that encrypts and writes X-Forwarded-For, like 192.0.2.7 or 10.0.0.0/8; may be given \
            more than once. From any other address the header is ignored.
            """) var trustedProxy: [String] = []
    @Flag(help: "The same as --trusted-proxy 127.0.0.0/8 --trusted-proxy ::1: the proxy runs on this machine.")
    var behindProxy = false

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key belong together: give both files or neither.")
        }
        guard tlsCert == nil || trustedProxy.isEmpty && !behindProxy else {
            throw ValidationError(
                "Either this program encrypts (--tls-cert) or a proxy does (--trusted-proxy, --behind-proxy), not both."
            )
        }
        for text in trustedProxy where AddressRange(text) == nil {
            throw ValidationError("--trusted-proxy \(text) is no address: write it like 192.0.2.7, 10.0.0.0/8 or ::1.")
        }
    }

    /// - Parameter now: milliseconds since 1970.
    func encryption(at now: Int64) throws -> Encryption {
        var certificate: ServerCertificate?
        if let tlsCert, let tlsKey {
            do {
                certificate = try ServerCertificate(certificateFile: tlsCert, keyFile: tlsKey, at: now)
            } catch {
                throw Failure(error)
            }
        }
        return Encryption(
            certificate: certificate,
            trustedProxies: trustedProxy.compactMap { AddressRange($0) } + (behindProxy ? AddressRange.loopback : []))
    }
}

/// How visitors' connections are encrypted, if they are.
struct Encryption: Sendable {
    var certificate: ServerCertificate?
    var trustedProxies: [AddressRange] = []

    /// Whether browsers see an encrypted connection.
    var isThere: Bool { certificate != nil || !trustedProxies.isEmpty }

    /// What must be said before anybody relies on the server; nil where nothing needs to be.
    ///
    /// - Parameter host: the address listened on.
    func warning(listeningOn host: String) -> String? {
        guard !isThere, !["localhost", "::1"].contains(host), !host.hasPrefix("127.") else { return nil }
        return """
            WARNING: connections to \(host) are not encrypted. Whoever is on the way can read and change what people answer, \
            and take over the sign-ins of workers.
              fix: give --tls-cert and --tls-key, or put a proxy in front that encrypts and name it with --trusted-proxy
            """
    }
}

extension Failure {
    init(_ problem: ServerCertificate.Problem) {
        switch problem {
        case .noFile(let path):
            self.init(.noInput, "there is no file \(path)", fix: "check the path given with --tls-cert or --tls-key")
        case .unreadable(let path):
            self.init(.noInput, "cannot read \(path)", fix: "let the user of this program read it")
        case .noCertificate(let path):
            self.init(
                .configuration, "\(path) holds no certificate in PEM form",
                fix: "--tls-cert is the file that begins with -----BEGIN CERTIFICATE-----")
        case .noKey(let path):
            self.init(
                .configuration, "\(path) holds no private key in PEM form that can be read without a passphrase",
                fix: "--tls-key is the file that begins with -----BEGIN PRIVATE KEY-----")
        case .mismatch(let certificate, let key):
            self.init(
                .configuration, "the key in \(key) is not the one of the certificate in \(certificate)",
                fix: "give the two files that were made together")
        case .expired(let path):
            self.init(
                .configuration, "the certificate in \(path) has run out, so browsers would refuse it",
                fix: "get a new one from whoever issued it")
        }
    }
}
