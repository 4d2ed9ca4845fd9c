import Kernel

/// Many writers who want the same at the same time.
package struct Race: Sendable {
    /// How many succeeded, and how many were refused by each code.
    package let succeeded: Int
    package let refused: [String: Int]

    package static let writers = 20

    /// Starts the writers together and waits for the last of them.
    package static func run(
        _ writers: Int = Race.writers, _ body: @escaping @Sendable (_ writer: Int) async throws -> Void
    ) async -> Race {
        let line = Gate(0)
        return await withTaskGroup(of: String?.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    await line.enter()
                    do {
                        try await body(writer)
                        return nil
                    } catch let error as AppError {
                        return error.code
                    } catch { return "\(type(of: error))" }
                }
            }
            for _ in 0..<writers { await line.leave() }
            var (succeeded, refused): (Int, [String: Int]) = (0, [:])
            for await code in group {
                if let code { refused[code, default: 0] += 1 } else { succeeded += 1 }
            }
            return Race(succeeded: succeeded, refused: refused)
        }
    }

    /// No caller saw a deadlock, a defect or a request to try again.
    package var isClean: Bool {
        !refused.keys.contains { $0.hasPrefix("database.") || $0 == "internal" || !$0.contains(where: "._".contains) }
    }
}
