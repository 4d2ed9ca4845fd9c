/// Asks the server whether it is usable, once for all who want to know within a second: a question that everybody may
/// ask costs a connection.
actor Readiness {
    private static let lasting = Duration.seconds(1)

    private var answered: ContinuousClock.Instant?
    private var running: Task<Void, any Error>?

    func check(_ probe: @escaping @Sendable () async throws -> Void) async throws {
        if let answered, answered.duration(to: .now) < Self.lasting { return }
        if let running { return try await running.value }
        let task = Task { try await probe() }
        running = task
        defer { running = nil }
        try await task.value
        answered = .now
    }
}
