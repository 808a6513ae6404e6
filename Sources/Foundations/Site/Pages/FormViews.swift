/// What the partial `field` shows, under the key `field`: a label, a hint, a control, and what is wrong with it.
package struct FieldView: ViewModel {
    /// Also the element's id.
    package var name: String
    package var label: String
    package var value: String
    package var hint: String?
    package var error: String?
    /// `text`, `password`, `search`, `date` …
    package var type: String = "text"
    /// `auto` for words, `ltr` for codes and addresses.
    package var dir: String = "auto"
    package var autocomplete: String?
    /// Several lines.
    package var isLong = false
    package var isRequired = false
    /// Characters a browser lets in; the limit that counts is in bytes and checked here.
    package var maxLength: Int?

    package init(name: String, label: String, value: String = "", hint: String? = nil, error: String? = nil) {
        self.name = name
        self.label = label
        self.value = value
        self.hint = hint
        self.error = error
    }

    package var fields: [(key: String, value: Any)] {
        let described = (hint == nil ? [] : ["\(name)-hint"]) + (error == nil ? [] : ["\(name)-error"])
        return [
            ("name", name), ("label", label), ("value", value), ("hint", hint ?? ""), ("error", error ?? ""),
            ("type", type), ("dir", dir), ("autocomplete", autocomplete ?? ""), ("isLong", isLong),
            ("isRequired", isRequired), ("maxLength", maxLength.map(String.init) ?? ""),
            ("describedBy", described.joined(separator: " ")),
        ]
    }
}

/// What the partial `error-summary` shows, under the key `errors`; leave the property nil when nothing is wrong.
package struct ErrorSummaryView: ViewModel {
    package struct Item: ViewModel {
        /// The id of the control to go to.
        package var field: String
        package var text: String

        package init(field: String, text: String) {
            self.field = field
            self.text = text
        }

        package var fields: [(key: String, value: Any)] { [("field", field), ("text", text)] }
    }

    package var items: [Item]

    /// - Returns: nil without items.
    package init?(_ items: [Item]) {
        guard !items.isEmpty else { return nil }
        self.items = items
    }

    package var fields: [(key: String, value: Any)] { [("items", items)] }
}

/// What the partial `pager` shows, under the key `pager`: numbered pages with links to the neighbors.
package struct PagerView: ViewModel {
    package var previous: String?
    package var next: String?
    package var place: String

    /// - Parameters:
    ///   - page: 1…`pages`.
    ///   - address: the full address of a page, language prefix included.
    /// - Returns: nil if there is one page only.
    package init?(page: Int, of pages: Int, texts: Texts, address: (Int) -> String) {
        guard pages > 1 else { return nil }
        previous = page > 1 ? address(page - 1) : nil
        next = page < pages ? address(page + 1) : nil
        place = texts("pager.place", ["page": .number(page), "pages": .number(pages)])
    }

    package var fields: [(key: String, value: Any)] {
        [("previous", previous ?? ""), ("next", next ?? ""), ("place", place)]
    }
}
