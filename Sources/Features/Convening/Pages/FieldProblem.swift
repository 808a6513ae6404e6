package import Site

/// One thing wrong with what was typed: in which field, and what to do about it. Shown in the summary at the top of the
/// page, which links to the field, and with the same words at the field.
package struct FieldProblem: Sendable, Hashable {
    package let field: String
    package let text: String

    package init(field: String, text: String) {
        self.field = field
        self.text = text
    }
}

extension [FieldProblem] {
    /// What is wrong with one field.
    package func text(of field: String) -> String? {
        first { $0.field == field }?.text
    }

    /// Nil when nothing is wrong.
    package var summary: ErrorSummaryView? {
        ErrorSummaryView(map { ErrorSummaryView.Item(field: $0.field, text: $0.text) })
    }
}
