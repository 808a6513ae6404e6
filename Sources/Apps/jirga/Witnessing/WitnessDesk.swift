import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TransparencyLog

/// Takes requests one at a time: what is asked is compared, kept and only then signed.
actor WitnessDesk {
    enum Answer: Sendable {
        /// The line of the signature.
        case signed(String)
        case refused(WitnessRefusal)
        /// What was signed last could not be read or kept.
        case unable

        var response: Response {
            switch self {
            case .signed(let line): Self.text(line + "\n", .ok)
            case .refused(.otherSize(let size)): Self.text("\(size)\n", .conflict, type: "text/x.tlog.size")
            case .refused(let refusal):
                Self.text("\(refusal)\n", HTTPResponse.Status(code: refusal.status))
            case .unable: Self.text("the disk failed\n", .internalServerError)
            }
        }

        private static func text(_ text: String, _ status: HTTPResponse.Status, type: String = "text/plain") -> Response
        {
            Response(
                status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }

    private let memory: WitnessMemory
    private let logs: [String: [VerifierKey]]

    init(_ memory: WitnessMemory, logs: [String: [VerifierKey]]) {
        self.memory = memory
        self.logs = logs
    }

    func answer(_ bytes: [UInt8]) -> Answer {
        do {
            let request = try AddCheckpoint(bytes)
            let checkpoint = try WitnessRules.judge(request, logs: logs) { try memory.last(of: $0) }
            try memory.remember(checkpoint)
            let time = UInt64(max(0, Date().timeIntervalSince1970))
            return .signed(
                try Cosignature(text: request.note.text, time: time, by: memory.key).noteSignature.line)
        } catch let refusal as WitnessRefusal {
            return .refused(refusal)
        } catch {
            return .unable
        }
    }
}
