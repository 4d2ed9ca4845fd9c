import Foundation
import Kernel
import TestSupport
import Testing

/// What comes back as the key of a page, and identifiers: read or refused, never more.
struct KeyFuzzTests {
    @Test func keysOfPages() {
        let id = "01930b6e-7c00-7000-8000-000000000001"
        var source = FuzzSource(
            seed: 41, valid: ["0.6101.~\(id)", "~\(id)", id], pieces: ["~", ".", "-", "0", "6101"], longest: 100)
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let text = source.text()
            clock.run(Array(text.utf8)) {
                do throws(AppError) {
                    let (path, id) = try PathKey.read(text, within: .everything)
                    read += 1
                    #expect((try? PathKey.read(PathKey.write(path, id), within: .everything))?.1 == id, "\(text)")
                } catch { #expect(error.code == "value.invalid", "\(text)") }
                if let id = Identifier<Int>(text) { #expect(Identifier<Int>(id.description) == id, "\(text)") }
                _ = (text.quotable, text.snakeCase)
            }
        }
        #expect(read > FuzzSource.cases / 100)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }
}
