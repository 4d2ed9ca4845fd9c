import Foundation

/// The sources as they lie on disk, for tests that read them.
package enum SourceTree {
    /// The folders below `Sources` that declare a feature, found by their permissions or their service.
    package static let features: [String] = {
        let base = CommandRunner.repository + "/Sources"
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        return folders.filter { folder in
            let files = (try? FileManager.default.contentsOfDirectory(atPath: base + "/" + folder)) ?? []
            return files.contains("Permission+\(folder).swift")
        }.sorted()
    }()
}
