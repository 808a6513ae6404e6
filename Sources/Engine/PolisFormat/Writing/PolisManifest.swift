/// `manifest.json` of an export: what a reader would otherwise have to guess.
package struct PolisManifest: Codable, Equatable, Sendable {
    package static let apostrophe = "apostrophe"

    package var schema: String?
    package var layout: String?
    package var software: String?
    /// The value that means agree in all files: 1 or −1.
    package var agree: Int?
    package var clock: String?
    package var rowOrder: [String: String]?
    /// ``apostrophe`` when text is guarded by ``FormulaGuard``.
    package var textGuard: String?
    package var notes: [String]?
    /// Rows of each file, without its header.
    package var rows: [String: Int]?
}
