import Testing

@testable import DialogueLog

struct RunningDigestTests {
    @Test func `a digest of pieces is the digest of the whole`() {
        var running = RunningDigest()
        #expect(running.bytes == digest(of: ""))
        for piece in ["jirga ", "", "votes 1\n", "0,5,-1\n"] { running.append(Array(piece.utf8)) }
        #expect(running.bytes == digest(of: "jirga votes 1\n0,5,-1\n"))
        // Asking changes nothing.
        running.append(Array("0,6,1\n".utf8))
        #expect(running.bytes == digest(of: "jirga votes 1\n0,5,-1\n0,6,1\n"))
    }
}
