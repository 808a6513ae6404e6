import Mustache

/// A view model that lists its own keys, for pages rendered very often. Models without it are read by reflection,
/// once per rendering, which costs about a third of a microsecond per property.
package protocol ViewModel: Sendable {
    /// Keys and values as the template sees them. Values may be texts, numbers, Booleans, ``SVG``, other models,
    /// arrays and optionals of these.
    var fields: [(key: String, value: Any)] { get }
}

/// A model as templates see it: every text already escaped, so that no template can forget it.
///
/// A missing optional, an empty text and an empty list make a section vanish. A key with no value does not fall
/// through to an outer model of the same key.
struct ModelTree: MustacheParent {
    private var children: [String: Any]

    init(_ model: Any) {
        if let model = model as? any ViewModel {
            children = Dictionary(minimumCapacity: 32)
            for (key, value) in model.fields { children[key] = Self.value(value) }
            return
        }
        let mirror = Mirror(reflecting: model)
        children = Dictionary(minimumCapacity: mirror.children.count)
        for (label, value) in mirror.children {
            guard let label else { continue }
            children[label] = Self.value(value)
        }
    }

    init(dictionary: [String: Any]) { children = dictionary.mapValues { Self.value($0) } }

    func child(named name: String) -> Any? { children[name] }

    subscript(name: String) -> Any? {
        get { children[name] }
        set { children[name] = newValue }
    }

    /// Keys not yet taken are added from `other`.
    mutating func fill(from other: ModelTree) {
        children.merge(other.children) { own, _ in own }
    }

    static func value(_ value: Any) -> Any {
        switch value {
        case let text as String: return RenderedText(text.escapedForHTML)
        case let flag as Bool: return flag
        case let number as Int: return RenderedText(String(number))
        case let svg as SVG: return RenderedText(svg.markup)
        case let values as [Any]: return values.map { Self.value($0) }
        case let tree as ModelTree: return tree
        case let model as any ViewModel: return ModelTree(model)
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { Self.value($0.value) } ?? RenderedText("")
        case .struct, .class, .tuple: if !mirror.children.isEmpty { return ModelTree(value) }
        case .dictionary: if let dictionary = value as? [String: Any] { return ModelTree(dictionary: dictionary) }
        default: break
        }
        return RenderedText(String(describing: value).escapedForHTML)
    }
}

/// A finished piece of HTML. Empty counts as absent.
struct RenderedText: MustacheCustomRenderable, Sendable {
    let renderText: String
    var isNull: Bool { renderText.isEmpty }

    init(_ text: String) { renderText = text }
}
