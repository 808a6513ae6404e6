extension OpinionMap {
    /// How a map is to be made.
    public struct Parameters: Sendable, Codable, Hashable {
        public var method: Method

        public init(method: Method = .jirga) { self.method = method }

        public enum Method: String, Sendable, Codable, Hashable, CaseIterable {
            /// The method of Polis with its constants, freed of its memory: the result depends on the set of latest votes
            /// alone, not on their order, on earlier results or on restarts.
            case polis

            /// The honest method: groups only where the votes bear them out, and everything with its uncertainty.
            case jirga
        }
    }
}
