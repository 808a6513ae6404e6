extension DecisionLadder {
    /// The first line of every text.
    public static let textVersion = "jirga.decision-rule/1"

    /// The rule in bytes that never change for it, and are different for every other one: what is stored, hashed and frozen
    /// for a decision. One line a stage.
    public var canonicalText: String {
        var text = Self.textVersion + "\n"
        for stage in stages { text += stage.term.written + "\n" }
        return text
    }

    /// Reads what ``canonicalText`` writes, and nothing else.
    public init(canonicalText text: String) throws(RuleTextProblem) {
        guard text.utf8.count <= 1_000_000 else { throw RuleTextProblem(line: 1, reason: .tooLong) }
        // By bytes: a letter and what changes its bytes but not its look are not the same here.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            Substring($0)
        }
        guard let version = lines.first, version.utf8.elementsEqual(Self.textVersion.utf8) else {
            throw RuleTextProblem(line: 1, reason: .unknownVersion)
        }
        guard lines.last?.isEmpty == true, lines.count > 2 else {
            throw RuleTextProblem(line: max(2, lines.count), reason: .noStage)
        }
        var stages: [Stage] = []
        for (index, line) in lines.dropFirst().dropLast().enumerated() {
            do throws(RuleTextProblem.Reason) {
                let terms = try RuleTerm.terms(of: line)
                guard let term = terms.first, terms.count == 1 else {
                    throw .expected("one stage", found: String(line.prefix(40)))
                }
                let stage = try Stage(term)
                guard stage.term.written.utf8.elementsEqual(line.utf8) else { throw .notCanonical }
                stages.append(stage)
            } catch {
                throw RuleTextProblem(line: index + 2, reason: error)
            }
        }
        self.init(stages)
    }
}

// MARK: - Reading terms

/// The parts of one list, read one after another.
private struct Parts {
    private var rest: ArraySlice<RuleTerm>

    init(_ term: RuleTerm, _ name: String) throws(RuleTextProblem.Reason) {
        guard case .list(let terms) = term, terms.first == .word(name) else {
            throw .expected("(\(name) …)", found: String(term.written.prefix(40)))
        }
        rest = terms.dropFirst()
    }

    mutating func next(_ what: String) throws(RuleTextProblem.Reason) -> RuleTerm {
        guard let next = rest.popFirst() else { throw .expected(what, found: ")") }
        return next
    }

    mutating func field(_ name: String) throws(RuleTextProblem.Reason) -> Parts {
        try Parts(try next("(\(name) …)"), name)
    }

    mutating func word(_ what: String) throws(RuleTextProblem.Reason) -> String {
        guard case .word(let word) = try next(what) else { throw .expected(what, found: "another kind of term") }
        return word
    }

    mutating func text(_ what: String) throws(RuleTextProblem.Reason) -> String {
        guard case .text(let text) = try next(what) else {
            throw .expected("\(what) in quotation marks", found: "a word")
        }
        return text
    }

    mutating func count(_ what: String) throws(RuleTextProblem.Reason) -> Int {
        let word = try word(what)
        guard let number = Int(word), number >= 0 else { throw .expected(what, found: word) }
        return number
    }

    mutating func integer(_ what: String) throws(RuleTextProblem.Reason) -> Int {
        let word = try word(what)
        guard let number = Int(word) else { throw .expected(what, found: word) }
        return number
    }

    mutating func fraction(_ what: String) throws(RuleTextProblem.Reason) -> Fraction {
        let word = try word(what)
        guard let fraction = Fraction(word) else { throw .expected(what, found: word) }
        return fraction
    }

    mutating func one<Value: RawRepresentable<String> & CaseIterable>(
        of type: Value.Type
    ) throws(RuleTextProblem.Reason) -> Value {
        let names = type.allCases.map(\.rawValue).joined(separator: ", ")
        let word = try word("one of \(names)")
        guard let value = Value(rawValue: word) else { throw .expected("one of \(names)", found: word) }
        return value
    }

