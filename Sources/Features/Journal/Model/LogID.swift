/// Which log: that of a dialogue, or the anchor log, which holds the checkpoints of all the others.
package struct LogID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 32 lowercase hexadecimal digits, or `anchor`.
    package let rawValue: String

    package static let anchor = LogID("anchor")

    private init(_ rawValue: String) { self.rawValue = rawValue }

    /// Nil for anything else, so that no name of a folder ever comes from outside.
    package init?(rawValue: String) {
        guard rawValue == Self.anchor.rawValue || Identifier<Act>(rawValue: rawValue) != nil else { return nil }
        self.rawValue = rawValue
    }

    /// - Parameter dialogue: its 16 bytes.
    package init(dialogue: [UInt8]) { rawValue = Identifier<Act>(bytes: dialogue).rawValue }

    /// The 16 bytes of the dialogue; zeros for the anchor log.
    package var dialogue: [UInt8] {
        Identifier<Act>(rawValue: rawValue)?.bytes ?? Array(repeating: 0, count: 16)
    }

    /// Where the files of an epoch are, below the folder of all logs: `<id>`, and `<id>/2` from the second epoch on.
    package func folder(epoch: Int) -> String { epoch == 1 ? rawValue : "\(rawValue)/\(epoch)" }

    /// The name the log signs with, the same for all of an epoch.
    package func origin(in installation: String, epoch: Int) -> String { "\(installation)/log/\(folder(epoch: epoch))" }

    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    private enum Act {}
}
