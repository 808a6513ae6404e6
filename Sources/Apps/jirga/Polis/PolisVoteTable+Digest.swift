import DialogueLog
import Journal
import PolisFormat

extension PolisVoteTable {
    /// SHA-256 of `participant,statement,vote` lines in ascending order, as hexadecimal digits; the digest that a dialogue's
    /// results page shows for the same votes.
    ///
    /// - Complexity: O(votes); some fifteen bytes go through the hash for each.
    var digest: String {
        var digest = RunningDigest()
        digest.append(Array("jirga votes 1\n".utf8))
        let endings = LineEndings(statements)
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { text in
            var count = 0
            for (row, participant) in participants.enumerated() {
                let start = ShortText("\(participant),")
                for vote in rowStarts[row]..<rowStarts[row + 1] {
                    if text.count - count < 2 * ShortText.capacity {
                        digest.append(UnsafeRawBufferPointer(rebasing: text[..<count]))
                        count = 0
                    }
                    count += start.write(to: text, at: count)
                    count += endings.text(columns[vote], values[vote]).write(to: text, at: count)
                }
            }
            digest.append(UnsafeRawBufferPointer(rebasing: text[..<count]))
        }
        return hexadecimal(digest.bytes)
    }
}

/// What can follow the participant in a line of the digest: a statement and a vote.
private struct LineEndings {
    private let texts: [ShortText]

    init(_ statements: [Int]) {
        texts = statements.flatMap { statement in (-1...1).map { ShortText("\(statement),\($0)\n") } }
    }

    func text(_ column: Int32, _ value: Int8) -> ShortText { texts[3 * Int(column) + Int(value) + 1] }
}

/// A few bytes of text that are copied a word at a time.
private struct ShortText {
    /// The longest whole number with its sign, a comma, a vote and a line end.
    static let capacity = 24

    private let words: (UInt64, UInt64, UInt64)
    private let count: Int

    init(_ text: String) {
        var words: [UInt64] = [0, 0, 0]
        for (place, byte) in text.utf8.prefix(Self.capacity).enumerated() {
            words[place / 8] |= UInt64(byte) << UInt64(place % 8 * 8)
        }
        self.words = (words[0].littleEndian, words[1].littleEndian, words[2].littleEndian)
        count = min(text.utf8.count, Self.capacity)
    }

    /// Writes the text, and zeros after it, where there is room for ``capacity`` bytes; returns the length of the text.
    func write(to bytes: UnsafeMutableRawBufferPointer, at place: Int) -> Int {
        bytes.storeBytes(of: words.0, toByteOffset: place, as: UInt64.self)
        if count > 8 {
            bytes.storeBytes(of: words.1, toByteOffset: place + 8, as: UInt64.self)
            bytes.storeBytes(of: words.2, toByteOffset: place + 16, as: UInt64.self)
        }
        return count
    }
}