    mutating func flag() throws(RuleTextProblem.Reason) -> Bool {
        let word = try word("yes or no")
        guard ["yes", "no"].contains(word) else { throw .expected("yes or no", found: word) }
        return word == "yes"
    }

    mutating func threshold() throws(RuleTextProblem.Reason) -> Threshold {
        let sign = try word(">= or >")
        guard [">=", ">"].contains(sign) else { throw .expected(">= or >", found: sign) }
        let share = try fraction("a share")
        guard let threshold = Threshold(share, isStrict: sign == ">") else {
            throw .expected("a share that can be reached", found: "\(sign) \(share)")
        }
        return threshold
    }

    mutating func threshold(_ name: String) throws(RuleTextProblem.Reason) -> Threshold {
        var parts = try field(name)
        let threshold = try parts.threshold()
        try parts.end()
        return threshold
    }

    mutating func quorum(_ name: String = "quorum") throws(RuleTextProblem.Reason) -> Quorum {
        var parts = try field(name)
        let kind = try parts.word("none, share or members")
        let quorum: Quorum
        switch kind {
        case "none": quorum = .none
        case "share": quorum = .share(try parts.threshold())
        case "members": quorum = .members(try parts.count("a number"))
        default: throw .expected("none, share or members", found: kind)
        }
        try parts.end()
        return quorum
    }

    mutating func texts(_ name: String) throws(RuleTextProblem.Reason) -> [String] {
        var parts = try field(name)
        var texts: [String] = []
        while !parts.rest.isEmpty { texts.append(try parts.text("a name")) }
        return texts
    }

    mutating func integers(_ name: String) throws(RuleTextProblem.Reason) -> [Int] {
        var parts = try field(name)
        var integers: [Int] = []
        while !parts.rest.isEmpty { integers.append(try parts.integer("a whole number")) }
        return integers
    }

    /// A field with one value in it.
    mutating func single<Value>(
        _ name: String, _ read: (inout Parts) throws(RuleTextProblem.Reason) -> Value
    ) throws(RuleTextProblem.Reason) -> Value {
        var parts = try field(name)
        let value = try read(&parts)
        try parts.end()
        return value
    }

    /// A field of pairs of a name and a value.
    mutating func pairs<Value>(
        _ name: String, _ read: (inout Parts) throws(RuleTextProblem.Reason) -> Value
    ) throws(RuleTextProblem.Reason) -> [String: Value] {
        var parts = try field(name)
        var pairs: [String: Value] = [:]
        while !parts.rest.isEmpty {
            var pair = try parts.field("of")
            let key = try pair.text("a name")
            pairs[key] = try read(&pair)
            try pair.end()
        }
        return pairs
    }

    var isAtEnd: Bool { rest.isEmpty }

    func end() throws(RuleTextProblem.Reason) {
        if let next = rest.first { throw .expected(")", found: String(next.written.prefix(40))) }
    }
}

// MARK: - Stages

extension DecisionLadder.Stage {
    fileprivate var term: RuleTerm {
        .field(
            "stage", .text(organ),
            .field(
                "opens", .field("after", opens.after.map(\.rawValue).sorted().map(RuleTerm.word)),
                .field("sittings", .number(max(0, opens.sittings))), .field("minutes", .number(max(0, opens.minutes)))),
            .field("vote", .word(votesAnew ? "anew" : "same")), rule.term)
    }

    fileprivate init(_ term: RuleTerm) throws(RuleTextProblem.Reason) {
        var parts = try Parts(term, "stage")
        organ = try parts.text("the organ")
        var guardParts = try parts.field("opens")
        var after = try guardParts.field("after")
        opens = DecisionLadder.Guard(after: [])
        while !after.isAtEnd { opens.after.insert(try after.one(of: DecisionLadder.Guard.Result.self)) }
        func number(_ parts: inout Parts) throws(RuleTextProblem.Reason) -> Int { try parts.count("a number") }
        opens.sittings = try guardParts.single("sittings", number)
        opens.minutes = try guardParts.single("minutes", number)
        try guardParts.end()
        var vote = try parts.field("vote")
        let word = try vote.word("anew or same")
        guard ["anew", "same"].contains(word) else { throw .expected("anew or same", found: word) }
        try vote.end()
        votesAnew = word == "anew"
        rule = try DecisionRule(try parts.next("a rule"))
        try parts.end()
    }
}

