package import DecisionRules
import Foundation
package import Site

/// What decision rules say, ask and decide, in words a delegate understands, in the reader's language.
package struct DecisionWords: Sendable {
    let texts: Texts

    package init(texts: Texts) { self.texts = texts }

    /// Everything that was tested, in one line.
    package func explanation(_ outcome: DecisionOutcome) -> String {
        outcome.tests.map(test).joined(separator: " ")
    }

    package func verdict(_ verdict: Verdict) -> String {
        switch verdict {
        case .adopted: say("verdict_adopted")
        case .adoptedWithDissent: say("verdict_dissent")
        case .notAdopted(let failed):
            say(["college", "list", "run_off"].contains(failed) ? "verdict_none_elected" : "verdict_not_adopted")
        case .noQuorum: say("verdict_no_quorum")
        case .vetoed(let by): say("verdict_vetoed", ["names": names(by)])
        case .referred(let to): say("verdict_referred", ["name": name(to)])
        case .decided(let by, let what): say("verdict_decided", ["name": name(by), "what": name(what)])
        case .awaitsRuling: say("verdict_awaits_ruling")
        case .running: say("verdict_running")
        case .broken(let by): say("verdict_broken", ["name": name(by)])
        case .onHold(let by): say("verdict_on_hold", ["name": name(by)])
        case .invalid(.tooShort): say("verdict_too_short")
        case .invalid(.notAgreed): say("verdict_not_agreed")
        case .elected(let names): say("verdict_elected", ["names": self.names(names)])
        case .runOff(let names): say("verdict_run_off", ["names": self.names(names)])
        }
    }

    // MARK: Tests

    /// One test with its numbers.
    package func test(_ test: RuleTest) -> String {
        switch test.kind {
        case .members, .objections, .unanimity, .named, .namedLimit, .objectors, .principals, .governments, .clauses:
            aboutNames(test)
        case .ruling, .appeal, .tie: aboutFinding(test)
        case .quorum, .assents, .poll, .bloc, .parties, .share, .memberShare, .population, .parallelOverall,
            .parallelEach, .weightedOverall, .weightedEach, .college, .list, .runOff:
            aboutShare(test)
        case .blockingMinority: say("test_blocking_minority", ["part": part(test), "count": needed(test)])
        case .constituencyPresent:
            say(test.passed ? "test_constituency_present" : "test_constituency_absent", ["name": subject(test)])
        case .veto: veto(test)
        case .minimumLength, .minimumWorkingDays, .procedureAgreed, .silence, .late, .hold, .deadline:
            aboutSilence(test)
        case .sittings: say("test_sittings", ["part": part(test), "count": needed(test)])
        case .elapsed:
            say("test_elapsed", ["length": .text(length(test.part)), "minimum": .text(length(test.needed))])
        case .lastInstance:
            test.passed
                ? say("test_last_instance", ["name": subject(test), "what": names(test.names)])
                : say("test_last_instance_waits", ["name": subject(test)])
        case .endorsements:
            test.passed
                ? say("test_endorsements", ["name": subject(test)])
                : say("test_endorsements_missing", ["name": subject(test), "names": names(test.names)])
        }
    }

    private func aboutNames(_ test: RuleTest) -> String {
        let all = names(test.names)
        let count = TextArgument.number(test.names.count)
        switch test.kind {
        case .members: return say("test_members")
        case .objections:
            return test.passed ? say("test_objections_none") : say("test_objections", ["count": count, "names": all])
        case .unanimity:
            return test.passed
                ? say("test_unanimity", ["count": .number(test.whole?.count ?? 0)])
                : say("test_unanimity_missing", ["part": part(test), "whole": whole(test), "names": all])
        case .named: return say(test.passed ? "test_named" : "test_named_others", ["names": all])
        case .namedLimit: return say("test_named_limit", ["names": all, "count": needed(test)])
        case .objectors:
            return test.names.isEmpty
                ? say("test_objectors_none", ["count": needed(test)])
                : say("test_objectors", ["names": all, "count": needed(test)])
        case .principals: return say(test.passed ? "test_principals" : "test_principals_missing", ["names": all])
        case .governments: return say(test.passed ? "test_governments" : "test_governments_missing", ["names": all])
        default: return test.passed ? say("test_clauses") : say("test_clauses_open", ["names": all])
        }
    }

    private func aboutFinding(_ test: RuleTest) -> String {
        switch (test.kind, test.finding) {
        case (.ruling, .sufficient): say("test_ruling_sufficient")
        case (.ruling, .insufficient): say("test_ruling_insufficient")
        case (.ruling, _): say("test_ruling_missing")
        case (.appeal, .upheld): say("test_appeal_upheld")
        case (.appeal, _): say("test_appeal_set_aside")
        case (_, .carries): say("test_tie_carries")
        case (_, .sufficient): say("test_tie_chair_for")
        case (_, .insufficient): say("test_tie_chair_against")
        case (_, .notYet): say("test_tie_chair_missing")
        default: say("test_tie_fails")
        }
    }

    private func aboutShare(_ test: RuleTest) -> String {
        let measure = TextArgument.text(measure(test))
        let who = test.names.isEmpty ? TextArgument.text(texts["decision_nobody"]) : names(test.names)
        let key =
            test.kind == .share ? "test_share_\((test.base ?? .voting).rawValue)" : "test_\(test.kind.rawValue)"
        return say(key, ["measure": measure, "name": subject(test), "names": who])
    }

    /// `29.9 of 52.4 (57.1 %); needed: more than half`
    private func measure(_ test: RuleTest) -> String {
        var arguments = ["part": part(test), "whole": whole(test)]
        let count = test.needed?.count
        guard let threshold = test.threshold else {
            arguments["count"] = .number(count ?? 0)
            return say("measure_count", arguments)
        }
        arguments["threshold"] = .text(self.threshold(threshold))
        guard let percent = percent(test) else { return say("measure_nothing", arguments) }
        arguments["percent"] = .text(percent)
        guard let count else { return say("measure_share", arguments) }
        arguments["count"] = .number(count)
        return say("measure", arguments)
    }

    private func veto(_ test: RuleTest) -> String {
        var arguments = ["part": part(test), "whole": whole(test)]
        arguments["threshold"] = .text(threshold(test.threshold ?? .majority))
        let measure: String
        if let percent = percent(test) {
            arguments["percent"] = .text(percent)
            measure = say("measure_veto", arguments)
        } else {
            measure = say("measure_veto_nobody", arguments)
        }
        return say(
            test.passed ? "test_veto_none" : "test_veto", ["name": subject(test), "measure_veto": .text(measure)])
    }

    private func aboutSilence(_ test: RuleTest) -> String {
        let when = TextArgument.text(test.time.map(moment) ?? "")
        let who = names(test.names)
        switch test.kind {
        case .minimumLength:
            let length = TextArgument.text(length(test.part))
            guard test.needed?.count != 0 else { return say("test_length", ["length": length]) }
            return say("test_minimum_length", ["length": length, "minimum": .text(self.length(test.needed))])
        case .minimumWorkingDays: return say("test_minimum_working_days", ["count": needed(test), "time": when])
        case .procedureAgreed: return say(test.passed ? "test_procedure_agreed" : "test_procedure_not_agreed")
        case .late: return say("test_late", ["names": who])
        case .hold: return say("test_hold", ["names": who, "time": when])
        case .deadline: return say(test.passed ? "test_deadline" : "test_deadline_runs", ["time": when])
        default:
            guard !test.passed else { return say("test_silence") }
            let key = test.finding == .amendment ? "test_silence_amendment" : "test_silence_objection"
            return say(key, ["name": who, "time": when])
        }
    }

    // MARK: Packages, problems

    package func package(_ state: PackageState) -> String {
        let inForce =
            state.inForce.isEmpty ? say("package_no_force") : say("package_force", ["names": names(state.inForce)])
        let stage =
            switch state.stage {
            case .open: say("package_open", ["names": names(state.open)])
            case .ready: say("package_ready")
            case .adopted: say("package_adopted")
            case .reopened: say("package_reopened")
            }
        return "\(stage) \(inForce)"
    }

    /// When a period ends.
    ///
    /// - Parameters:
    ///   - time: milliseconds since 1970, UTC.
    ///   - offset: minutes east of UTC.
    package func period(until time: Int64, offset: Int) -> String {
        say("period_ends", ["time": .text(moment(time, offset: offset))])
    }

    package func problem(_ problem: DecisionInputProblem) -> String {
        switch problem {
        case .twoBallots(let member): say("problem_two_ballots", ["name": name(member)])
        case .negativeCount(let member): say("problem_negative", ["name": name(member)])
        case .noPopulation(let member): say("problem_population", ["name": name(member)])
        case .missing: say("problem_missing")
        case .numbersTooLarge, .numbersTooFine: say("problem_numbers")
        case .noSuchDeadline: say("problem_deadline")
        }
    }

    package func problem(_ problem: RuleTextProblem) -> String {
        say("problem_text", ["line": .number(problem.line)])
    }

    // MARK: Words and numbers

    func say(_ key: String, _ arguments: [String: TextArgument] = [:]) -> String {
        texts("decision_\(key)", arguments)
    }

    /// A name that somebody else chose, kept apart where its direction of writing could differ from ours.
    func name(_ name: String) -> TextArgument { .text(isolated(name)) }

    func names(_ names: [String]) -> TextArgument {
        .text(names.map(isolated).joined(separator: texts.language == .dari ? "، " : ", "))
    }

    private func isolated(_ name: String) -> String {
        let isPlain = texts.language.direction == .leftToRight && name.utf8.allSatisfy { $0 < 0x80 }
        return isPlain ? name : "\u{2068}\(name)\u{2069}"
    }

    func threshold(_ threshold: Threshold) -> String {
        if threshold == .majority { return say("majority") }
        let share = threshold.share
        let percent = 100.quotientAndRemainder(dividingBy: share.denominator)
        let text =
            percent.remainder == 0 && (share.denominator > 4 || share.denominator == 1)
            ? texts.format.percent(share.numerator * percent.quotient) : texts.format.digits(share.description)
        return say(threshold.isStrict ? "more_than" : "at_least", ["share": .text(text)])
    }

    private func subject(_ test: RuleTest) -> TextArgument { name(test.subject ?? "") }
    private func part(_ test: RuleTest) -> TextArgument { amount(test.part) }
    private func whole(_ test: RuleTest) -> TextArgument { amount(test.whole) }
    private func needed(_ test: RuleTest) -> TextArgument { .number(test.needed?.count ?? .max) }

    private func amount(_ amount: Amount?) -> TextArgument {
        if let count = amount?.count { return .number(count) }
        return .text(decimal(amount?.text ?? "0"))
    }

    private func decimal(_ text: String) -> String {
        let point = texts.language == .dari ? "٫" : "."
        return texts.format.digits(text.split(separator: ".").joined(separator: point))
    }

    private func percent(_ test: RuleTest) -> String? {
        guard let part = test.part, let whole = test.whole, let thousandths = part.thousandths(of: whole) else {
            return nil
        }
        let text = decimal(thousandths % 10 == 0 ? "\(thousandths / 10)" : "\(thousandths / 10).\(thousandths % 10)")
        return texts.language == .dari ? text + "٪" : text + "\u{00A0}%"
    }

    /// A number of minutes as days, hours and minutes.
    func length(_ amount: Amount?) -> String {
        let minutes = amount?.count ?? .max
        let parts = [("days", minutes / 1_440), ("hours", minutes / 60 % 24), ("minutes", minutes % 60)]
        let said = parts.filter { $0.1 > 0 }.map { say($0.0, ["count": .number($0.1)]) }
        return said.isEmpty ? say("minutes", ["count": .number(0)]) : said.joined(separator: " ")
    }

    func moment(_ time: Int64) -> String { moment(time, offset: 0) }

    private func moment(_ time: Int64, offset: Int) -> String {
        let date = texts.format.date(time, offset: offset)
        let place = offset == 0 ? "UTC" : "UTC" + String(date.iso.suffix(6))
        return say("moment", ["date": .text(date.primary), "time": .text(date.time), "zone": name(place)])
    }
}

extension DecisionWords {
    /// The texts, templates and styles of the table.
    package static var webFolder: WebFolder { WebFolder(name: "Table", bundle: .module) }
}
