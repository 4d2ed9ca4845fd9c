import Dispatch

/// The clocks of libdispatch, opened while there is room. Each has a descriptor that is made when the clock is first
/// waited for, and libdispatch ends the process when the table of descriptors is full at that moment.
enum DispatchClocks {
    private static let moment = DispatchTimeInterval.milliseconds(1)

    static func open() async throws {
        let queue = DispatchQueue(label: "clocks")
        await withCheckedContinuation { done in
            queue.asyncAfter(deadline: .now() + moment) { done.resume() }
        }
        await withCheckedContinuation { done in
            queue.asyncAfter(wallDeadline: .now() + moment) { done.resume() }
        }
        try await Task.sleep(for: .milliseconds(1), clock: .continuous)
        try await Task.sleep(for: .milliseconds(1), clock: .suspending)
    }
}
