import Foundation

/// The size of the cluster's log.
extension LocalServer {
    /// Empties the log when it is larger than this many bytes; the former one stays as `postgres.log.1`. The server
    /// appends to the file that it has open, so the file is copied and emptied in its place. Lines that are written
    /// between the two are lost.
    /// - Returns: whether it was.
    package func trimLog(above bytes: Int) -> Bool {
        var found = stat()
        guard lstat(logPath, &found) == 0, found.st_mode & S_IFMT == S_IFREG, Int(found.st_size) > bytes else {
            return false
        }
        let (old, draft) = (logPath + ".1", logPath + ".1.new")
        try? FileManager.default.removeItem(atPath: draft)
        guard copyEnd(to: draft, atMost: bytes), rename(draft, old) == 0 else { return false }
        return truncate(logPath, 0) == 0
    }

    /// The last bytes of the log: where something went wrong again and again, the end tells as much as the whole.
    private func copyEnd(to path: String, atMost bytes: Int) -> Bool {
        guard let source = FileHandle(forReadingAtPath: logPath) else { return false }
        defer { try? source.close() }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let target = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            let end = try source.seekToEnd()
            try source.seek(toOffset: end > UInt64(bytes) ? end - UInt64(bytes) : 0)
            while let piece = try source.read(upToCount: 1 << 20), !piece.isEmpty {
                try target.write(contentsOf: piece)
            }
            try target.close()
            return true
        } catch {
            return false
        }
    }
}
