import Foundation
import NIOSSL

/// The certificate by which browsers know this server, and the private key that belongs to it, for TLS 1.2 and later.
package struct ServerCertificate: Sendable {
    /// Why two files are not a certificate and its key.
    package enum Problem: Error, Sendable, Hashable {
        case noFile(String)
        case unreadable(String)
        case noCertificate(String)
        case noKey(String)
        /// The key is not the one the certificate was made for.
        case mismatch(certificate: String, key: String)
        case expired(String)
    }

    let configuration: TLSConfiguration

    /// - Parameters:
    ///   - certificateFile: PEM, the server's own certificate first, then those that vouch for it.
    ///   - keyFile: PEM, without a passphrase.
    ///   - now: milliseconds since 1970.
    package init(certificateFile: String, keyFile: String, at now: Int64) throws(Problem) {
        let certificateBytes = try Self.contents(of: certificateFile)
        let keyBytes = try Self.contents(of: keyFile)
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(certificateBytes), let own = chain.first else {
            throw .noCertificate(certificateFile)
        }
        // An empty passphrase is given so that nobody is asked for one at the terminal.
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(bytes: keyBytes, format: .pem) { setter in setter([UInt8]()) }
        } catch {
            throw .noKey(keyFile)
        }
        guard Int64(own.notValidAfter) > now / 1_000 else { throw .expired(certificateFile) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            throw .mismatch(certificate: certificateFile, key: keyFile)
        }
        self.configuration = configuration
    }

    private static func contents(of path: String) throws(Problem) -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else { throw .noFile(path) }
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1_048_576 else {
            throw .unreadable(path)
        }
        return Array(data)
    }
}
