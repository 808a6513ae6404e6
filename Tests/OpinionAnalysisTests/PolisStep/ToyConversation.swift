import OpinionAnalysis

/// Eighteen invented participants and nine statements, with the numbers Polis computed for them.
enum ToyConversation {
    /// Rows are participants 0…17, columns statements 0…8: agree, disagree, pass, no vote.
    static let rows = [
        "addd.dd.d", "adadad.ap", "adaaa..dp", ".d...a..d", "adad.dadp", "d.paaddda", "a..aad..a", "daddaddaa",
        ".apaddd.a", ".add.adaa", "d.dd..d.d", "...a.....", "d.dp..ddd", "papaaa.dd", "aaaapdd.d", "da.aaapda",
        "adaaadd.a", ".aaaaadda",
    ]

    /// In the order of statements, then participants.
    static var votes: [PolisVote] {
        (0..<9).flatMap { statement in
            rows.enumerated().compactMap { participant, row in
                vote(Array(row)[statement]).map {
                    PolisVote(participant: participant, statement: statement, vote: $0)
                }
            }
        }
    }

    static let moderation: PolisModeration = {
        var moderation = PolisModeration()
        for statement in [0, 1, 2, 3, 4, 6] { moderation.note(statement: statement, judgment: 1, isMeta: false) }
        moderation.note(statement: 5, judgment: -1, isMeta: false)
        moderation.note(statement: 7, judgment: 0, isMeta: true)
        moderation.note(statement: 8, judgment: 0, isMeta: false)
        return moderation
    }()

    static let starts: [[Double]] = [Array(repeating: 1, count: 9), [1, -1, 1, -1, 1, -1, 1, -1, 1]]

    static func vote(_ letter: Character) -> Vote? {
        switch letter {
        case "a": .agree
        case "d": .disagree
        case "p": .pass
        default: nil
        }
    }

    static let center = [
        -0.1538461538, -0.0769230769, -0.0714285714, -0.2352941176, -0.7272727273, 0, 0.75, 0, -0.1176470588,
    ]
    static let components = [
        [
            0.6098831059, -0.545168797, 0.5294775607, 0.1139149706, 0.0374911139, 0, 0.1418869343, 0, -0.1263842803,
        ],
        [
            -0.0135036958, -0.3635856755, -0.3429848982, -0.6999195321, 0.073398246, 0, 0.0350403057, 0, -0.5034699488,
        ],
    ]
    static let extremities = [
        1.5485442498, 1.8146462232, 1.7573974543, 1.6268254068, 0.0674337004, 0, 0.7672857517, 0, 1.3740631609,
    ]
    static let baseMembers = [0, 1, 2, 4, 5, 6, 7, 12, 13, 14, 15, 16, 8, 9, 17]
    static let baseX = [
        -0.5313114088, -1.5689207028, -1.8105708473, -1.8214397977, 0.8391753203, -0.6146696794, 2.0517223171,
        1.3516359921, 0.4203305204, -0.670106404, 1.1823264372, -1.5451665514, 0.70606638, 1.5400947375, 0.0649399568,
    ]
    static let baseY = [
        -2.297559141, -1.0664912216, 0.4182623208, -1.11029949, 0.9844337473, 1.1890794118, -0.4790733779,
        -1.2492031078, 0.2774202352, 0.7002012225, 1.3292290854, 0.906571523, 1.5126374494, -0.5028528024,
        1.7207266779,
    ]
    static let groupVotes = [
        "0,2,2 2,0,2 0,3,3 0,2,3 1,0,1 1,1,2 0,3,3 2,1,3 2,1,3",
        "4,0,4 0,4,4 3,1,4 1,3,4 2,0,2 0,3,3 1,1,2 1,2,3 0,1,4",
        "3,2,6 5,1,6 3,0,6 8,0,8 6,1,8 3,5,8 0,5,6 0,4,4 6,2,8",
    ]
    static let groupInformedConsensus = [
        0.1041666667, 0.09375, 0.0666666667, 0.06, 0.35, 0.04, 0.0125, 0.04, 0.07,
    ]
    static let firstPriorities = [
        32.8813313274, 40.1063063944, 38.4914061498, 34.9323218219, 5.7682869426, 5.0625, 15.8117008241, 49,
        28.5331404536,
    ]
    static let secondPriorities = [
        9.8613892086, 14.1164529859, 4.7907870928, 7.4354839219, 3.6269694447, 0.5207421836, 0.3976817126, 49,
        3.6950521329,
    ]
}
