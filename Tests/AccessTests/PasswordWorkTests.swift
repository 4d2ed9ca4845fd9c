import Foundation
import Kernel
import Synchronization
import Testing

@testable import Access

/// Passwords are worked on one at a time; who gives up leaves the queue.
struct PasswordWorkTests {
    @Test func whoGivesUpLeavesTheQueue() async throws {
        let work = PasswordWork(most: 4)
        let isOpen = DispatchSemaphore(value: 0)
        let record = Record()
        let first = Task {
            try await work.admit { try await work.run { () throws(AppError) in isOpen.wait() } }
        }
        let waiting = (0..<3).map { number in
            Task {
                try await work.admit {
                    try await work.run { () throws(AppError) in record.done.withLock { $0.append(number) } }
                }
            }
        }
        // The fifth is one too many, once the others are inside.
        var isBusy = false
        for _ in 0..<2000 where !isBusy {
            do {
                try await work.admit {}
                try await Task.sleep(for: .milliseconds(1))
            } catch let error as AppError { isBusy = error.code == "access.busy" }
        }
        #expect(isBusy)
        waiting[1].cancel()
        let error = await #expect(throws: AppError.self) { try await waiting[1].value }
        #expect(error?.code == "request.cancelled")
        isOpen.signal()
        try await first.value
        try await waiting[0].value
        try await waiting[2].value
        #expect(record.done.withLock { Set($0) } == [0, 2])
        try await work.admit {}
    }
}

/// What was worked on.
private final class Record: Sendable {
    let done = Mutex<[Int]>([])
}
