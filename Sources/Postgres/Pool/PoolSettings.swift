/// The limits of a pool.
package struct PoolSettings: Sendable {
    /// Maximum number of connections. Each costs the server some megabytes; more than two per core gain little.
    package var maximum: Int
    /// How long a caller waits for a connection before `poolExhausted`.
    package var acquireTimeout: Duration
    /// A connection that was idle for longer is checked before it is leased.
    package var idleBeforeCheck: Duration
    /// How long that check may take before the connection is given up.
    package var checkTimeout = Duration.seconds(2)
    /// Maximum number of attempts when the server reports a serialization failure or deadlock.
    package var attempts: Int

    package init(
        maximum: Int = 8, acquireTimeout: Duration = .seconds(10), idleBeforeCheck: Duration = .seconds(15),
        attempts: Int = 5
    ) {
        self.maximum = maximum
        self.acquireTimeout = acquireTimeout
        self.idleBeforeCheck = idleBeforeCheck
        self.attempts = attempts
    }
}
