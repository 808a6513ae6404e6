package import Foundation

/// The `Web` folder of one module: its templates, texts, styles and scripts.
package struct WebFolder: Sendable {
    /// The module's name, for messages and for the order of styles.
    package let name: String
    private let path: String

    /// - Parameter bundle: the module's `Bundle.module`, in which `Web` was copied.
    package init(name: String, bundle: Bundle) {
        self.init(name: name, path: (bundle.resourcePath ?? bundle.bundlePath) + "/Web")
    }

    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    /// The folder of this module: layout, partials, base styles and texts of every page. Goes first.
    package static var site: WebFolder { WebFolder(name: "Site", bundle: .module) }

    /// Names of the files ending in `.extension`, sorted. None if there is no folder.
    func files(withExtension ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".\(ending)") && !$0.hasPrefix(".") }.sorted()
    }

    /// The text of a file; nil if it is not there.
    ///
    /// - Throws: ``WebFolderError`` if the file is there and is not readable as UTF-8.
    func text(named name: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: "\(path)/\(name)") else { return nil }
        guard let data = FileManager.default.contents(atPath: "\(path)/\(name)"),
            let text = String(validating: data, as: UTF8.self)
        else { throw WebFolderError(file: "\(self.name)/\(name)", problem: "it cannot be read as UTF-8") }
        return text
    }
}

/// A web file that cannot be used: which, and why. The program does not start.
package struct WebFolderError: Error, CustomStringConvertible {
    package var file: String
    package var problem: String

    package var description: String { "\(file): \(problem)" }
}
