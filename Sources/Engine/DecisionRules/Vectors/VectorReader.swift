/// Reads the input of vectors, rule by rule.
enum VectorReader {
    static let rules = [
        "consensus", "unanimity", "consensus_minus", "sufficient_chair", "sufficient_formula", "qualified",
        "double_majority", "cross_community", "constituency_veto", "two_threshold", "silence", "package", "staged",
        "ladder",
    ]

    static func question(_ rule: String, _ fields: VectorFields) throws(VectorProblem) -> VectorQuestion {
        var fields = fields
        switch rule {
        case "package": return try package(&fields)
        case "silence": return try silence(&fields)
        default:
            var facts = DecisionFacts()
            let needsBallots = !["two_threshold", "staged"].contains(rule)
            let ballots = needsBallots ? try Self.ballots(&fields) : []
            if rule == "ladder" { return try ladder(&fields, ballots, &facts) }
            if rule == "two_threshold" { return try twoThresholds(&fields) }
            let read = try Self.rule(rule, &fields, ballots, &facts)
            try fields.finish()
            return .decision(DecisionLadder(read), ballots, facts)
        }
    }

    // MARK: Ballots

    private static func ballots(_ fields: inout VectorFields) throws(VectorProblem) -> [Ballot] {
        guard let entries = try fields.objects("v", "votes", "ballots") else { throw fields.problem(.missing, "v") }
        var ballots: [Ballot] = []
        for entry in entries { ballots.append(try ballot(entry)) }
        // Members who are entitled and have no ballot were not there.
        guard let stated = fields.value("members", "entitled") else { return ballots }
        if let members = stated.count {
            let listed = ballots.filter(\.isEntitled).reduce(0) { $0.addingClamped($1.count) }
            ballots.append(Ballot(member: "(not listed)", value: .absent, count: max(0, members - listed)))
        } else if let members = stated.texts.map(Set.init) {
            for place in ballots.indices where !members.contains(ballots[place].member) {
                ballots[place].isEntitled = false
            }
            let missing = members.subtracting(ballots.map(\.member))
            ballots += missing.map { Ballot(member: $0, value: .absent) }
        } else {
            throw fields.problem(.wrong(expected: "a number of members, or a list of them"), "members")
        }
        return ballots
    }

    private static func ballot(_ entry: VectorFields) throws(VectorProblem) -> Ballot {
        var fields = entry
        guard let id = try fields.text("id", "member", "party") else { throw fields.problem(.missing, "id") }
        guard let word = fields.value("vote", "value") else { throw fields.problem(.missing, "vote") }
        guard let vote = word.vote else {
            let known = BallotValue.allCases.map(\.rawValue)
            throw fields.problem(.unknownValue(word.text ?? word.written, known: known), "vote")
        }
        var ballot = Ballot(member: id, value: vote)
        let isObserver = try fields.flag("observer") ?? false
        let standing = try fields.text("standing", "role")?.lowercased()
        ballot.isEntitled =
            try fields.flag("entitled") ?? !(isObserver || standing.map(Self.standingsWithoutBallot.contains) == true)
        if try fields.flag("present") == false { ballot.value = .absent }
        ballot.weight = try fields.fraction("weight", "poll") ?? 1
        ballot.bloc = try fields.text("bloc", "designation", "community")
        ballot.constituencies = Set(try fields.texts("constituencies") ?? [])
        if let one = try fields.text("constituency") { ballot.constituencies.insert(one) }
        ballot.count = try fields.count("count", "seats") ?? 1
        ballot.population = try fields.fraction("population", "pop")
        for note in ["name", "party", "delegation", "reason", "note", "at", "text"] { _ = fields.value(note) }
        try fields.finish()
        return ballot
    }

    private static let standingsWithoutBallot = [
        "observer", "guarantor", "witness", "facilitator", "mediator", "host", "convener",
    ]

