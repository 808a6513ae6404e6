/// The shape by which an opinion group is known in every figure and table. The letter belongs to the reader's language;
/// the shape is the same in all of them.
package struct GroupMark: Sendable, Hashable {
    /// 0 for the group named A.
    package let place: Int

    package init(place: Int) {
        self.place = max(0, place) % Self.symbols.count
    }

    package var symbol: String { Self.symbols[place] }
    /// The class that gives the mark its color: `g1` to `g8`.
    package var styleClass: String { "g\(place + 1)" }
    /// For a figure that stands alone.
    package var color: String { Self.colors[place] }

    /// The outline of the mark around a point, `size` wide.
    package func outline(x: Int, y: Int, size: Int) -> String {
        let half = max(1, size / 2)
        switch place {
        case 0:
            return "M\(x - half) \(y)a\(half) \(half) 0 1 0 \(2 * half) 0a\(half) \(half) 0 1 0 \(-2 * half) 0z"
        case 1:
            let side = max(1, half * 9 / 10)
            return "M\(x - side) \(y - side)h\(2 * side)v\(2 * side)h\(-2 * side)z"
        case 2: return "M\(x) \(y - half)l\(half) \(2 * half)h\(-2 * half)z"
        case 3: return "M\(x) \(y - half)l\(half) \(half)l\(-half) \(half)l\(-half) \(-half)z"
        case 4:
            let arm = max(1, half / 3)
            let length = max(1, half - arm)
            return "M\(x - arm) \(y - half)h\(2 * arm)v\(length)h\(length)v\(2 * arm)h\(-length)v\(length)"
                + "h\(-2 * arm)v\(-length)h\(-length)v\(-2 * arm)h\(length)z"
        case 5: return "M\(x) \(y + half)l\(half) \(-2 * half)h\(-2 * half)z"
        case 6: return polygon(Self.star, x: x, y: y, half: half)
        default: return polygon(Self.cross, x: x, y: y, half: half)
        }
    }

    private func polygon(_ corners: [(Double, Double)], x: Int, y: Int, half: Int) -> String {
        let points = corners.map { across, along in
            "\(x + Figure.whole(across * Double(half))) \(y + Figure.whole(along * Double(half)))"
        }
        return "M" + points.joined(separator: "L") + "z"
    }

    private static let star = [
        (0, -1), (0.22, -0.31), (0.95, -0.31), (0.36, 0.12), (0.59, 0.81), (0, 0.38), (-0.59, 0.81), (-0.36, 0.12),
        (-0.95, -0.31), (-0.22, -0.31),
    ]
    private static let cross = [
        (-1, -0.6), (-0.6, -1), (0, -0.4), (0.6, -1), (1, -0.6), (0.4, 0), (1, 0.6), (0.6, 1), (0, 0.4), (-0.6, 1),
        (-1, 0.6), (-0.4, 0),
    ]
    private static let symbols = ["●", "■", "▲", "◆", "✚", "▼", "★", "✖"]
    private static let colors = [
        "#562100", "#3c9d9a", "#4950b0", "#755914", "#05335f", "#93912c", "#8d1f52", "#3d6b1f",
    ]
}
