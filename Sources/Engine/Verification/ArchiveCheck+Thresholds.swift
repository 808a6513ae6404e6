import Publication

extension ArchiveCheck {
    /// Whether the published tables keep to what the profile promises, by the rules that made them.
    func checkThresholds() throws -> Finding {
        guard let profile = PublicationProfile(rawValue: manifest.profile) else {
            return .failed(evidence: "there is no profile \(manifest.profile.prefix(32))")
        }
        guard let table = try archive.document(PublishedTable.self, "tables.json") else {
            return .skipped(reason: "no tables are here")
        }
        guard let first = violations(in: table, profile: profile).first else { return .passed }
        return .failed(evidence: first.description)
    }
}