    /// The camps of these ballots but for those who belong to none.
    private static func blocs(of ballots: [Ballot]) -> [String] {
        Set(ballots.filter(\.isEntitled).compactMap(\.bloc)).subtracting([
            "other", "others", "o", "none", "undesignated",
        ]).sorted()
    }

    // MARK: Rules over ballots

    private static func rule(
        _ name: String, _ fields: inout VectorFields, _ ballots: [Ballot], _ facts: inout DecisionFacts
    ) throws(VectorProblem) -> DecisionRule {
        switch name {
        case "consensus": .consensus(try fields.quorum("quorum"))
        case "unanimity": .unanimity(try fields.quorum("quorum"))
        case "consensus_minus": try consensusMinus(&fields)
        case "sufficient_chair": try sufficientConsensus(&fields, &facts)
        case "sufficient_formula": try sufficientFormula(&fields, ballots, &facts)
        case "qualified": try qualifiedMajority(&fields, &facts)
        case "double_majority": try doubleMajority(&fields)
        case "cross_community": try crossCommunity(&fields, ballots)
        case "constituency_veto": try constituencyVeto(&fields, ballots, &facts)
        case "staged": try stagedSelection(&fields, &facts)
        case "last_instance": .lastInstance(try fields.text("organ") ?? "president")
        default: throw fields.problem(.unknownRule(known: rules), "rule")
        }
    }

    private static func consensusMinus(_ fields: inout VectorFields) throws(VectorProblem) -> DecisionRule {
        let named = try fields.texts("named").map(Set.init)
        let isNamed = try fields.word(["mode"], [true: ["named"], false: ["counted"]]) ?? (named != nil)
        let most = try fields.count("k") ?? max(1, named?.count ?? 1)
        _ = try fields.text("ground")
        let quorum = try fields.quorum("quorum")
        return .consensusMinus(ConsensusMinus(most: most, named: isNamed ? named ?? [] : nil, quorum: quorum))
    }

    private static func sufficientConsensus(
        _ fields: inout VectorFields, _ facts: inout DecisionFacts
    ) throws(VectorProblem) -> DecisionRule {
        guard let principals = try fields.texts("principals") else { throw fields.problem(.missing, "principals") }
        facts.ruling = try fields.word(
            ["ruling"], [.sufficient: ["sufficient"], .insufficient: ["insufficient", "not_sufficient"]])
        facts.appeal = try fields.word(
            ["appeal"],
            [.upheld: ["upheld", "dismissed", "ruling_upheld"], .setAside: ["set_aside", "overturned", "allowed"]])
        let rule = SufficientConsensus(
            principals: Set(principals),
            assents: try fields.quorum("floor", "floor_of_assents", "min_assents", "assents"),
            mayAppeal: try fields.flag("may_appeal", "appeal_allowed") ?? true, quorum: try fields.quorum("quorum"))
        return .sufficientConsensus(rule)
    }

    private static func sufficientFormula(
        _ fields: inout VectorFields, _ ballots: [Ballot], _ facts: inout DecisionFacts
    ) throws(VectorProblem) -> DecisionRule {
        facts.governments =
            try fields.dictionary("governments", expected: "a vote") { $0.vote } ?? [:]
        let rule = SufficientFormula(
            blocs: try fields.texts("blocs", "designations") ?? blocs(of: ballots),
            threshold: try fields.threshold("threshold", "q") ?? .majority,
            poll: try fields.fraction("total_poll", "poll"),
            blocPolls: try fields.dictionary("bloc_poll", "bloc_polls", expected: "a number from 0", \.fraction) ?? [:],
            governments: Set(facts.governments.keys), quorum: try fields.quorum("quorum"))
        return .sufficientFormula(rule)
    }

