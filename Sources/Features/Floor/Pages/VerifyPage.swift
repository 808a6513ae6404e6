import HTTPTypes
import Hummingbird
import NIOCore
import Site

/// Where anybody checks a receipt in the browser, and reads what that does not prove.
extension FloorPages {
    func verify(_ request: Request, _ context: SiteContext) async throws -> Response {
        var frame = PageFrame(title: texts(context)["verify_title"], in: context)
        frame.path = "/verify"
        frame.scripts = ["verify.js"]
        return try renderer.page("verify", FixedPage(), frame: frame)
    }

    /// The same as one file, with nothing of it elsewhere, to be kept and opened without a network.
    func verifyOffline(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let script = renderer.assets.text(of: "verify.js") else { throw PageProblem.notFound }
        let html = try renderer.render(
            "verify-offline", FixedPage(), language: context.language, base: context.base,
            frame: PageFrame(title: texts(context)["verify_title"], in: context))
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentLanguage: context.language.tag,
                .contentDisposition: "attachment; filename=\"jirga-verify.html\"",
            ], body: .init(byteBuffer: ByteBuffer(string: html.replacing("/* verify.js */", with: script))))
    }
}
