import ArgumentParser
import Civil
import Kernel
import Organisations
import Planning
import Training

/// How long and with what a planner searches, from files and from the database alike.
struct Solving: ParsableArguments {
    @Option(help: member("seconds", of: PlanOrder.self)) var seconds: Double?
    @Option(help: member("threads", of: PlanOrder.self)) var threads: Int?
    @Option(help: member("seed", of: PlanOrder.self)) var seed: Int?
    @Option(help: member("steps", of: PlanOrder.self)) var steps: Int?

    func order(scope: Reference<Organisation>? = nil, asOf: Day? = nil, yearly: Bool = false) -> PlanOrder {
        PlanOrder(
            scope: scope, asOf: asOf, yearly: yearly ? true : nil, seconds: seconds, threads: threads, seed: seed,
            steps: steps)
    }

    /// Runs a planner while a person watches how much of its time has gone and how good its plan is by now.
    func watched<Value: Sendable>(_ body: (Planner.Limits, PlanWatch) async throws -> Value) async throws -> Value {
        let (limits, seconds) = try order().search(isLocal: true)
        StopSignals.listen()
        let start = ContinuousClock.now
        let watch = PlanWatch { (ContinuousClock.now - start) / .seconds(max(seconds, 0.001)) }
        let bar = ProgressBar(title: Text(zh: "排计划", en: "Planning"))
        let watcher = Task {
            while !Task.isCancelled {
                bar.show(min(1, watch.clock()), note: watch.latest.map(\.summary))
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        defer {
            watcher.cancel()
            bar.end()
            StopSignals.end()
        }
        return try await body(limits, watch)
    }
}
