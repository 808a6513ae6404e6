import Foundation
import LinearAlgebra
import OpinionAnalysis

/// The participants of the analysis document as text.
///
/// Of a million people this is most of the document, so it is put together byte by byte, on all cores and a part at a time.
/// It reads as if `JSONEncoder` had written it, with keys in alphabetical order and `group` null where there is none.
struct ParticipantList {
    private let participants: [OpinionMap.ParticipantPlace]
    /// How sure each is; empty where the method does not ask.
    private let assessments: [OpinionMap.Assessment.Participant]

    init(of map: OpinionMap) {
        participants = map.participants
        assessments = map.assessment?.participants ?? []
    }

    private static let peopleInPart = 1 << 13
    private static let partsAtOnce = 8

    func write() {
        let partCount = (participants.count + Self.peopleInPart - 1) / Self.peopleInPart
        for first in stride(from: 0, to: partCount, by: Self.partsAtOnce) {
            let parts = concurrentMap(min(Self.partsAtOnce, partCount - first)) { part(first + $0) }
            for part in parts { Output.write(part) }
        }
    }

    private func part(_ part: Int) -> [UInt8] {
        let start = part * Self.peopleInPart
        var text: [UInt8] = []
        text.reserveCapacity(Self.peopleInPart * 128)
        for position in start..<min(participants.count, start + Self.peopleInPart) {
            append(
                participants[position], assessments.isEmpty ? nil : assessments[position], to: &text)
            text.append(UInt8(ascii: ","))
        }
        if start + Self.peopleInPart >= participants.count { text.removeLast() }
        return text
    }

    private func append(
        _ place: OpinionMap.ParticipantPlace, _ assessment: OpinionMap.Assessment.Participant?, to text: inout [UInt8]
    ) {
        text += place.isClustered ? #"{"clustered":true,"group":"#.utf8 : #"{"clustered":false,"group":"#.utf8
        if let group = place.group { text += "\(group)".utf8 } else { text += "null".utf8 }
        text += #","id":"#.utf8
        append(identifier: place.id, to: &text)
        if let assessment {
            text += #","membership":"#.utf8
            append(assessment.membership, to: &text)
            text += #","spread":"#.utf8
            append(assessment.spread, to: &text)
            text += #","steadiness":"#.utf8
            append(assessment.steadiness, to: &text)
        }
        text += #","votes":"#.utf8
        text += "\(place.votes)".utf8
        text += #","x":"#.utf8
        append(place.point.x, to: &text)
        text += #","y":"#.utf8
        append(place.point.y, to: &text)
        text.append(UInt8(ascii: "}"))
    }

    private func append(identifier: String, to text: inout [UInt8]) {
        let isPlain = identifier.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !isPlain, let encoded = try? Output.jsonBytes(identifier) else {
            text.append(UInt8(ascii: "\""))
            text += identifier.utf8
            text.append(UInt8(ascii: "\""))
            return
        }
        text += encoded
    }

    private func append(_ number: Double?, to text: inout [UInt8]) {
        if let number { append(number, to: &text) } else { text += "null".utf8 }
    }

    /// The shortest digits that give the same number again; whole numbers without a point. Places are finite.
    private func append(_ number: Double, to text: inout [UInt8]) {
        let digits = number.description.utf8
        let isWhole = digits.count > 2 && digits.suffix(2).elementsEqual(".0".utf8)
        text += isWhole ? digits.dropLast(2) : digits[...]
    }
}