    private static func qualifiedMajority(
        _ fields: inout VectorFields, _ facts: inout DecisionFacts
    ) throws(VectorProblem) -> DecisionRule {
        guard let share = fields.value("q", "threshold") else { throw fields.problem(.missing, "q") }
        guard let (threshold, words) = share.threshold() else {
            throw fields.problem(.wrong(expected: "a share up to 1, as \"2/3\" or \"more than 1/2\""), "q")
        }
        let isStrict = try fields.flag("strict") ?? threshold.isStrict
        let said = try fields.text("base") ?? words
        guard let base = VotingBase(words: said) else {
            throw fields.problem(.unknownValue(said, known: VotingBase.allCases.map(\.rawValue)), "base")
        }
        let abstentions: QualifiedMajority.Abstentions? = try fields.word(
            ["abstention", "abstentions"],
            [
                .leftOut: ["excluded", "exclude", "exclusive", "ignored", "left_out", "not_counted", "neutral"],
                .against: ["against", "counted", "counted_against", "included", "include", "inclusive"],
            ])
        let tie: QualifiedMajority.Tie? = try fields.word(
            ["tie"],
            [
                .fails: ["not_adopted", "fails", "rejected", "lost"], .passes: ["adopted", "passes", "carried"],
                .chair: ["chair", "casting_vote"], .byThreshold: ["threshold"],
            ])
        if let word = fields.value("casting", "casting_vote", "chair") {
            guard let vote = word.vote else { throw fields.problem(.wrong(expected: "a vote"), "casting") }
            facts.castingVote = vote
        }
        return .qualifiedMajority(
            QualifiedMajority(
                Threshold(threshold.share, isStrict: isStrict) ?? threshold, base: base, abstentions: abstentions,
                isWeighted: try fields.flag("weight", "weighted") ?? false, tie: tie ?? .byThreshold,
                quorum: try fields.quorum("quorum")))
    }

    private static func doubleMajority(_ fields: inout VectorFields) throws(VectorProblem) -> DecisionRule {
        var rule = DoubleMajority()
        rule.members = try fields.threshold("q_members") ?? rule.members
        rule.population = try fields.threshold("q_pop", "q_population") ?? rule.population
        rule.blockingMinority =
            try fields.count("blocking", "blocking_minority", "min_blocking", "block", "k_block")
            ?? rule.blockingMinority
        rule.quorum = try fields.quorum("quorum")
        return .doubleMajority(rule)
    }

    private static func crossCommunity(
        _ fields: inout VectorFields, _ ballots: [Ballot]
    ) throws(VectorProblem) -> DecisionRule {
        let mode: CrossCommunity.Mode? = try fields.word(
            ["mode"],
            [
                .parallel: ["parallel", "parallel_consent"], .weighted: ["weighted", "weighted_majority"],
                .either: ["either", "any"],
            ])
        let designations = try fields.texts("designations", "blocs") ?? blocs(of: ballots)
        var rule = CrossCommunity(mode ?? .either, designations: designations)
        rule.parallel = try fields.threshold("parallel", "majority", "q") ?? rule.parallel
        if let isStrict = try fields.flag("strict") {
            rule.parallel = Threshold(rule.parallel.share, isStrict: isStrict) ?? rule.parallel
        }
        rule.weightedOverall = try fields.threshold("q_overall", "weighted_overall") ?? rule.weightedOverall
        rule.weightedEach = try fields.threshold("q_each", "weighted_each", "q_bloc") ?? rule.weightedEach
        rule.quorum = try fields.quorum("quorum")
        return .crossCommunity(rule)
    }

    private static func constituencyVeto(
        _ fields: inout VectorFields, _ ballots: [Ballot], _ facts: inout DecisionFacts
    ) throws(VectorProblem) -> DecisionRule {
        let quorum = try fields.quorum("quorum")
        guard let said = fields.value("base") else { throw fields.problem(.missing, "base") }
        let base: DecisionRule
        if case .object = said {
            var inner = try VectorFields(said, place: fields.place + "base")
            guard let name = try inner.text("rule") else { throw inner.problem(.missing, "rule") }
            base = try rule(name, &inner, ballots, &facts)
            try inner.finish()
        } else if let words = said.text, let sentence = sentence(words, quorum) {
            base = sentence
        } else {
            throw fields.problem(
                .wrong(expected: "a rule in words, as \"at least 3/4 of all counted votes\", or an object"), "base")
        }
        guard let constituencies = try fields.texts("constituencies") else {
            throw fields.problem(.missing, "constituencies")
        }
        return .constituencyVeto(
            base: base,
            ConstituencyVeto(
                constituencies: constituencies,
                share: try fields.threshold("veto", "share", "veto_share", "threshold", "q", isStrict: true)
                    ?? .majority,
                mustBePresent: try fields.flag("must_be_present") ?? false))
    }

