/// Where the numbers of a vote stand in a row, and how to read them where nothing needs a closer look.
struct PlainVoteColumns {
    enum Role: UInt8 {
        case other, time, statement, participant, vote
    }

    /// One for each column.
    let roles: [Role]

    /// Nil when one name stands for two of them or one is missing.
    init?(header: CSVReader) {
        guard let statement = header.column("comment-id", "tid", "statement-id"),
            let participant = header.column("voter-id", "pid", "participant-id", "participant"),
            let vote = header.column("vote")
        else { return nil }
        var roles = [Role](repeating: .other, count: header.header.count)
        if let time = header.column("timestamp", "created", "modified") { roles[time] = .time }
        roles[statement] = .statement
        roles[participant] = .participant
        roles[vote] = .vote
        guard Set([statement, participant, vote]).count == 3 else { return nil }
        self.roles = roles
    }
}

/// One row of votes.
///
/// The reading is as strict as that of ``CSVReader``, but knows less: what it does not know it leaves alone.
struct PlainVoteRow {
    static let largestStatement = 1 << 16 - 1
    static let largestParticipant = 1 << 24 - 1

    private(set) var statement = 0
    private(set) var participant = 0
    /// 0 disagree, 1 pass, 2 agree, if 1 means agree in the file.
    private(set) var choice = 0
    /// Milliseconds since 1970; -1 where there is none.
    private(set) var time: Int64 = -1
    private(set) var isInSeconds = false

    /// Participant and statement in one number; times four, there is room for the choice.
    var pair: UInt64 { UInt64(truncatingIfNeeded: participant << 16 | statement) }

    /// Reads a row and moves past its line end.
    ///
    /// - Parameters:
    ///   - position: in bytes that end with a line end and have ``PlacedBytes/padding`` after them.
    /// - Returns: false when the row is not plain; the position may then be anywhere in the row.
    @inline(__always)
    mutating func read(
        _ position: inout UnsafePointer<UInt8>, roles: UnsafeBufferPointer<PlainVoteColumns.Role>
    ) -> Bool {
        var index = 0
        time = -1
        while index < roles.count {
            if index > 0 {
                guard position.pointee == UInt8(ascii: ",") else { return false }
                position += 1
            }
            switch roles[index] {
            case .other: guard Self.skipText(&position) else { return false }
            case .statement:
                guard let number = Self.number(&position), number <= Self.largestStatement else { return false }
                statement = number
            case .participant:
                guard let number = Self.number(&position), number <= Self.largestParticipant else { return false }
                participant = number
            case .vote:
                let isNegative = position.pointee == UInt8(ascii: "-")
                if isNegative { position += 1 }
                let digit = Int(position.pointee &- UInt8(ascii: "0"))
                guard digit < 2 else { return false }
                position += 1
                choice = isNegative ? 1 - digit : 1 + digit
            case .time:
                if position.pointee == UInt8(ascii: ",") || position.pointee < 0x20 { break }
                guard let number = Self.number(&position),
                    let milliseconds = UTCTime.milliseconds(from: Int64(number))
                else { return false }
                time = milliseconds
                isInSeconds = milliseconds != number
            }
            index += 1
        }
        if position.pointee == UInt8(ascii: "\r") { position += 1 }
        guard position.pointee == UInt8(ascii: "\n") else { return false }
        position += 1
        return true
    }

    /// Moves past plain ASCII text to the comma or line end after it.
    @inline(__always)
    private static func skipText(_ position: inout UnsafePointer<UInt8>) -> Bool {
        while true {
            let byte = position.pointee
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return true }
            guard byte < 0x7F, byte >= 0x20 || byte == UInt8(ascii: "\t"), byte != UInt8(ascii: "\"") else {
                return false
            }
            position += 1
        }
    }

    /// A number of 1 to 16 digits.
    @inline(__always)
    private static func number(_ position: inout UnsafePointer<UInt8>) -> Int? {
        let (first, count) = leadingDigits(position)
        position += count
        if count < 8 { return count > 0 ? Int(first) : nil }
        let (second, more) = leadingDigits(position)
        position += more
        guard position.pointee &- UInt8(ascii: "0") >= 10 else { return nil }
        return Int(first &* powersOfTen(more) &+ second)
    }

    private static func powersOfTen(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1_000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        case 7: 10_000_000
        default: 100_000_000
        }
    }

    /// The value of the digits among the next eight bytes, up to the first that is none, all eight at once.
    ///
    /// Where the high half of a byte is that of "0" and the low half at most nine, it is a digit. The digits are moved to
    /// the upper end of the word and neighbors put together: to pairs, to fours, to eight.
    @inline(__always)
    private static func leadingDigits(_ position: UnsafePointer<UInt8>) -> (value: UInt64, count: Int) {
        let word = UInt64(littleEndian: UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
        let digits = word ^ 0x3030_3030_3030_3030
        let others = (((digits & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        let count = others.trailingZeroBitCount >> 3
        guard count > 0 else { return (0, 0) }
        var value = digits &<< UInt64(truncatingIfNeeded: 64 - 8 * count)
        value = ((value &* 10) &+ (value >> 8)) & 0x00FF_00FF_00FF_00FF
        value = ((value &* 100) &+ (value >> 16)) & 0x0000_FFFF_0000_FFFF
        value = ((value &* 10_000) &+ (value >> 32)) & 0x0000_0000_FFFF_FFFF
        return (value, count)
    }
}
