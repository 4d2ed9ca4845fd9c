import Kernel
import Policy
import Schemes
import TestSupport
import Testing

/// A request that is over its time stops the reading of a large scheme.
struct CancelledReadingTests {
    private static func text(items: Int) -> String {
        var text = TestScheme.ledger
        for number in 0..<items {
            text += "\n  - {id: Z\(number), block: a, name: {zh: 项, en: item}, value: 1}"
        }
        return text
    }

    private func cancelled(_ body: @escaping @Sendable () throws -> Void) async -> String {
        let task = Task { () -> String in
            while !Task.isCancelled { await Task.yield() }
            do {
                try body()
                return "done"
            } catch { return (error as? AppError)?.code ?? "\(error)" }
        }
        task.cancel()
        return await task.value
    }

    @Test func aLargeTextIsNotReadToItsEnd() async {
        let text = "a:\n" + (0..<3000).map { "  - {n: \($0), t: x}" }.joined(separator: "\n") + "\n"
        #expect(await cancelled { _ = try PolicyLoader.parse(text, file: "f") } == "request.cancelled")
    }

    @Test func aSchemeIsNotReadToItsEnd() async throws {
        let node = try PolicyLoader.parse(TestScheme.ledger, file: "f")
        let code = await cancelled {
            _ = try SchemeReader.read(node) { name throws(AppError) in throw .missingValue(name) }
        }
        #expect(code == "request.cancelled")
    }
}
