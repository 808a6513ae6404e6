import Foundation
import JirgaTestSupport

/// Makes bad input of good input: the changes that parsers stumble over, one to four of them at a time.
struct Mutator {
    /// What inputs grow to at most, so that time is bounded.
    static let limit = 4_096

    private let seeds: [[UInt8]]
    private var generator: SeededGenerator

    init(_ seeds: [[UInt8]], seed: UInt64) {
        self.seeds = seeds.isEmpty ? [[]] : seeds
        generator = SeededGenerator(seed: seed)
    }

    private static let words = [
        "", "\0", "\r\n", "\n\n", "\r", "%", "%00", "%zz", "%ff", "&", "=", ";", ",", "\"", "\"\"", "'", "+", "-", "/",
        "//",
        "..", "\\", " ", "0", "-1", "00", "+5", "1e9", "NaN", "255", "256", "65535", "4294967295",
        "9223372036854775807",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "x000",
        "=", "==", "\u{2014} ", "\u{FEFF}", "\u{202E}", "\u{200D}", "\u{0301}", "\u{10FFFF}", "\u{661}\u{662}", "🇦🇫",
        "[", "{", "[[[[[[[[", "<script>", "null", "true",
    ].map { Array($0.utf8) }
    private static let bytes: [UInt8] = [0, 1, 0x7F, 0x80, 0xC0, 0xED, 0xF4, 0xFE, 0xFF]

    mutating func next() -> [UInt8] {
        var input = seeds.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 0...4, using: &generator) { change(&input) }
        return Array(input.prefix(Self.limit))
    }

    private mutating func change(_ input: inout [UInt8]) {
        let place = Int.random(in: 0...input.count, using: &generator)
        let end = min(input.count, place + Int.random(in: 1...16, using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0 where place < input.count: input[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where place < input.count: input[place] = Self.bytes.randomElement(using: &generator) ?? 0
        case 2: input.removeSubrange(place..<end)
        case 3: input.insert(contentsOf: input[place..<end], at: place)
        case 4: input.removeSubrange(place...)
        case 5:
            let other = seeds.randomElement(using: &generator) ?? []
            input.replaceSubrange(place..., with: other.dropFirst(min(place, other.count)))
        case 6:
            let count = Int.random(in: 1...200, using: &generator)
            if place < input.count {
                input.insert(contentsOf: [UInt8](repeating: input[place], count: count), at: place)
            }
        case 7:
            // A number in the middle of bytes: lengths and counts.
            let number =
                UInt32.random(in: 0...UInt32.max, using: &generator) >> UInt32.random(in: 0..<32, using: &generator)
            let bytes = withUnsafeBytes(of: number.bigEndian, Array.init)
            input.replaceSubrange(place..<min(input.count, place + 4), with: bytes)
        default: input.insert(contentsOf: Self.words.randomElement(using: &generator) ?? [], at: place)
        }
    }
}

/// How long to try, and from where; `script/fuzz` sets these.
enum FuzzRun {
    static let seed = number("JIRGA_FUZZ_SEED") ?? 20_261_128
    static let rounds = number("JIRGA_FUZZ_ROUNDS").map { Int(clamping: $0) } ?? 4_000

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }

    /// Tries inputs made from `seeds`. A trap ends the whole program: with `JIRGA_FUZZ_KEEP`, a folder, the input being
    /// tried stands there in a file named like the target.
    static func run(_ target: String, _ seeds: [[UInt8]], _ body: ([UInt8]) throws -> Void) rethrows {
        var mutator = Mutator(seeds, seed: seed)
        let folder = ProcessInfo.processInfo.environment["JIRGA_FUZZ_KEEP"].map(URL.init(fileURLWithPath:))
        for input in seeds { try body(input) }
        for _ in 0..<rounds {
            let input = mutator.next()
            if let folder { try? Data(input).write(to: folder.appendingPathComponent(target)) }
            try body(input)
        }
    }
}
