import HTTPTypes
import Hummingbird
import NIOCore
import Site

/// Codes as they leave the server, this once: as slips to print, or as a file.
extension ConveningPages {
    private struct Model: ViewModel {
        let desk: DeskFrame
        let count: String
        let slips: [Slip]

        var fields: [(key: String, value: Any)] {
            [("desk", desk), ("count", count), ("slips", slips)]
        }
    }

    /// What one person gets, in the language the dialogue is written in.
    private struct Slip: ViewModel {
        let title: String
        let language: String
        let direction: String
        let address: String
        let code: String
        let how: String

        var fields: [(key: String, value: Any)] {
            [
                ("title", title), ("language", language), ("direction", direction), ("address", address),
                ("code", code), ("how", how),
            ]
        }
    }

    func slips(
        _ visit: WorkerVisit, _ dialogue: Dialogue, _ batch: Batch, _ codes: [AdmissionCode], address: String
    ) throws -> Response {
        let own = dialogue.texts[0]
        let language = Language(rawValue: own.language) ?? visit.context.language
        let how = renderer.texts(language)["slip_how"]
        let model = Model(
            desk: DeskFrame(visit, current: .codes),
            count: visit.texts("slips_count", ["count": .number(codes.count), "name": .text(batch.name)]),
            slips: codes.map {
                Slip(
                    title: own.title, language: language.tag, direction: language.direction.rawValue, address: address,
                    code: $0.written, how: how)
            })
        return try once(visit.page("slips", model, title: visit.title("slips_title")))
    }

    /// One code a line, and a link that carries it behind its `#`, which browsers send nowhere.
    static func file(of codes: [AdmissionCode], address: String, slug: String) -> Response {
        let lines = codes.map { "\($0.written),\(address)#\($0.written)\r\n" }
        return once(
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"codes-\(slug).csv\"",
                ], body: .init(byteBuffer: ByteBuffer(string: "code,link\r\n" + lines.joined()))))
    }

    private static func once(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func once(_ response: Response) -> Response { Self.once(response) }
}
