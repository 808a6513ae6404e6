import Simulation
import Testing

@Suite struct `The simulated statements` {
    let dialogue = SimulatedDialogue.make(seed: 1)

    @Test func `are about forty, by organizers and by participants in both languages`() {
        #expect((38...46).contains(dialogue.statements.count))
        #expect((14...18).contains(dialogue.statements.filter { $0.author == nil }.count))
        let byParticipants = dialogue.statements.filter { $0.author != nil }
        #expect(byParticipants.filter { $0.language == .dari }.count >= 8)
        #expect(byParticipants.filter { $0.language == .english }.count >= 8)
    }

    @Test(arguments: SimulatedLanguage.allCases)
    func `are short assertions without repetition`(language: SimulatedLanguage) {
        let texts = dialogue.statements.map { $0.text[language] }
        #expect(Set(texts).count == texts.count)
        for text in texts {
            #expect((15...200).contains(text.unicodeScalars.count), "\(text)")
            #expect(text.hasSuffix("."), "\(text)")
            #expect(text.filter { $0 == "." }.count == 1, "one sentence: \(text)")
            #expect(!text.contains("?") && !text.contains("؟"), "\(text)")
            #expect(text.first?.isWhitespace == false && !text.contains("  "), "\(text)")
        }
    }

    @Test func `are written in the letters of their language`() {
        for text in dialogue.statements.map(\.text) + [dialogue.title, dialogue.question, dialogue.host] {
            let english = text.english.unicodeScalars
            #expect(english.allSatisfy { $0.isASCII }, "\(text.english)")
            // Arabic yeh and kaf look right on most screens and are found by no search.
            let dari = text.dari.unicodeScalars
            #expect(!dari.contains { "يكةى".unicodeScalars.contains($0) || $0.isASCII && $0.properties.isAlphabetic })
            #expect(dari.contains { (0x0600...0x06FF).contains($0.value) }, "\(text.dari)")
        }
    }

    @Test func `have joiners only between letters`() {
        for text in dialogue.statements.map(\.text.dari) {
            let scalars = Array(text.unicodeScalars)
            for (place, scalar) in scalars.enumerated() where scalar.value == 0x200C {
                #expect(place > 0 && scalars[place - 1].properties.isAlphabetic, "\(text)")
                #expect(place + 1 < scalars.count && scalars[place + 1].properties.isAlphabetic, "\(text)")
            }
        }
    }

    @Test func `are agreed with by their authors`() {
        let firstVotes = dialogue.votes.reversed().reduce(into: [SIMD2<Int>: SimulatedDialogue.Vote]()) {
            $0[SIMD2($1.participant, $1.statement)] = $1
        }
        for (number, statement) in dialogue.statements.enumerated() {
            guard let author = statement.author else { continue }
            #expect(firstVotes[SIMD2(author, number)]?.choice == .agree)
            #expect(firstVotes[SIMD2(author, number)]?.castAt == statement.writtenAt)
            #expect(dialogue.participants[author].arrivedAt <= statement.writtenAt)
        }
    }

    @Test func `belong to a question in both languages`() {
        for text in [dialogue.title, dialogue.question, dialogue.description, dialogue.host] {
            #expect(!text.english.isEmpty)
            #expect(!text.dari.isEmpty)
        }
        #expect(dialogue.question.english.hasSuffix("?"))
        #expect(dialogue.question.dari.hasSuffix("؟"))
    }
}
