/// A dialogue with invented people and invented answers: for showing what Jirga does, for tests and for measuring.
///
/// The place, its people and its institutions do not exist. The statements are written by hand
/// (`SimulatedStatements.swift`); who answers what, and when, is drawn from a seed by
/// ``make(seed:participants:opensAt:)``.
/// Three groups of opinion are *planted*: each participant carries the group their answers were drawn for, so that a
/// method of finding groups can be compared with the truth.
package struct SimulatedDialogue: Sendable, Hashable {
    package let title: BilingualText
    package let question: BilingualText
    package let description: BilingualText
    package let host: BilingualText

    /// Milliseconds since 1970, UTC.
    package let opensAt: Int64
    /// Milliseconds since 1970, UTC: ``daysOpen`` days after ``opensAt``. Every vote is before it.
    package let closesAt: Int64

    /// In the order they were written; `Vote.statement` and `Participant` refer to positions in these arrays.
    package let statements: [Statement]
    /// In the order they first came.
    package let participants: [Participant]
    /// Every vote cast, in order of time; of several by one participant on one statement the last counts.
    package let votes: [Vote]

    package static let daysOpen = 12

    /// A short assertion put to the floor, with the moment it became visible.
    package struct Statement: Sendable, Hashable {
        package let text: BilingualText
        /// The language it was written in; the other one is a translation.
        package let language: SimulatedLanguage
        /// Position in `participants`; `nil` when the organizers wrote it.
        package let author: Int?
        /// Milliseconds since 1970, UTC.
        package let writtenAt: Int64
        package let planted: PlantedOpinion
    }

    package struct Participant: Sendable, Hashable {
        /// The group whose opinions this person's votes were drawn from.
        package let group: PlantedGroup
        /// The language they read the dialogue in.
        package let language: SimulatedLanguage
        /// Milliseconds since 1970, UTC.
        package let arrivedAt: Int64
    }

    package struct Vote: Sendable, Hashable {
        /// Position in `participants`.
        package let participant: Int
        /// Position in `statements`.
        package let statement: Int
        package let choice: Choice
        /// Milliseconds since 1970, UTC.
        package let castAt: Int64

        package enum Choice: Int, Sendable, Hashable {
            case disagree = -1
            case pass = 0
            case agree = 1
        }
    }

    /// The votes that count: the last of each participant on each statement, in order of time.
    ///
    /// - Complexity: O(*v*) for *v* votes cast.
    package var votesThatCount: [Vote] {
        var seen: Set<SIMD2<Int>> = []
        return votes.reversed().filter { seen.insert(SIMD2($0.participant, $0.statement)).inserted }.reversed()
    }
}

/// The same text in English and in Dari as written in Afghanistan.
package struct BilingualText: Sendable, Hashable {
    package let english: String
    package let dari: String

    package subscript(language: SimulatedLanguage) -> String {
        switch language {
        case .english: english
        case .dari: dari
        }
    }
}

package enum SimulatedLanguage: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case dari = "fa-AF"
}

/// The three bodies of opinion that were put into the simulation.
package enum PlantedGroup: Int, Sendable, Hashable, CaseIterable {
    /// Water is a matter for villages, elders and custom.
    case custom
    /// Water needs written rules, measurement and a public authority.
    case regulation
    /// The lower basin and the town need storage and a guaranteed share.
    case storage

    /// Share of the participants, 0…1.
    package var share: Double {
        switch self {
        case .custom: 0.45
        case .regulation: 0.33
        case .storage: 0.22
        }
    }
}

/// What each planted group thinks of a statement.
package struct PlantedOpinion: Sendable, Hashable {
    /// By `PlantedGroup.rawValue`: the share, 0…1, that agrees among those who agree or disagree.
    package let support: [Double]
    /// The share, 0…1, of answers that are a pass.
    package let unsure: Double

    /// The largest difference of support between two groups, 0…1.
    package var gap: Double {
        (support.max() ?? 0) - (support.min() ?? 0)
    }

    /// All groups support it: at least 70 % of everyone who answers, in the group that likes it least.
    package var isCommon: Bool {
        (support.min() ?? 0) * (1 - unsure) >= 0.7
    }

    /// The groups answer differently, by 40 percentage points or more.
    package var isDivisive: Bool {
        gap >= 0.4
    }

    /// Many people cannot say: three in ten or more pass.
    package var isUnclear: Bool {
        unsure >= 0.3
    }
}
