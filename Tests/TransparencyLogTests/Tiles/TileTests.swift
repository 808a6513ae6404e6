import Crypto
import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@Suite struct TileTests {
    private static let counting: [[UInt8]] = (0..<70_000).map { number in
        (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    @Test func `paths are those of the vectors, both ways`() throws {
        for vector in try LogVectors.read().tiles.paths {
            let kind: TilePath.Kind = vector.entries ? .entries : .hashes(level: vector.level)
            let path = try #require(TilePath(kind, index: vector.index, width: vector.width))
            #expect(path.text == vector.path)
            #expect(TilePath(vector.path) == path)
        }
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/8/000", "tile/-1/000",
        "tile/00/000", "tile/0/x001", "tile/0/001/000", "tile/0/x000/000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000/", "tile/0/../000", "tile/0/..%2f000",
        "tile/0/000\0", "tile/entries/x001/x234/x067", "tile/entries/+01", "tile/0/٠٠٠", "/tile/0/000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999", "tile/data/000",
    ])
    func `what is no path of a tile is refused`(text: String) {
        #expect(TilePath(text) == nil)
    }

    @Test func `layouts are those of the vectors`() throws {
        for (size, levels) in try LogVectors.read().tiles.layout {
            let layout = TileLayout(size: try #require(UInt64(size)))
            #expect(layout.levels.map(\.level) == levels.map(\.level))
            #expect(layout.levels.map(\.full) == levels.map(\.full))
            #expect(layout.levels.map(\.partialWidth) == levels.map(\.partialWidth))
        }
    }

    @Test func `the tiles of eight entries are those of the vectors`() throws {
        let vectors = try LogVectors.read()
        var writer = TileWriter()
        for data in vectors.jirga.leafDataHex { writer.append(bytes(hex: data)) }
        let files = Dictionary(
            writer.takeFiles().map { ($0.path.text, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        #expect(files == vectors.tiles.size8.mapValues { bytes(hex: $0) })
    }

    @Test func `a tree of 70,000 leaves has the roots and tiles of the vectors`() throws {
        let big = try LogVectors.read().tiles.big
        var writer = TileWriter()
        var frontier = TreeFrontier()
        let store = MemoryTileStore()
        for (place, entry) in Self.counting.enumerated() {
            writer.append(entry)
            frontier.append(.leaf(entry))
            if let root = big.roots[String(place + 1)] {
                #expect(frontier.root == TreeHash(bytes(hex: root)))
                #expect(writer.root == frontier.root)
            }
        }
        for file in writer.takeFiles() { store.write(file.bytes, to: file.path.text) }
        #expect(frontier.root == TreeHash(bytes(hex: big.rootHex)))
        for (name, digest) in big.sha256OfTile {
            let tile = try #require(store.read(name))
            #expect(Array(SHA256.hash(data: tile)) == bytes(hex: digest))
        }
        let tree = TileTree(store, size: 70_000)
        #expect(try tree.root(size: 70_000) == frontier.root)
        for index in [0, 255, 256, 65_535, 65_536, 69_999] as [UInt64] {
            try tree.inclusionProof(index: index, size: 70_000)
                .verify(.leaf(Self.counting[Int(index)]), in: frontier.root)
        }
        for size in [1, 255, 256, 257, 65_536, 65_537, 69_999] as [UInt64] {
            try tree.consistencyProof(from: size, to: 70_000).verify(from: tree.root(size: size), to: frontier.root)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a log written in pieces by writers that begin anew each time is the same`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let store = MemoryTileStore()
        var frontier = TreeFrontier()
        var size: UInt64 = 0
        while size < 3_000 {
            var writer = try TileWriter(continuing: store, size: size)
            for _ in 0..<Int.random(in: 1...400, using: &generator) {
                let entry = [UInt8](
                    repeating: UInt8(truncatingIfNeeded: size), count: Int.random(in: 0...9, using: &generator))
                writer.append(entry)
                frontier.append(.leaf(entry))
                size += 1
            }
            #expect(writer.root == frontier.root)
            for file in writer.takeFiles() { store.write(file.bytes, to: file.path.text) }
            #expect(try TileTree(store, size: size).root(size: size) == frontier.root)
        }
        var check = LogCheck(store, size: size)
        try check.run(roots: [size: frontier.root])
    }

    @Test func `bundles are read as they were written, and cut or longer ones are refused`() {
        let bundle = EntryBundle([[1, 2, 3], [], [UInt8](repeating: 7, count: 65_535)])
        #expect(EntryBundle(bundle.bytes, width: 3) == bundle)
        #expect(EntryBundle(bundle.bytes, width: 2) == nil)
        #expect(EntryBundle(bundle.bytes, width: 4) == nil)
        #expect(EntryBundle(Array(bundle.bytes.dropLast()), width: 3) == nil)
        #expect(EntryBundle(bundle.bytes + [0], width: 3) == nil)
    }

    @Test func `files are written whole, read back, and never outside of their folder`() throws {
        let folder = try TemporaryFolder()
        let store = FileTileStore(folder: folder.path + "/log")
        #expect(try store.read("checkpoint") == nil)
        let long = [UInt8](repeating: 5, count: 100_000)
        try store.write(long, to: "tile/0/x001/000")
        #expect(try store.read("tile/0/x001/000") == long)
        try store.write([], to: "tile/0/x001/000")
        #expect(try store.read("tile/0/x001/000") == [])
        #expect(try store.read("tile/0/x001/000/more") == nil)
        for name in ["../x", "a/../../x", "", "a//b", ".", "a\0b"] {
            #expect(throws: TileStoreProblem.self) { try store.read(name) }
            #expect(throws: TileStoreProblem.self) { try store.write([1], to: name) }
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/log/link", withDestinationPath: "/etc/passwd")
        #expect(throws: TileStoreProblem.self) { try store.read("link") }
        try store.remove("tile/0/x001/000")
        try store.remove("tile/0/x001/000")
    }
}
