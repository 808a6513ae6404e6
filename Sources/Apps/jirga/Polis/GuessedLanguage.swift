/// A guess at the language of texts that came without one, from their script: enough for a browser to choose a font and
/// a reading direction, and for people to see which is meant.
enum GuessedLanguage {
    static func tag(of texts: [String]) -> String {
        var han = 0
        var kana = 0
        var hangul = 0
        var arabic = 0
        var cyrillic = 0
        var letters = 0
        for text in texts.prefix(200) {
            for scalar in text.unicodeScalars.prefix(200) where scalar.properties.isAlphabetic {
                letters += 1
                switch scalar.value {
                case 0x3040...0x30FF: kana += 1
                case 0x4E00...0x9FFF, 0x3400...0x4DBF: han += 1
                case 0xAC00...0xD7AF: hangul += 1
                case 0x0600...0x06FF, 0x0750...0x077F: arabic += 1
                case 0x0400...0x04FF: cyrillic += 1
                default: break
                }
            }
        }
        let half = letters / 2
        if letters == 0 { return "und" }
        if hangul > half { return "ko" }
        if kana > letters / 5 { return "ja" }
        if han > half { return "zh" }
        if arabic > half { return "fa-AF" }
        if cyrillic > half { return "ru" }
        return "en"
    }
}
