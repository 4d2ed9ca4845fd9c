import Kernel

/// Work on a notice that may take so long and no longer.
enum TimeLimit {
    /// Whatever goes wrong in the body is a failure of the notice; so is one that takes too long.
    static func run(_ limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws(NoticeFailure)
    {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await Task.sleep(for: limit)
                    throw NoticeFailure(.timeout)
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let failure as NoticeFailure {
            throw failure
        } catch {
            throw NoticeFailure(.unreachable)
        }
    }
}
