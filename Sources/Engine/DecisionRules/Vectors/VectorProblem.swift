/// What can't be read in a file of vectors: which vector, which field, and why.
public struct VectorProblem: Error, Sendable, Hashable {
    /// From 1; nil for the file as a whole.
    public var vector: Int?
    public var rule: String?
    public var name: String?
    /// `input.v[2].vote`
    public var field: String?
    /// Line of the file, for what is no JSON.
    public var line: Int?
    public var reason: Reason

    public enum Reason: Error, Sendable, Hashable {
        case notJSON
        case repeatedField(String)
        case unknownSchema(String)
        case missing
        case unknownField(known: [String])
        case unknownRule(known: [String])
        case unknownValue(String, known: [String])
        /// Something else stands there than `expected`.
        case wrong(expected: String)
        case undecidable(DecisionInputProblem)
    }

    init(_ reason: Reason, field: String? = nil, line: Int? = nil) {
        self.reason = reason
        self.field = field
        self.line = line
    }
}
