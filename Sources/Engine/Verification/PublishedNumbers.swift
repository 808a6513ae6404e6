import Publication

/// The one place where published tables meet the rules of a profile.
enum PublishedNumbers {
    /// The smallest count above zero that may be seen.
    static func smallestCell(_ profile: PublicationProfile) -> Int {
        switch profile {
        case .open: 3
        case .standard: 5
        case .protected: 10
        }
    }

    /// What a table says that it should not; nil where there is nothing.
    static func violation(in tables: ArchivedTables, profile: PublicationProfile) -> String? {
        let smallest = smallestCell(profile)
        for row in tables.rows {
            for count in [row.agrees, row.disagrees, row.passes] where count < 0 || (1..<smallest).contains(count) {
                let group = row.group.map { ", group \($0)" } ?? ""
                return "statement \(row.statement)\(group): \(count) is below \(smallest)"
            }
        }
        return nil
    }
}

extension ArchiveCheck {
    func checkThresholds() throws -> Finding {
        guard let profile = PublicationProfile(rawValue: manifest.profile) else {
            return .failed(evidence: "there is no profile \(manifest.profile.prefix(32))")
        }
        guard let tables = try archive.document(ArchivedTables.self, "tables.json") else {
            return .skipped(reason: "no tables are here")
        }
        return PublishedNumbers.violation(in: tables, profile: profile).map { .failed(evidence: $0) } ?? .passed
    }
}
