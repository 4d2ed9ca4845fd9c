import Foundation
import Kernel
import Planning
import Synchronization

/// Where a running planner stands, for display: kept by the planner's threads, read by the progress bar.
final class PlanWatch: Sendable {
    /// The share of the allowed time that has gone.
    let clock: @Sendable () -> Double
    private let state = Mutex<Planner.Progress?>(nil)

    init(clock: @escaping @Sendable () -> Double) {
        // Once somebody has asked to stop, the time is over.
        self.clock = { StopSignals.isAsked ? 1 : clock() }
    }

    var latest: Planner.Progress? { state.withLock { $0 } }

    var report: @Sendable (Planner.Progress) -> Void {
        { progress in self.state.withLock { $0 = progress } }
    }
}

/// SIGINT and SIGTERM while a planner works: the first ends the work early, and what was found so far is written; the
/// second kills.
enum StopSignals {
    private static let asked = Atomic<Bool>(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    /// What a handler does is safe in one: a store and a call of `signal`.
    static func listen() {
        asked.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                StopSignals.asked.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    static func end() {
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        guard isAsked else { return }
        Terminal.talk(
            Text(zh: "收到停止信号，提前结束：这是目前最好的计划。", en: "Asked to stop: this is the best plan so far.").localized)
    }
}

extension Planner.Progress {
    /// The best score, the proven bound and the gap between them, in words.
    var summary: Text {
        guard let score, let gap = gapPerMille else {
            return Text(zh: "下界 \(bound)", en: "bound \(bound)")
        }
        let share = "\(gap / 10).\(gap % 10) %"
        return Text(
            zh: "代价 \(score)，下界 \(bound)，差距 \(share)", en: "score \(score), bound \(bound), gap \(share)")
    }
}
