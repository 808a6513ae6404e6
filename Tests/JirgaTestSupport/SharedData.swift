internal import Foundation

/// The real dialogues some tests need, which are not part of the project.
package enum SharedData {
    package struct Missing: Error, CustomStringConvertible {
        package let folder: String
        package var description: String {
            "the shared data is not at \(folder); set JIRGA_SHARED to the folder that has it"
        }
    }

    /// The folder named by `JIRGA_SHARED`, or else `../shared` beside the checkout.
    package static var folder: String {
        get throws {
            let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let folder =
                ProcessInfo.processInfo.environment["JIRGA_SHARED"]
                ?? checkout.deletingLastPathComponent().appendingPathComponent("shared").path
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                throw Missing(folder: folder)
            }
            return folder
        }
    }
}
