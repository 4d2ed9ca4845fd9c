/// How many heaps the C library keeps for the threads of the process.
import CMalloc
import Foundation

enum MemoryArenas {
    /// By default glibc keeps eight a core, and what was freed in one is of no use to the others: a server that has
    /// answered a million requests holds half as much again as it needs. One a core, but two at least, cost no time.
    /// Who sets `MALLOC_ARENA_MAX` decides it instead.
    static func limit() {
        guard ProcessInfo.processInfo.environment["MALLOC_ARENA_MAX"] == nil else { return }
        mallopt(M_ARENA_MAX, Int32(clamping: max(2, ProcessInfo.processInfo.activeProcessorCount)))
    }
}