    /// A rule in words: `consensus`, `at least 3/4 of all counted votes`, `majority of the members`.
    private static func sentence(_ words: String, _ quorum: Quorum) -> DecisionRule? {
        switch words.lowercased() {
        case "consensus": return .consensus(quorum)
        case "unanimity": return .unanimity(quorum)
        default:
            guard let (threshold, rest) = Threshold.read(words), let base = VotingBase(words: rest) else { return nil }
            return .qualifiedMajority(QualifiedMajority(threshold, base: base, quorum: quorum))
        }
    }

    // MARK: Two thresholds, ladders

    private static func twoThresholds(_ fields: inout VectorFields) throws(VectorProblem) -> VectorQuestion {
        var rule = TwoThresholds()
        if let both = fields.value("thresholds") {
            guard case .list(let values) = both, values.count == 2, let first = values[0].threshold()?.0,
                let second = values[1].threshold()?.0
            else { throw fields.problem(.wrong(expected: "two shares"), "thresholds") }
            (rule.first, rule.second) = (first, second)
        }
        rule.first = try fields.threshold("q_first", "first_threshold", "q1") ?? rule.first
        rule.second = try fields.threshold("q_second", "second_threshold", "q2") ?? rule.second
        rule.committee = try fields.text("committee") ?? rule.committee
        rule.lastInstance = try fields.text("last_instance") ?? rule.lastInstance
        rule.quorum = try fields.quorum("quorum")
        let members = try fields.count("members", "entitled")
        var facts = DecisionFacts()
        guard let first = fields.value("first") else { throw fields.problem(.missing, "first") }
        let ballots = try vote(first, fields.place + "first", members)
        if let second = fields.value("second") {
            facts.laterVotes[1] = try vote(second, fields.place + "second", members)
        }
        facts.decision = try fields.text("president", rule.lastInstance, "decision")
        try fields.finish()
        return .decision(rule.ladder, ballots, facts)
    }

    /// `[45, 50]`: so many assents of so many present.
    private static func vote(
        _ value: JSONValue, _ place: String, _ members: Int?
    ) throws(VectorProblem) -> [Ballot] {
        guard case .list(let values) = value, values.count == 2, let assents = values[0].count,
            let present = values[1].count, assents <= present
        else { throw VectorProblem(.wrong(expected: "[assents, present], as [45, 50]"), field: place) }
        return [
            Ballot(member: "assenting", value: .assent, count: assents),
            Ballot(member: "present", value: .none, count: present - assents),
            Ballot(member: "away", value: .absent, count: max(0, (members ?? 0) - present)),
        ]
    }

