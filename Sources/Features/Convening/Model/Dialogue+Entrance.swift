import DialogueLog
package import Journal

extension Dialogue {
    /// How people come in by the link alone, for the path that first answers take.
    package struct Entrance: Sendable, Hashable {
        package var admission: Admission
        /// The log has an entry of everybody who comes in by the link.
        package var isLinkCounted: Bool

        package init(admission: Admission, isLinkCounted: Bool) {
            self.admission = admission
            self.isLinkCounted = isLinkCounted
        }
    }
}

extension Batch.ID {
    /// The batch of those who come by the open link of a dialogue; there is no row of it.
    package init(openLinkOf dialogue: Dialogue.ID) {
        self.init(bytes: digest(of: "jirga/v1/open-link\n\(dialogue.rawValue)"))
    }

    /// The batch that a form makes, so that a form which is sent twice makes one.
    ///
    /// - Parameter key: chance that came with the form.
    package init(formKey key: String, in dialogue: Dialogue.ID) {
        self.init(bytes: digest(of: "jirga/v1/batch\n\(dialogue.rawValue)\n\(key)"))
    }
}
