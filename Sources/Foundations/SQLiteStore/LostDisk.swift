internal import Foundation
internal import GRDB

/// A disk that could not keep what it was given.
///
/// The system reports this once and then forgets it: flushing again may seem to succeed although the bytes are gone. So
/// nothing may be acknowledged any more by this process, and the next one reads what is really there.
enum LostDisk {
    static func isMeant(by error: DatabaseError) -> Bool {
        [.SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC, .SQLITE_IOERR_TRUNCATE].contains(error.extendedResultCode)
    }

    static func end(_ error: DatabaseError) -> Never {
        let words = """
            error: the disk could not keep what was written (\(error.message ?? "no further words")); stopped
              fix:  look at the disk, then start again: nothing of it was acknowledged to anybody

            """
        try? FileHandle.standardError.write(contentsOf: Data(words.utf8))
        // At once, without flushing or tidying up: EX_IOERR.
        _exit(74)
    }
}
