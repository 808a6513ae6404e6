/// Why a log is not sealed any more. Reading goes on; nothing is signed until somebody has looked.
package enum LogTrouble: Error, Sendable, Hashable {
    /// There are logs, and the folder of keys holds none.
    case keysMissing
    /// The folder of keys holds another key than the one this log signs with.
    case otherKey(expected: String)
    /// More was signed than the database has: an old copy of it was restored, or it lost rows.
    case rollback(signed: UInt64, found: UInt64)
    /// At this size the log signed another history than the database has.
    case forked(size: UInt64)
    /// The database was restored from a backup of this moment, in milliseconds since 1970: what was signed afterwards is not
    /// in it, whether or not anything here remembers that.
    case restored(from: Int64)
    /// So much was signed, says the database, and neither the guard nor a published file is here that would bear it out.
    case guardMissing(signed: UInt64)
    /// The entry at this index is not the one that was sealed.
    case entryChanged(index: UInt64)
    /// The bundle of entries at this place, 256 to a bundle, can't be read.
    case bundleUnreadable(place: UInt64)
    /// What is stored leads to another root than the one that was sealed, from this size on.
    case rootDiffers(size: UInt64)

    /// Whether what was signed before is lost here, so that nothing more may be taken in.
    package var refusesActs: Bool {
        switch self {
        case .rollback, .forked, .restored, .guardMissing: true
        default: false
        }
    }

    /// Stable, for machines and logs.
    package var code: String {
        switch self {
        case .keysMissing: "log_keys_missing"
        case .otherKey: "log_other_key"
        case .rollback: "log_rollback"
        case .forked: "log_forked"
        case .restored: "log_restored"
        case .guardMissing: "log_guard_missing"
        case .entryChanged: "log_entry_changed"
        case .bundleUnreadable: "log_bundle_unreadable"
        case .rootDiffers: "log_root_differs"
        }
    }
}
