/// Reads a file of age, version 1, piece by piece.
///
/// What comes out has been checked chunk by chunk; that it is whole is known only after ``finish()``.
package struct AgeDecryptor {
    private let identities: [AgeIdentity]
    private var waiting: [UInt8] = []
    /// Where the line of the header begins that is not whole yet.
    private var line = 0
    private var isHeaderWhole = false
    private var content: AgeContent?

    package init(identities: [AgeIdentity]) {
        self.identities = identities
    }

    /// - Throws: ``AgeProblem``.
    package mutating func update(_ bytes: some Sequence<UInt8>) throws -> [UInt8] {
        waiting += bytes
        try readHeader()
        guard content != nil else { return [] }
        var (start, opened) = (0, [UInt8]())
        let sealed = AgeContent.chunk + AgeContent.tag
        while waiting.count - start > sealed {
            guard let bytes = content?.open(waiting[start..<start + sealed], isLast: false) else {
                throw AgeProblem.damaged
            }
            opened += bytes
            start += sealed
        }
        waiting.removeFirst(start)
        return opened
    }

    /// - Throws: ``AgeProblem``; ``AgeProblem/truncated`` where the file ends early.
    package mutating func finish() throws -> [UInt8] {
        guard let content, waiting.count >= AgeContent.tag else { throw AgeProblem.truncated }
        var last = content
        if let bytes = last.open(waiting[...], isLast: true) {
            // Only a file of nothing ends with a chunk of nothing.
            guard !bytes.isEmpty || content.place == 0 else { throw AgeProblem.damaged }
            return bytes
        }
        var between = content
        throw between.open(waiting[...], isLast: false) == nil ? AgeProblem.damaged : AgeProblem.truncated
    }

    private mutating func readHeader() throws {
        guard content == nil else { return }
        while !isHeaderWhole, let end = waiting[line...].firstIndex(of: 0x0A) {
            if line == 0, !waiting[..<end].elementsEqual(AgeHeader.version.utf8) { throw AgeProblem.badHeader }
            isHeaderWhole = waiting[line..<end].starts(with: Array("---".utf8))
            line = end + 1
        }
        if !isHeaderWhole {
            guard waiting.count <= AgeHeader.mostBytes else { throw AgeProblem.badHeader }
            return
        }
        guard waiting.count >= line + 16 else { return }
        let fileKey = try AgeHeader.fileKey(in: Array(waiting[..<line]), identities: identities)
        content = AgeContent(key: AgeHeader.contentKey(fileKey, nonce: Array(waiting[line..<line + 16])))
        waiting.removeFirst(line + 16)
    }
}
