package import DecisionRules
import Site

extension DecisionWords {
    /// What a rule of procedure says, one sentence after another; of several stages each begins with its number and organ.
    package func ladder(_ ladder: DecisionLadder) -> [String] {
        guard ladder.stages.count > 1 else { return ladder.stages.flatMap { rule($0.rule) } }
        return ladder.stages.enumerated().flatMap { index, stage in
            var sentences = [say("stage", ["count": .number(index + 1), "name": name(stage.organ)])]
            if index > 0, stage.opens.sittings > 0 {
                sentences.append(say("stage_sittings", ["count": .number(stage.opens.sittings)]))
            }
            if index > 0, stage.opens.minutes > 0 {
                sentences.append(say("stage_elapsed", ["minimum": minutes(stage.opens.minutes)]))
            }
            return sentences + rule(stage.rule)
        }
    }

    /// What a rule says, one sentence after another.
    package func rule(_ rule: DecisionRule) -> [String] {
        switch rule {
        case .consensus(let quorum): [say("rule_consensus")] + self.quorum(quorum)
        case .unanimity(let quorum): [say("rule_unanimity")] + self.quorum(quorum)
        case .consensusMinus(let rule):
            [
                rule.named.map {
                    say("rule_minus_named", ["count": .number(rule.most), "names": names($0.sorted())])
                } ?? say("rule_minus_counted", ["count": .number(rule.most)])
            ] + quorum(rule.quorum)
        case .sufficientConsensus(let rule): sufficient(rule)
        case .sufficientFormula(let rule): formula(rule)
        case .qualifiedMajority(let rule): majority(rule)
        case .doubleMajority(let rule):
            [
                say(
                    "rule_double",
                    [
                        "threshold": of(rule.members), "share": of(rule.population),
                        "count": .number(rule.blockingMinority),
                    ])
            ] + quorum(rule.quorum)
        case .crossCommunity(let rule): crossCommunity(rule)
        case .constituencyVeto(let base, let rule):
            self.rule(base)
                + [say("rule_veto", ["names": names(rule.constituencies), "threshold": of(rule.share)])]
                + (rule.mustBePresent ? [say("rule_must_be_present")] : [])
        case .twoThresholds(let rule):
            [
                say(
                    "rule_two_thresholds",
                    [
                        "threshold": of(rule.first), "share": of(rule.second), "name": name(rule.committee),
                        "organ": name(rule.lastInstance),
                    ])
            ] + quorum(rule.quorum)
        case .silence(let rule): silence(rule)
        case .package(let final): [say("rule_package")] + self.rule(final)
        case .stagedSelection(let rule):
            [say("rule_staged", ["threshold": of(rule.college), "share": of(rule.list)])]
        case .lastInstance(let organ): [say("rule_last_instance", ["name": name(organ)])]
        }
    }

    private func sufficient(_ rule: SufficientConsensus) -> [String] {
        [say("rule_sufficient", ["names": names(rule.principals.sorted())])]
            + quorum(rule.assents, "rule_sufficient_floor") + (rule.mayAppeal ? [say("rule_appeal")] : [])
            + quorum(rule.quorum)
    }

    private func formula(_ rule: SufficientFormula) -> [String] {
        let governments = names(rule.governments.sorted())
        return [say("rule_formula", ["threshold": of(rule.threshold), "names": names(rule.blocs)])]
            + (rule.governments.isEmpty ? [] : [say("rule_governments", ["names": governments])])
            + quorum(rule.quorum)
    }

    private func majority(_ rule: QualifiedMajority) -> [String] {
        let abstentions = rule.abstentions == .leftOut ? "rule_abstention_left_out" : "rule_abstention_against"
        return [say("rule_qualified_\(rule.base.rawValue)", ["threshold": of(rule.threshold)]), say(abstentions)]
            + (rule.isWeighted ? [say("rule_weighted")] : [])
            + (rule.tie == .byThreshold ? [] : [say("rule_tie_\(rule.tie.rawValue)")]) + quorum(rule.quorum)
    }

    private func crossCommunity(_ rule: CrossCommunity) -> [String] {
        let all = names(rule.designations)
        let parallel = say("rule_parallel", ["threshold": of(rule.parallel), "names": all])
        let weighted = say(
            "rule_weighted_majority",
            ["threshold": of(rule.weightedOverall), "share": of(rule.weightedEach), "names": all])
        let said =
            switch rule.mode {
            case .parallel: [parallel]
            case .weighted: [weighted]
            case .either: [parallel, weighted, say("rule_either")]
            }
        return said + quorum(rule.quorum)
    }

    private func silence(_ rule: SilenceProcedure) -> [String] {
        var said = [say("rule_silence")]
        if rule.boundary == .at { said.append(say("rule_silence_at")) }
        if rule.minimumMinutes > 0 {
            said.append(say("rule_silence_minimum", ["minimum": minutes(rule.minimumMinutes)]))
        }
        if rule.minimumWorkingDays > 0 {
            said.append(say("rule_silence_working_days", ["count": .number(rule.minimumWorkingDays)]))
        }
        switch rule.hold {
        case .notAllowed: said.append(say("rule_silence_no_hold"))
        case .unlimited: said.append(say("rule_silence_hold"))
        case .minutes(let most): said.append(say("rule_silence_hold_limit", ["minimum": minutes(most)]))
        }
        return said + (rule.needsAgreement ? [say("rule_silence_agreement")] : [])
    }

    private func quorum(_ quorum: Quorum, _ key: String = "rule_quorum") -> [String] {
        switch quorum {
        case .none: []
        case .share(let threshold): [say(key, ["threshold": of(threshold)])]
        case .members(let count): [say("\(key)_members", ["count": .number(count)])]
        }
    }

    private func of(_ threshold: Threshold) -> TextArgument { .text(self.threshold(threshold)) }

    private func minutes(_ count: Int) -> TextArgument { .text(length(Amount(max(0, count).magnitude))) }

    // MARK: Who can block

    /// Who can block and what is enough, one sentence after another.
    package func blocking(_ arithmetic: BlockingArithmetic) -> [String] {
        var said: [String] = []
        if arithmetic.alone.isEmpty {
            said.append(say("block_nobody_alone"))
        } else {
            let count = TextArgument.number(arithmetic.alone.count)
            said.append(say("block_alone", ["count": count, "names": names(arithmetic.alone)]))
        }
        said.append(
            arithmetic.fewestObjecting.map { say("block_fewest", ["count": .number($0)]) } ?? say("block_impossible"))
        if let away = arithmetic.fewestAway { said.append(say("block_away", ["count": .number(away)])) }
        if let enough = arithmetic.fewestAssents { said.append(say("block_enough", ["count": .number(enough)])) }
        if !arithmetic.isExact { said.append(say("block_about")) }
        return said
    }
}