    /// Stages over the same ballots, or with their own.
    private static func ladder(
        _ fields: inout VectorFields, _ ballots: [Ballot], _ facts: inout DecisionFacts
    ) throws(VectorProblem) -> VectorQuestion {
        facts.sittings = try fields.count("sittings") ?? 0
        facts.elapsedMinutes = try fields.count("elapsed_minutes") ?? 0
        facts.decision = try fields.text("decision")
        guard let entries = try fields.objects("stages"), !entries.isEmpty else {
            throw fields.problem(.missing, "stages")
        }
        var stages: [DecisionLadder.Stage] = []
        for (index, entry) in entries.enumerated() {
            var stage = entry
            guard let name = try stage.text("rule") else { throw stage.problem(.missing, "rule") }
            let organ = try stage.text("organ") ?? "plenary"
            var opens = DecisionLadder.Guard()
            if let after = try stage.texts("after") {
                opens.after = []
                for word in after {
                    guard let result = DecisionLadder.Guard.Result(rawValue: word.replacing("_", with: "-")) else {
                        let known = DecisionLadder.Guard.Result.allCases.map(\.rawValue)
                        throw stage.problem(.unknownValue(word, known: known), "after")
                    }
                    opens.after.insert(result)
                }
            }
            opens.sittings = try stage.count("after_sittings") ?? 0
            opens.minutes = try stage.count("after_minutes") ?? 0
            var votesAnew = try stage.flag("votes_anew") ?? false
            var own = ballots
            if stage.has("v", "votes", "ballots"), index > 0 {
                own = try Self.ballots(&stage)
                votesAnew = true
                facts.laterVotes[index] = own
            }
            let decides: DecisionRule =
                if name == "last_instance" { .lastInstance(organ) } else { try rule(name, &stage, own, &facts) }
            try stage.finish()
            stages.append(DecisionLadder.Stage(organ: organ, rule: decides, opens: opens, votesAnew: votesAnew))
        }
        try fields.finish()
        return .decision(DecisionLadder(stages), ballots, facts)
    }

    // MARK: Silence

    private static func silence(_ fields: inout VectorFields) throws(VectorProblem) -> VectorQuestion {
        let zone = try fields.text("zone", "time_zone", "offset")
        let stated = try zone.map { (text) throws(VectorProblem) -> Int in
            guard let offset = Moment.offset(text) else {
                throw fields.problem(.wrong(expected: "minutes from UTC, as +04:30"), "zone")
            }
            return offset
        }
        guard var start = try fields.moment(offset: stated ?? 0, "start", "circulated") else {
            throw fields.problem(.missing, "start")
        }
        if let stated { start.offset = stated }
        let calendar = try calendar(&fields, offset: start.offset)
        let days = try fields.count("working_days")
        let entitled = try fields.texts("entitled", "members")
        let procedure = SilenceProcedure(
            minimumMinutes: try minutes(&fields), minimumWorkingDays: try fields.count("min_working_days") ?? 0,
            calendar: calendar,
            boundary: try fields.word(
                ["boundary"],
                [
                    .before: ["before", "exclusive"], .at: ["at", "inclusive"],
                ]) ?? .before, hold: try hold(&fields),
            needsAgreement: try fields.flag("needs_agreement", "needs_consensus") ?? false)
        let isAgreed = try fields.flag("agreed", "procedure_agreed") ?? false
        let asked = fields.has("events") || fields.has("now")
        var deadline = try fields.moment(offset: start.offset, "deadline")
        if let days {
            guard deadline == nil else {
                throw fields.problem(.wrong(expected: "deadline or working_days"), "working_days")
            }
            guard asked else {
                _ = fields.value("events")
                try fields.finish()
                return .deadline(start, days: days, calendar)
            }
            do throws(DecisionInputProblem) {
                deadline = Moment(
                    time: try calendar.deadline(after: start.time, workingDays: days), offset: start.offset)
            } catch {
                throw fields.problem(.undecidable(error), "working_days")
            }
        }
        guard let deadline else { throw fields.problem(.missing, "deadline") }
        let events = try events(&fields, offset: start.offset)
        var facts = DecisionFacts()
        // Without a present moment everything has been said.
        let now = try fields.moment(offset: start.offset, "now")?.time ?? .max
        facts.silence = DecisionFacts.Silence(
            start: start.time, deadline: deadline.time, now: now, events: events, isAgreed: isAgreed)
        try fields.finish()
        let ballots = Set(entitled ?? []).map { Ballot(member: $0, value: .none) }
        return .decision(DecisionLadder(.silence(procedure)), ballots, facts)
    }

