import Site

/// A form that could not be carried out yet, because its sender has to sign in first: where it goes and what was in it.
/// What made it good for one session is not kept.
struct KeptForm: Sendable {
    /// Much more than people type at once; with a body inside a body there is still room in the form of signing in.
    static let limits = FormData.Limits(bytes: 131_072, fields: 100)
    static let outerLimits = FormData.Limits(bytes: 524_288, fields: 8)

    struct Field: Sendable {
        let name: String
        let value: String
    }

    /// Without language prefix.
    let path: String
    let fields: [Field]

    /// Nil where the address is none of this site.
    init?(_ form: FormData, to path: String) {
        guard let path = LocalPath(path) else { return nil }
        let kept = form.without("token", ConveningPages.confirmationField)
        self.path = path.text
        fields = kept.names.map { Field(name: $0, value: kept[$0] ?? "") }
        body = kept.encoded
    }

    /// A form as ``body`` wrote it.
    init?(path: String?, body: String?) {
        guard let path, let body, !path.isEmpty, let form = try? FormData(Array(body.utf8), limits: Self.limits)
        else { return nil }
        self.init(form, to: path)
    }

    let body: String

    /// What people wrote, as opposed to chose: everything but words and numbers of ours.
    var texts: [String] {
        fields.map(\.value).filter { value in
            !value.isEmpty
                && !value.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
                }
        }
    }
}
