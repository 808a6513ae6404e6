package import HTTPTypes

/// Why a form could not be read. Pages show the ones about a field beside that field; thrown on, they become a page.
package enum FormProblem: Error, Sendable, Equatable {
    // The body as a whole
    case tooLarge(limit: Int)
    case tooSlow
    case contentType
    case encodingNotSupported
    case badForm
    case notUTF8
    case tooManyFields(limit: Int)
    case duplicateField(String)
    case unknownField(String)

    // One field
    case required(String)
    case choice(String)
    case number(String)
    /// In bytes of UTF-8.
    case tooLong(String, limit: Int, found: Int)

    /// The field at fault, for the problems of one field.
    package var field: String? {
        switch self {
        case .required(let name), .choice(let name), .number(let name), .tooLong(let name, _, _): name
        default: nil
        }
    }

    /// The key of a sentence for beside the field, with ``arguments``.
    package var textKey: String { "form.\(code)" }

    package var arguments: [String: TextArgument] {
        switch self {
        case .tooLarge(let limit), .tooManyFields(let limit): ["limit": .number(limit)]
        case .tooLong(_, let limit, let found): ["limit": .number(limit), "found": .number(found)]
        case .duplicateField(let name), .unknownField(let name): ["name": .text(name)]
        default: [:]
        }
    }

    package var code: String {
        switch self {
        case .tooLarge: "too_large"
        case .tooSlow: "too_slow"
        case .contentType: "content_type"
        case .encodingNotSupported: "encoding_not_supported"
        case .badForm, .tooManyFields: "bad_form"
        case .notUTF8: "not_utf8"
        case .duplicateField: "duplicate_field"
        case .unknownField: "unknown_field"
        case .required: "required"
        case .choice: "choice"
        case .number: "number"
        case .tooLong: "too_long"
        }
    }

    package var status: HTTPResponse.Status {
        switch self {
        case .tooLarge: .contentTooLarge
        case .tooSlow: .requestTimeout
        case .contentType, .encodingNotSupported: .unsupportedMediaType
        case .badForm, .notUTF8, .tooManyFields, .duplicateField, .unknownField: .badRequest
        case .required, .choice, .number, .tooLong: .unprocessableContent
        }
    }

    package var page: PageProblem {
        var problem = PageProblem(
            status, code: code, textKey: textKey, titleKey: "form.problem_title", arguments: arguments)
        // The rest of the body was not read; the connection cannot be used again.
        if [.contentTooLarge, .requestTimeout].contains(status) { problem.headers[.connection] = "close" }
        return problem
    }
}
