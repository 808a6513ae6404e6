// Which statements are worth showing next.
//
// Method: as in Polis. A statement matters the more, the more people agree with it, the fewer pass, and the further it
// drives opinions apart; new statements get a bonus of up to nine times that halves with every five votes.
//
// Where this differs from Polis: Polis computes priorities from the votes at its previous update. `OpinionMap.fit` uses
// the votes it is given; `PolisStep` hands over the previous ones.

/// The weight with which a statement is drawn when a participant asks for the next one.
public enum StatementPriority {
    /// - Parameters:
    ///   - agrees: how many agreed.
    ///   - passes: how many passed.
    ///   - seen: how many voted at all.
    ///   - extremity: how far agreeing with this statement alone moves a person from the middle of the map.
    ///   - isMeta: whether the statement asks who somebody is; such statements have a fixed, high priority.
    /// - Returns: a positive weight; 49 for meta statements.
    public static func priority(agrees: Int, passes: Int, seen: Int, extremity: Double, isMeta: Bool) -> Double {
        if isMeta { return 49 }
        let trials = Double(seen) + 2
        let attention = 1 - (Double(passes) + 1) / trials
        let importance = attention * (extremity + 1) * (Double(agrees) + 1) / trials
        let weight = importance * (1 + 8 * powerOfHalf(fifths: seen))
        return weight * weight
    }

    /// 2^(−fifths/5). Not left to the system's library, whose last bit differs from machine to machine.
    private static func powerOfHalf(fifths: Int) -> Double {
        let roots = [1, 0.8705505632961241, 0.757858283255199, 0.6597539553864471, 0.5743491774985174]
        let fifths = min(max(0, fifths), 5_000)
        return Double(sign: .plus, exponent: -(fifths / 5), significand: roots[fifths % 5])
    }
}
