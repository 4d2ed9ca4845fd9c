import Dispatch
import Foundation
import Synchronization

/// The threads of long computations: as many as there are cores but one, at least one, each with less weight than the
/// threads that take and answer requests. There is one set for the process, and one for passwords.
package final class ComputeThreads: TaskExecutor {
    package static let shared = ComputeThreads(count: max(1, ProcessInfo.processInfo.activeProcessorCount - 1))
    /// One thread for passwords: who signs in does not wait for a plan to be made, and a crowd at the door leaves the
    /// other threads alone.
    package static let passwords = ComputeThreads(count: 1)
    /// A third of the weight of an ordinary thread, where both want a core (sched(7)).
    private static let niceness: Int32 = 5
    /// As the main thread has: what is nested is read by recursion.
    private static let stackBytes = 8 << 20

    /// Whether the thread that calls is one of the shared ones.
    package static var isCurrent: Bool { shared.threads.withLock { $0.contains(pthread_self()) } }

    package let count: Int
    private let jobs = Mutex<[UnownedJob]>([])
    private let threads = Mutex<Set<pthread_t>>([])
    private let available = DispatchSemaphore(value: 0)

    private init(count: Int) {
        self.count = count
        for number in 1...count {
            let thread = Thread { [self] in work() }
            thread.name = "compute \(number)"
            thread.stackSize = Self.stackBytes
            thread.start()
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        available.signal()
    }

    private func work() {
        _ = threads.withLock { $0.insert(pthread_self()) }
        // 0 is the thread that calls: Linux keeps a niceness for each.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        let executor = asUnownedTaskExecutor()
        while true {
            available.wait()
            guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { continue }
            job.runSynchronously(on: executor)
        }
    }
}
