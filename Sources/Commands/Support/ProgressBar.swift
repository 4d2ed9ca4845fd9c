import Foundation
package import Kernel

/// A bar on standard error while a person watches; silence otherwise.
package struct ProgressBar: Sendable {
    let title: Text

    package init(title: Text) { self.title = title }

    /// - Parameter note: what is shown after the bar.
    package func show(_ share: Double, note: Text? = nil) {
        guard Terminal.isWatched else { return }
        let filled = Int(share * 30)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: max(0, 30 - filled))
        FileHandle.standardError.writeQuietly(
            Data("\r\(title.localized) \(bar) \(Int(share * 100))% \(note?.localized ?? "")\u{1B}[K".utf8))
    }

    package func end() {
        if Terminal.isWatched { FileHandle.standardError.writeQuietly(Data("\r\u{1B}[K".utf8)) }
    }
}
