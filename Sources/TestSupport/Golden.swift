import Foundation

/// Golden files: text that the program must keep producing, kept in the folder `Golden` beside the test that checks it.
/// `DANGWU_UPDATE_GOLDEN=1 swift test` rewrites them from the current output; the diff is then reviewed like code.
package struct GoldenMismatch: Error, CustomStringConvertible {
    package let description: String
}

/// Compares a text with the golden file of that name.
/// - Parameters:
///   - text: what the program produced.
///   - name: the file's name in the folder `Golden` beside the calling test.
/// - Throws: `GoldenMismatch` with the lines that differ.
package func expectGolden(_ text: String, _ name: String, test: StaticString = #filePath) throws {
    let folder = URL(fileURLWithPath: "\(test)").deletingLastPathComponent().appendingPathComponent("Golden")
    let file = folder.appendingPathComponent(name)
    let produced = text.hasSuffix("\n") ? text : text + "\n"
    if ProcessInfo.processInfo.environment["DANGWU_UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try produced.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let update = "run the test with DANGWU_UPDATE_GOLDEN=1 and review the change"
    guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
        throw GoldenMismatch(description: "There is no golden file \(file.path): \(update).")
    }
    if kept == produced { return }
    throw GoldenMismatch(
        description:
            "\(name) differs from what the program produces (- expected, + produced). If the change is wanted, "
            + "\(update).\n" + GoldenDifference.lines(from: kept, to: produced).joined(separator: "\n"))
}

/// The changed lines of two texts, each with its number.
enum GoldenDifference {
    /// Enough to see what changed; a longer list is easier to read as a diff of the updated file.
    private static let linesShown = 60

    static func lines(from kept: String, to produced: String) -> [String] {
        let before = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let after = produced.split(separator: "\n", omittingEmptySubsequences: false)
        let changes = after.difference(from: before).map { change -> (line: Int, sign: Int, text: Substring) in
            switch change {
            case .remove(let offset, let element, _): (offset, 0, element)
            case .insert(let offset, let element, _): (offset, 1, element)
            }
        }
        let ordered = changes.sorted { ($0.line, $0.sign) < ($1.line, $1.sign) }
        let shown = ordered.prefix(linesShown).map { change in
            "\(change.sign == 0 ? "-" : "+") \(change.line + 1): \(change.text)"
        }
        return shown + (ordered.count > linesShown ? ["… and \(ordered.count - linesShown) more lines"] : [])
    }
}
