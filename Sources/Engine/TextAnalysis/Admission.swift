/// What becomes of one scalar of a text, given its neighbours.
enum Admission {
    case kept
    case dropped
    case space
    case newline
    /// An embedding, override or isolate.
    case hiddenDirection
    case refused

    init(of scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?) {
        switch scalar.value {
        case 0x20...0x7E: self = .kept
        case 0x09: self = .space
        case 0x0A, 0x0D, 0x2028, 0x2029: self = .newline
        case 0x202A...0x202E, 0x2066...0x2069: self = .hiddenDirection
        case 0x200C, 0x200D: self = Self.joins(scalar, previous, next) ? .kept : .dropped
        case 0x200B: self = Self.isBreakable(previous) && Self.isBreakable(next) ? .kept : .dropped
        // Soft hyphen, Hangul fillers, Mongolian vowel separator, word joiner, zero-width no-break space.
        case 0x00AD, 0x115F, 0x1160, 0x180E, 0x2060, 0x3164, 0xFEFF, 0xFFA0: self = .dropped
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: self = Self.isBase(previous) ? .kept : .refused
        case 0xE0000...0xE007F, 0x2061...0x2065, 0x206A...0x206F, 0xFFF9...0xFFFB: self = .refused
        default: self = Self.isUnfit(scalar) ? .refused : .kept
        }
    }

    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .privateUse, .surrogate: true
        default: scalar.properties.isNoncharacterCodePoint
        }
    }

    /// Zero-width joiners and non-joiners stand between letters of scripts that join, and joiners within emoji.
    private static func joins(_ joiner: Unicode.Scalar, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
        guard let previous, let next else { return false }
        if previous.isOfJoiningScript, next.isOfJoiningScript { return true }
        return joiner.value == 0x200D && (previous.isEmojiPart || previous.value == 0xFE0F) && next.isEmojiPart
    }

    /// Thai, Lao, Burmese and Khmer have no spaces between words; the zero-width space says where a line may break.
    private static func isBreakable(_ scalar: Unicode.Scalar?) -> Bool {
        switch scalar?.value ?? 0 {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true
        default: false
        }
    }

    private static func isBase(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return !scalar.properties.isWhitespace && !scalar.properties.isVariationSelector
            && scalar.properties.generalCategory != .format
    }
}

extension Unicode.Scalar {
    var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }

    var isLetterOrNumber: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    /// Left-to-right, right-to-left and Arabic letter mark: invisible, but needed where scripts meet.
    var isDirectionMark: Bool { value == 0x200E || value == 0x200F || value == 0x061C }

    /// A letter or mark of a script from Arabic on whose letters change shape beside each other.
    fileprivate var isOfJoiningScript: Bool {
        switch value {
        // Arabic to Mandaic, Indic scripts, Tibetan to Khmer and Mongolian, Arabic presentation forms.
        case 0x0600...0x08FF, 0x0900...0x0DFF, 0x0F00...0x0FFF, 0x1000...0x109F, 0x1780...0x18AF, 0xFB50...0xFDFF,
            0xFE70...0xFEFC:
            isMark || properties.isAlphabetic
        default: false
        }
    }

    fileprivate var isEmojiPart: Bool { value > 0xFF && (properties.isEmoji || properties.isEmojiModifier) }
}