extension Threshold {
    fileprivate var terms: [RuleTerm] { [.word(isStrict ? ">" : ">="), .word(share.description)] }
    fileprivate func term(_ name: String) -> RuleTerm { .field(name, terms) }
}

extension Quorum {
    fileprivate var term: RuleTerm { term("quorum") }

    fileprivate func term(_ name: String) -> RuleTerm {
        switch self {
        case .none: .field(name, .word("none"))
        case .share(let threshold): .field(name, [.word("share")] + threshold.terms)
        case .members(let count): .field(name, .word("members"), .number(max(0, count)))
        }
    }
}

private func field(_ name: String, names: some Sequence<String>) -> RuleTerm {
    .field(name, names.map(RuleTerm.text))
}

private func flag(_ name: String, _ value: Bool) -> RuleTerm { .field(name, .word(value ? "yes" : "no")) }

private func pairs<Value>(_ name: String, _ values: [String: Value], _ word: (Value) -> String) -> RuleTerm {
    .field(
        name,
        values.sorted { $0.key < $1.key }.map { pair in .field("of", .text(pair.key), .word(word(pair.value))) })
}

// MARK: - Rules

extension DecisionRule {
    fileprivate var term: RuleTerm {
        switch self {
        case .consensus(let quorum): .field("consensus", quorum.term)
        case .unanimity(let quorum): .field("unanimity", quorum.term)
        case .consensusMinus(let rule): rule.term
        case .sufficientConsensus(let rule): rule.term
        case .sufficientFormula(let rule): rule.term
        case .qualifiedMajority(let rule): rule.term
        case .doubleMajority(let rule): rule.term
        case .crossCommunity(let rule): rule.term
        case .constituencyVeto(let base, let rule): rule.term(base)
        case .twoThresholds(let rule): rule.term
        case .silence(let rule): rule.term
        case .package(let final): .field("package", final.term)
        case .stagedSelection(let rule): rule.term
        case .lastInstance(let organ): .field("last-instance", .text(organ))
        }
    }

    fileprivate init(_ term: RuleTerm) throws(RuleTextProblem.Reason) {
        guard case .list(let terms) = term, case .word(let name) = terms.first else {
            throw .expected("a rule", found: String(term.written.prefix(40)))
        }
        var parts = try Parts(term, name)
        switch name {
        case "consensus": self = .consensus(try parts.quorum())
        case "unanimity": self = .unanimity(try parts.quorum())
        case "consensus-minus": self = .consensusMinus(try ConsensusMinus(&parts))
        case "sufficient-consensus": self = .sufficientConsensus(try SufficientConsensus(&parts))
        case "sufficient-formula": self = .sufficientFormula(try SufficientFormula(&parts))
        case "qualified-majority": self = .qualifiedMajority(try QualifiedMajority(&parts))
        case "double-majority": self = .doubleMajority(try DoubleMajority(&parts))
        case "cross-community": self = .crossCommunity(try CrossCommunity(&parts))
        case "constituency-veto":
            let veto = try ConstituencyVeto(&parts)
            self = .constituencyVeto(base: try DecisionRule(try parts.next("a rule")), veto)
        case "two-thresholds": self = .twoThresholds(try TwoThresholds(&parts))
        case "silence": self = .silence(try SilenceProcedure(&parts))
        case "package": self = .package(final: try DecisionRule(try parts.next("a rule")))
        case "staged-selection": self = .stagedSelection(try StagedSelection(&parts))
        case "last-instance": self = .lastInstance(try parts.text("the organ"))
        default: throw .expected("a rule", found: name)
        }
        try parts.end()
    }
}

