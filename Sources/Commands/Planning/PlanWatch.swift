import Kernel
import Planning
import Synchronization

/// Where a running planner stands, for whoever watches: kept by the planner's threads, read by the progress bar.
final class PlanWatch: Sendable {
    /// The share of the allowed time that has gone.
    let clock: @Sendable () -> Double
    private let state = Mutex<Planner.Progress?>(nil)

    init(clock: @escaping @Sendable () -> Double) { self.clock = clock }

    var latest: Planner.Progress? { state.withLock { $0 } }

    var report: @Sendable (Planner.Progress) -> Void {
        { progress in self.state.withLock { $0 = progress } }
    }
}

extension Planner.Progress {
    /// The best score, the proven bound and the gap between them, in words.
    var said: Text {
        guard let score, let gap = gapPerMille else {
            return Text(zh: "下界 \(bound)", en: "bound \(bound)")
        }
        let share = "\(gap / 10).\(gap % 10) %"
        return Text(
            zh: "代价 \(score)，下界 \(bound)，差距 \(share)", en: "score \(score), bound \(bound), gap \(share)")
    }
}