    private static func minutes(_ fields: inout VectorFields) throws(VectorProblem) -> Int {
        var most = 0
        for (names, length) in [
            (("min_hours", "minimum_hours"), 60), (("min_minutes", "minimum_minutes"), 1),
            (("min_days", "minimum_days"), 1_440),
        ] {
            guard let least = try fields.fraction(names.0, names.1) else { continue }
            let (product, overflow) = least.numerator.multipliedReportingOverflow(by: length)
            // Rounded up: a part of a minute is not less than asked.
            let whole = product / least.denominator + (product % least.denominator > 0 ? 1 : 0)
            most = max(most, overflow ? .max : whole)
        }
        return most
    }

    private static func hold(_ fields: inout VectorFields) throws(VectorProblem) -> SilenceProcedure.Hold {
        let isAllowed = try fields.flag("hold_allowed", "holds", "hold") ?? true
        let hours = try fields.count("hold_hours", "max_hold_hours")
        let days = try fields.count("hold_days", "max_hold_days")
        let minutes = try fields.count("hold_minutes", "max_hold_minutes")
        guard isAllowed else { return .notAllowed }
        guard hours != nil || days != nil || minutes != nil else { return .unlimited }
        func times(_ count: Int?, _ length: Int) -> Int {
            let (product, overflow) = (count ?? 0).multipliedReportingOverflow(by: length)
            return overflow ? .max : product
        }
        return .minutes(times(hours, 60).addingClamped(times(days, 1_440)).addingClamped(minutes ?? 0))
    }

    private static func calendar(
        _ fields: inout VectorFields, offset: Int
    ) throws(VectorProblem) -> WorkingCalendar {
        var calendar = WorkingCalendar(offset: offset)
        if let weekend = fields.value("weekend") {
            guard case .list(let values) = weekend else {
                throw fields.problem(.wrong(expected: "a list of weekdays"), "weekend")
            }
            calendar.weekend = []
            for value in values {
                let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
                let word = value.text?.lowercased()
                let named = names.firstIndex { name in word.map { $0.hasPrefix(name) } ?? false }.map { $0 + 1 }
                guard let day = named ?? value.count, (1...7).contains(day) else {
                    throw fields.problem(.unknownValue(value.text ?? value.written, known: names), "weekend")
                }
                calendar.weekend.insert(day)
            }
        }
        for text in try fields.texts("holidays") ?? [] {
            guard let day = Moment.day(text) else {
                throw fields.problem(.wrong(expected: "days, as 2022-08-19"), "holidays")
            }
            calendar.holidays.insert(day)
        }
        return calendar
    }

    private static func events(
        _ fields: inout VectorFields, offset: Int
    ) throws(VectorProblem) -> [SilenceEvent] {
        var events: [SilenceEvent] = []
        for entry in try fields.objects("events") ?? [] {
            var event = entry
            guard let at = try event.moment(offset: offset, "at", "time") else { throw event.problem(.missing, "at") }
            guard let member = try event.text("by", "member") else { throw event.problem(.missing, "by") }
            let kind: SilenceEvent.Kind? = try event.word(
                ["kind"],
                [
                    .objection: ["objection", "object", "break"], .amendment: ["amendment", "amend"], .hold: ["hold"],
                    .lift: [
                        "lift", "hold_lifted", "lift_hold", "lifted", "release", "unhold", "hold_released",
                        "hold_withdrawn",
                    ],
                    .comment: ["comment", "support", "assent", "question", "acknowledgement", "reservation"],
                ])
            guard let kind else { throw event.problem(.missing, "kind") }
            for note in ["text", "reason", "note"] { _ = event.value(note) }
            try event.finish()
            events.append(SilenceEvent(at: at.time, member: member, kind: kind))
        }
        return events
    }

    // MARK: Packages and selections

