import DecisionRules
import Foundation
import JirgaTestSupport
import Site
import Testing

@testable import Table

@Suite struct `Decisions in words` {
    private let catalogue: Catalogue

    init() throws {
        catalogue = try Catalogue(folders: [.site, DecisionWords.webFolder])
    }

    private func words(_ language: Language = .english) -> DecisionWords {
        DecisionWords(texts: catalogue.texts(language))
    }

    private func ballots(_ values: BallotValue...) -> [Ballot] {
        values.enumerated().map { Ballot(member: "P\($0 + 1)", value: $1) }
    }

    @Test func `every text is there in every language`() {
        #expect(catalogue.problems() == [])
    }

    @Test func `a delegate reads what is missing`() throws {
        let ballots = ballots(.assent, .assent, .object, .assent, .reservation)
        let unanimity = try DecisionRule.unanimity(.none).decide(ballots)
        #expect(words().explanation(unanimity) == "4 of 5 delegations assent; all are needed. Missing: P3.")
        #expect(words().verdict(unanimity.verdict) == "Not adopted.")
        let consensus = try DecisionRule.consensus(.none).decide(ballots)
        #expect(words().explanation(consensus) == "1 delegation objects: P3.")
        let dari = words(.dari).explanation(unanimity)
        #expect(dari.contains("۴ از ۵ هیئت") && dari.contains("\u{2068}P3\u{2069}"))
    }

    @Test func `shares come with their percentage and with what is needed`() throws {
        let twoThirds = try #require(Fraction("2/3").flatMap { Threshold($0) })
        let outcome = try DecisionRule.qualifiedMajority(QualifiedMajority(twoThirds)).decide(
            ballots(.assent, .assent, .assent, .assent, .object, .object, .object))
        #expect(
            words().explanation(outcome)
                == "For it, of those voting: 4 of 7 (57.1\u{00A0}%); 5 are needed, at least 2/3.")
        let formula = SufficientFormula(blocs: ["u"], poll: Fraction("97.7"))
        let poll = try DecisionRule.sufficientFormula(formula).decide([
            Ballot(member: "UUP", value: .assent, weight: try #require(Fraction("24.2")), bloc: "u")
        ])
        #expect(
            words().explanation(poll).hasPrefix(
                "Of the valid poll the parties that assent hold 24.2 of 97.7 (24.8\u{00A0}%); needed: more than half."))
        #expect(words(.dari).explanation(poll).contains("۲۴٫۲ از ۹۷٫۷ (۲۴٫۸٪)"))
    }

    @Test func `a silence says who, when and until when`() throws {
        var facts = DecisionFacts()
        facts.silence = DecisionFacts.Silence(
            start: fixedTime, deadline: fixedTime + 259_199_999, now: fixedTime + 259_200_000)
        let outcome = try DecisionRule.silence(SilenceProcedure(minimumMinutes: 4_320)).decide([], facts)
        #expect(outcome.verdict == .invalid(.tooShort))
        #expect(
            words().explanation(outcome)
                == "The period is 2 days 23 hours 59 minutes; at least 3 days are needed.")
    }

    @Test func `names can't turn a sentence around`() throws {
        let outcome = try DecisionRule.consensus(.none).decide([Ballot(member: "حزب", value: .object)])
        #expect(words().explanation(outcome) == "1 delegation objects: \u{2068}حزب\u{2069}.")
    }

    @Test func `every test, verdict and rule has its words`() throws {
        let own = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Vectors/decision-vectors.json").path
        let shared = try SharedData.folder + "/data/table/decision-vectors.json"
        var kinds: Set<RuleTest.Kind> = []
        for path in [own, shared] {
            for vector in try DecisionVectors(json: Array(Data(contentsOf: URL(fileURLWithPath: path)))).vectors {
                guard case .same(let result) = vector.evaluate() else { continue }
                for language in Language.all {
                    let words = words(language)
                    switch result {
                    case .outcome(let outcome, _):
                        kinds.formUnion(outcome.tests.map(\.kind))
                        let said = words.verdict(outcome.verdict) + words.explanation(outcome)
                        #expect(!said.contains("⟦"), "\(vector.name): \(said)")
                    case .package(let state): #expect(!words.package(state).contains("⟦"), "\(vector.name)")
                    case .time(let time, let offset):
                        #expect(!words.period(until: time, offset: offset).contains("⟦"), "\(vector.name)")
                    }
                }
            }
        }
        for kind in RuleTest.Kind.allCases {
            for passed in [true, false] {
                var test = RuleTest(kind, passed: passed)
                for names in [[], ["A", "B"]] {
                    test.names = names
                    #expect(!words().test(test).contains("⟦"), "\(kind)")
                }
            }
        }
        // The rest come up in no case: nobody entitled, time between stages, clauses of a package that is put to the vote.
        #expect(Set(RuleTest.Kind.allCases).subtracting(kinds).isSubset(of: [.members, .elapsed, .clauses]))
    }

    @Test func `rules and their arithmetic have words`() throws {
        let quorum = Quorum.share(.majority)
        let rules: [DecisionRule] = [
            .consensus(quorum), .unanimity(.members(3)), .consensusMinus(ConsensusMinus(most: 1)),
            .consensusMinus(ConsensusMinus(most: 1, named: ["A"])),
            .sufficientConsensus(SufficientConsensus(principals: ["A"], assents: .share(.majority))),
            .sufficientConsensus(SufficientConsensus(principals: ["A"], assents: .members(3))),
            .sufficientFormula(SufficientFormula(blocs: ["u"], governments: ["UK"])),
            .qualifiedMajority(QualifiedMajority(.majority, isWeighted: true, tie: .chair)),
            .qualifiedMajority(QualifiedMajority(.majority, base: .all, tie: .fails)),
            .qualifiedMajority(QualifiedMajority(.majority, base: .present, tie: .passes)),
            .doubleMajority(DoubleMajority()), .crossCommunity(CrossCommunity(.either, designations: ["u", "n"])),
            .constituencyVeto(
                base: .consensus(.none), ConstituencyVeto(constituencies: ["south"], mustBePresent: true)),
            .twoThresholds(TwoThresholds()),
            .silence(
                SilenceProcedure(
                    minimumMinutes: 4_320, minimumWorkingDays: 5, boundary: .at, hold: .minutes(60),
                    needsAgreement: true)),
            .silence(SilenceProcedure(hold: .notAllowed)), .package(final: .consensus(.none)),
            .stagedSelection(StagedSelection()), .lastInstance("president"),
        ]
        let ladder = DecisionLadder(
            rules.map {
                DecisionLadder.Stage(
                    organ: "plenary", rule: $0, opens: DecisionLadder.Guard(sittings: 2, minutes: 1_500))
            })
        let members = (1...5).map { Ballot(member: "P\($0)", value: .none, bloc: "u", population: 3) }
        for language in Language.all {
            let words = words(language)
            #expect(!words.ladder(ladder).contains { $0.contains("⟦") }, "\(words.ladder(ladder))")
            for rule in rules {
                let said = words.blocking(try rule.blocking(among: members))
                #expect(!said.contains { $0.contains("⟦") }, "\(said)")
            }
        }
        #expect(
            words().rule(.doubleMajority(DoubleMajority())).first?.contains("at least 55\u{00A0}% of the members")
                == true)
        let consensus = try DecisionRule.consensus(.none).blocking(among: members)
        #expect(
            words().blocking(consensus) == [
                "Each of these 5 can block alone: P1, P2, P3, P4, P5.", "1 objection can be enough to block.",
                "5 assents can be enough.",
            ])
    }
}
