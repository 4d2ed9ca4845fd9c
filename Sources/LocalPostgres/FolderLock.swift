import Foundation

/// An advisory lock on a file (`flock`), so that two programs that start at once do not both create the cluster. The
/// kernel releases it when the process ends for any reason.
struct FolderLock {
    private let descriptor: Int32

    /// Waits for the lock, polling every 50 ms; nil when it was not acquired in time.
    static func acquire(_ path: String, timeout: Duration) async throws -> FolderLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission) }
        let deadline = ContinuousClock.now.advanced(by: timeout)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if ContinuousClock.now > deadline {
                close(descriptor)
                return nil
            }
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                close(descriptor)
                throw error
            }
        }
        return FolderLock(descriptor: descriptor)
    }

    func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
