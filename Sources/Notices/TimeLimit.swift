/// Work on a notice that may take so long and no longer.
enum TimeLimit {
    private enum Event: Sendable {
        case bodyEnded((any Error)?)
        case clockEnded(isOver: Bool)
    }

    /// Cancels the body when the time is over, and waits for its end. A body that succeeds although it was cancelled
    /// has succeeded: what got through must not be sent again.
    /// - Throws: the body's failure, `unreachable` for any other error, `timeout` when it failed after the limit.
    static func run(_ limit: Duration, _ body: @escaping @Sendable () async throws -> Void)
        async throws(NoticeFailure)
    {
        let failure = await withTaskGroup(of: Event.self) { group -> NoticeFailure? in
            group.addTask {
                do {
                    try await body()
                    return .bodyEnded(nil)
                } catch { return .bodyEnded(error) }
            }
            group.addTask {
                // Cut short when the body has ended, or when the run is cancelled.
                .clockEnded(isOver: (try? await Task.sleep(for: limit)) != nil)
            }
            var isOver = false
            for await event in group {
                switch event {
                case .clockEnded(let over):
                    isOver = over
                    if isOver { group.cancelAll() }
                case .bodyEnded(nil):
                    group.cancelAll()
                    return nil
                case .bodyEnded(let error?):
                    group.cancelAll()
                    if isOver { return NoticeFailure(.timeout) }
                    return error as? NoticeFailure ?? NoticeFailure(.unreachable)
                }
            }
            return nil
        }
        if let failure { throw failure }
    }
}