    private static func package(_ fields: inout VectorFields) throws(VectorProblem) -> VectorQuestion {
        guard let entries = try fields.objects("clauses") else { throw fields.problem(.missing, "clauses") }
        var clauses: [NegotiatedPackage.Clause] = []
        for entry in entries {
            var clause = entry
            guard let id = try clause.text("id") else { throw clause.problem(.missing, "id") }
            let status = try clause.text("status", "state") ?? "open"
            guard let known = NegotiatedPackage.Status(rawValue: status.replacing(" ", with: "_")) else {
                let statuses = NegotiatedPackage.Status.allCases.map(\.rawValue)
                throw clause.problem(.unknownValue(status, known: statuses), "status")
            }
            let isSeverable = try clause.flag("severable") ?? false
            for note in ["text", "note"] { _ = clause.value(note) }
            try clause.finish()
            clauses.append(NegotiatedPackage.Clause(id: id, status: known, isSeverable: isSeverable))
        }
        let package = NegotiatedPackage(
            clauses: clauses, adoptedAlone: Set(try fields.texts("severable_adopted") ?? []))
        guard let final = fields.value("final") else {
            try fields.finish()
            return .package(package, final: nil, rule: nil)
        }
        try fields.finish()
        if case .object = final {
            var inner = try VectorFields(final, place: fields.place + "final")
            guard let name = try inner.text("rule") else { throw inner.problem(.missing, "rule") }
            var facts = DecisionFacts()
            let ballots = try ballots(&inner)
            let rule = try rule(name, &inner, ballots, &facts)
            try inner.finish()
            return .package(package, final: nil, rule: (rule, ballots, facts))
        }
        // A verdict may name what it is about, as vetoed:south.
        switch final.text?.split(separator: ":").first ?? "" {
        case _ where final == .bool(true), "adopted", "adopted_with_dissent":
            return .package(package, final: true, rule: nil)
        case _ where final == .bool(false), "not_adopted", "no_quorum", "vetoed", "broken":
            return .package(package, final: false, rule: nil)
        default:
            throw fields.problem(
                .unknownValue(final.text ?? final.written, known: ["adopted", "not_adopted"]), "final")
        }
    }

    private static func stagedSelection(
        _ fields: inout VectorFields, _ facts: inout DecisionFacts
    ) throws(VectorProblem) -> DecisionRule {
        var rule = StagedSelection()
        rule.college = try fields.threshold("college_threshold", "q_college") ?? rule.college
        rule.list = try fields.threshold("list_threshold", "q_list") ?? rule.list
        rule.runOff = try fields.threshold("run_off_threshold", "q_run_off") ?? rule.runOff
        rule.endorsements =
            try fields.dictionary("required_endorsements", "endorsements", expected: "a whole number", \.count) ?? [:]
        var votes = SelectionVotes()
        for entry in try fields.objects("colleges") ?? [] {
            var college = entry
            guard let name = try college.text("name", "id") else { throw college.problem(.missing, "name") }
            let candidates = try college.dictionary("candidates", expected: "a number of votes", \.count) ?? [:]
            votes.colleges.append(
                SelectionVotes.College(name: name, candidates: candidates, votes: try college.count("votes")))
            try college.finish()
        }
        for entry in try fields.objects("lists") ?? [] {
            var list = entry
            guard let name = try list.text("name", "id") else { throw list.problem(.missing, "name") }
            guard let count = try list.count("votes") else { throw list.problem(.missing, "votes") }
            let endorsements = try list.dictionary("endorsements", expected: "a whole number", \.count) ?? [:]
            votes.lists.append(SelectionVotes.List(name: name, votes: count, endorsements: endorsements))
            try list.finish()
        }
        votes.validListVotes = try fields.count("valid_votes")
        votes.runOff = try fields.dictionary("run_off", "runoff", expected: "a number of votes", \.count)
        votes.validRunOffVotes = try fields.count("valid_run_off_votes")
        guard !votes.colleges.isEmpty || !votes.lists.isEmpty else { throw fields.problem(.missing, "colleges") }
        facts.selection = votes
        return .stagedSelection(rule)
    }
}

extension Int {
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