extension ConsensusMinus {
    fileprivate var term: RuleTerm {
        let who = named.map { field("named", names: $0.sorted()) } ?? .field("counted")
        return .field("consensus-minus", .field("most", .number(max(0, most))), who, quorum.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        most = try parts.single("most") { (parts) throws(RuleTextProblem.Reason) in try parts.count("a number") }
        var ahead = parts
        if (try? ahead.field("counted")) != nil {
            named = nil
            parts = ahead
        } else {
            named = Set(try parts.texts("named"))
        }
        quorum = try parts.quorum()
    }
}

extension SufficientConsensus {
    fileprivate var term: RuleTerm {
        .field(
            "sufficient-consensus", field("principals", names: principals.sorted()),
            assents.term("assents"), flag("appeal", mayAppeal), quorum.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        principals = Set(try parts.texts("principals"))
        assents = try parts.quorum("assents")
        mayAppeal = try parts.single("appeal") { (parts) throws(RuleTextProblem.Reason) in try parts.flag() }
        quorum = try parts.quorum()
    }
}

extension SufficientFormula {
    fileprivate var term: RuleTerm {
        .field(
            "sufficient-formula", field("blocs", names: blocs), threshold.term("threshold"),
            .field("poll", .word(poll?.description ?? "members")), pairs("bloc-polls", blocPolls, \.description),
            field("governments", names: governments.sorted()), quorum.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        blocs = try parts.texts("blocs")
        threshold = try parts.threshold("threshold")
        poll = try parts.single("poll") { (parts) throws(RuleTextProblem.Reason) -> Fraction? in
            let word = try parts.word("a number or members")
            guard word != "members" else { return nil }
            guard let poll = Fraction(word) else { throw .expected("a number or members", found: word) }
            return poll
        }
        blocPolls = try parts.pairs("bloc-polls") { (parts) throws(RuleTextProblem.Reason) in
            try parts.fraction("a number")
        }
        governments = Set(try parts.texts("governments"))
        quorum = try parts.quorum()
    }
}

extension QualifiedMajority {
    fileprivate var term: RuleTerm {
        .field(
            "qualified-majority", threshold.term("threshold"), .field("base", .word(base.rawValue)),
            .field("abstentions", .word(abstentions.rawValue)), flag("weighted", isWeighted),
            .field("tie", .word(tie.rawValue)), quorum.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        threshold = try parts.threshold("threshold")
        base = try parts.single("base") { (parts) throws(RuleTextProblem.Reason) in try parts.one(of: VotingBase.self) }
        abstentions = try parts.single("abstentions") { (parts) throws(RuleTextProblem.Reason) in
            try parts.one(of: Abstentions.self)
        }
        isWeighted = try parts.single("weighted") { (parts) throws(RuleTextProblem.Reason) in try parts.flag() }
        tie = try parts.single("tie") { (parts) throws(RuleTextProblem.Reason) in try parts.one(of: Tie.self) }
        quorum = try parts.quorum()
    }
}

extension DoubleMajority {
    fileprivate var term: RuleTerm {
        .field(
            "double-majority", members.term("members"), population.term("population"),
            .field("blocking-minority", .number(max(0, blockingMinority))), quorum.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        members = try parts.threshold("members")
        population = try parts.threshold("population")
        blockingMinority = try parts.single("blocking-minority") { (parts) throws(RuleTextProblem.Reason) in
            try parts.count("a number")
        }
        quorum = try parts.quorum()
    }
}

extension CrossCommunity {
    fileprivate var term: RuleTerm {
        .field(
            "cross-community", .field("mode", .word(mode.rawValue)), field("designations", names: designations),
            parallel.term("parallel"), weightedOverall.term("weighted-overall"), weightedEach.term("weighted-each"),
            quorum.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        mode = try parts.single("mode") { (parts) throws(RuleTextProblem.Reason) in try parts.one(of: Mode.self) }
        designations = try parts.texts("designations")
        parallel = try parts.threshold("parallel")
        weightedOverall = try parts.threshold("weighted-overall")
        weightedEach = try parts.threshold("weighted-each")
        quorum = try parts.quorum()
    }
}

extension ConstituencyVeto {
    fileprivate func term(_ base: DecisionRule) -> RuleTerm {
        .field(
            "constituency-veto", field("constituencies", names: constituencies), share.term("share"),
            flag("must-be-present", mustBePresent), base.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        constituencies = try parts.texts("constituencies")
        share = try parts.threshold("share")
        mustBePresent = try parts.single("must-be-present") { (parts) throws(RuleTextProblem.Reason) in
            try parts.flag()
        }
    }
}

extension TwoThresholds {
    fileprivate var term: RuleTerm {
        .field(
            "two-thresholds", first.term("first"), second.term("second"), .field("committee", .text(committee)),
            .field("last-instance", .text(lastInstance)), quorum.term)
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        func organ(_ parts: inout Parts) throws(RuleTextProblem.Reason) -> String { try parts.text("the organ") }
        first = try parts.threshold("first")
        second = try parts.threshold("second")
        committee = try parts.single("committee", organ)
        lastInstance = try parts.single("last-instance", organ)
        quorum = try parts.quorum()
    }
}

extension SilenceProcedure {
    fileprivate var term: RuleTerm {
        let hold: RuleTerm =
            switch hold {
            case .notAllowed: .field("hold", .word("none"))
            case .unlimited: .field("hold", .word("unlimited"))
            case .minutes(let most): .field("hold", .word("minutes"), .number(max(0, most)))
            }
        return .field(
            "silence", .field("minutes", .number(max(0, minimumMinutes))),
            .field("working-days", .number(max(0, minimumWorkingDays))),
            .field("weekend", calendar.weekend.sorted().map(RuleTerm.number)),
            .field("holidays", calendar.holidays.sorted().map(RuleTerm.number)),
            .field("offset", .number(calendar.offset)), .field("boundary", .word(boundary.rawValue)), hold,
            flag("agreement", needsAgreement))
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        func number(_ parts: inout Parts) throws(RuleTextProblem.Reason) -> Int { try parts.count("a number") }
        minimumMinutes = try parts.single("minutes", number)
        minimumWorkingDays = try parts.single("working-days", number)
        let weekend = Set(try parts.integers("weekend"))
        let holidays = Set(try parts.integers("holidays"))
        let offset = try parts.single("offset") { (parts) throws(RuleTextProblem.Reason) in
            try parts.integer("minutes")
        }
        calendar = WorkingCalendar(weekend: weekend, holidays: holidays, offset: offset)
        boundary = try parts.single("boundary") { (parts) throws(RuleTextProblem.Reason) in
            try parts.one(of: Boundary.self)
        }
        hold = try parts.single("hold") { (parts) throws(RuleTextProblem.Reason) -> Hold in
            switch try parts.word("none, unlimited or minutes") {
            case "none": .notAllowed
            case "unlimited": .unlimited
            case "minutes": .minutes(try parts.count("a number"))
            case let other: throw .expected("none, unlimited or minutes", found: other)
            }
        }
        needsAgreement = try parts.single("agreement") { (parts) throws(RuleTextProblem.Reason) in try parts.flag() }
    }
}

extension StagedSelection {
    fileprivate var term: RuleTerm {
        .field(
            "staged-selection", college.term("college"), pairs("endorsements", endorsements) { "\(max(0, $0))" },
            list.term("list"), runOff.term("run-off"))
    }

    fileprivate init(_ parts: inout Parts) throws(RuleTextProblem.Reason) {
        college = try parts.threshold("college")
        endorsements = try parts.pairs("endorsements") { (parts) throws(RuleTextProblem.Reason) in
            try parts.count("a number")
        }
        list = try parts.threshold("list")
        runOff = try parts.threshold("run-off")
    }
}
