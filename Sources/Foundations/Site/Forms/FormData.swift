import HTTPTypes
package import Hummingbird
import NIOCore

/// The fields of a posted form, read with limits and without mercy: nothing twice, nothing broken.
package struct FormData: Sendable {
    package struct Limits: Sendable {
        /// Bytes of the whole body.
        package var bytes: Int
        package var fields: Int
        /// For the whole body to arrive.
        package var deadline: Duration

        package init(bytes: Int = 8_192, fields: Int = 64, deadline: Duration = .seconds(30)) {
            self.bytes = bytes
            self.fields = fields
            self.deadline = deadline
        }
    }

    private var fields: [String: String]

    /// Reads the body of `request`.
    ///
    /// - Throws: ``FormProblem``.
    package init(_ request: Request, limits: Limits = Limits()) async throws {
        try Self.check(request.headers, limits: limits)
        let body = request.body
        // The reader is a child task so that a body that trickles in cannot hold the connection for ever.
        let bytes = try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await Self.collect(body, limit: limits.bytes) }
            group.addTask {
                try await Task.sleep(for: limits.deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let bytes = first else { throw FormProblem.tooSlow }
            return bytes
        }
        try self.init(bytes, limits: limits)
    }

    /// Decodes `application/x-www-form-urlencoded` bytes (WHATWG URL §5.1), more strictly than browsers need: each pair
    /// is `name=value`, names are not empty and come once, % codes are complete, all is UTF-8.
    package init(_ bytes: [UInt8], limits: Limits = Limits()) throws(FormProblem) {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        fields = [:]
        guard !bytes.isEmpty else { return }
        for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            let parts = pair.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { throw .badForm }
            guard fields.count < limits.fields else { throw .tooManyFields(limit: limits.fields) }
            let name = try Self.decoded(parts[0])
            guard fields.updateValue(try Self.decoded(parts[1]), forKey: name) == nil else {
                throw .duplicateField(String(name.prefix(40)))
            }
        }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) throws(FormProblem) -> String {
        if let text = PercentCoding.decoded(bytes, plusIsSpace: true) { return text }
        throw isComplete(bytes) ? .notUTF8 : .badForm
    }

    private static func isComplete(_ bytes: ArraySlice<UInt8>) -> Bool {
        // Turned into ASCII digits, only a broken % code can make decoding fail.
        PercentCoding.hasCompleteCodes(bytes)
    }

    private static func check(_ headers: HTTPFields, limits: Limits) throws(FormProblem) {
        guard headers[values: .contentEncoding].allSatisfy({ $0.lowercased() == "identity" }) else {
            throw .encodingNotSupported
        }
        let types = headers[values: .contentType]
        let parts = (types.first ?? "").split(separator: ";").map { trimmed($0).lowercased() }
        guard types.count == 1, parts.first == "application/x-www-form-urlencoded",
            parts.dropFirst().allSatisfy({ ["charset=utf-8", "charset=\"utf-8\""].contains($0) })
        else { throw .contentType }
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limits.bytes {
            throw .tooLarge(limit: limits.bytes)
        }
    }

    private static func collect(_ body: RequestBody, limit: Int) async throws -> [UInt8] {
        do {
            let buffer = try await body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw FormProblem.tooLarge(limit: limit)
        }
    }
}

// MARK: - Fields

extension FormData {
    /// The value as it came; nil if the field was not sent.
    package subscript(_ name: String) -> String? { fields[name] }

    package var names: [String] { fields.keys.sorted() }

    /// The same without some of the fields.
    package func without(_ names: String...) -> FormData {
        var form = self
        for name in names { form.fields[name] = nil }
        return form
    }

    /// As it would be sent, fields by name.
    package var encoded: String {
        names.map { "\(PercentCoding.encoded($0))=\(PercentCoding.encoded(fields[$0] ?? ""))" }.joined(separator: "&")
    }

    /// Refuses fields the page did not ask for.
    package func only(_ names: String...) throws(FormProblem) { try only(names) }

    package func only(_ names: [String]) throws(FormProblem) {
        guard let unknown = fields.keys.filter({ !names.contains($0) }).min() else { return }
        throw .unknownField(String(unknown.prefix(40)))
    }

    /// A text that must be there and not be blank, with the spaces around it taken off.
    ///
    /// - Parameter limit: bytes of UTF-8.
    package func text(_ name: String, limit: Int) throws(FormProblem) -> String {
        guard let text = try optionalText(name, limit: limit) else { throw .required(name) }
        return text
    }

    /// A text that may be missing or blank, and then is nil.
    package func optionalText(_ name: String, limit: Int) throws(FormProblem) -> String? {
        let text = String(trimmed(fields[name] ?? ""))
        guard text.utf8.count <= limit else { throw .tooLong(name, limit: limit, found: text.utf8.count) }
        return text.isEmpty ? nil : text
    }

    /// One of the cases of `type`, spelled exactly.
    package func choice<Choice: RawRepresentable>(
        _ name: String, of type: Choice.Type = Choice.self
    ) throws(FormProblem) -> Choice where Choice.RawValue == String {
        guard let value = fields[name], !value.isEmpty else { throw .required(name) }
        guard let choice = Choice(rawValue: value) else { throw .choice(name) }
        return choice
    }

    /// A whole number made by our own pages: `0`–`9` only, no sign, no spaces.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws(FormProblem) -> Int {
        guard let value = fields[name], !value.isEmpty else { throw .required(name) }
        guard value.utf8.count <= 18, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(value),
            range.contains(number)
        else { throw .number(name) }
        return number
    }

    /// A whole number typed by a person, in any of the three digit sets.
    package func typedNumber(_ name: String, in range: ClosedRange<Int>) throws(FormProblem) -> Int {
        let value = String(trimmed(fields[name] ?? ""))
        guard !value.isEmpty else { throw .required(name) }
        guard let number = LocalFormat.wholeNumber(value), range.contains(number) else { throw .number(name) }
        return number
    }

    /// A tick box: sent as `yes` when ticked, not sent otherwise.
    package func isTicked(_ name: String) throws(FormProblem) -> Bool {
        guard let value = fields[name] else { return false }
        guard value == "yes" else { throw .choice(name) }
        return true
    }
}
