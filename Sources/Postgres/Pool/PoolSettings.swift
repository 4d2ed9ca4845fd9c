/// The bounds of a pool.
package struct PoolSettings: Sendable {
    /// Connections open at most. Each costs the server some megabytes; more than two per core of the server gains little.
    package var maximum: Int
    /// How long a caller waits for a connection before `poolExhausted`.
    package var acquireTimeout: Duration
    /// A connection idle for longer is asked for a sign of life before it is lent.
    package var idleBeforeCheck: Duration
    /// How often a transaction is run at most when the server reports a serialization failure or deadlock.
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
