import Foundation
package import Kernel
import Synchronization

/// A file of this program alone, which goes away with it: what is made of many pieces waits here until it is whole.
package final class TemporaryFile: Sendable {
    /// Its name until it is forgotten.
    let path: String
    private let descriptor: Int32
    private let written = Mutex(0)

    package convenience init() throws(AppError) { try self.init(keepsName: false) }

    /// - Parameter keepsName: whether it can be opened by its name until `forgetName`.
    /// - Throws: `sheet.unwritten`.
    init(keepsName: Bool) throws(AppError) {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var name = Array("\(folder)/dangwu.XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw .sheetUnwritten }
        if !keepsName { forgetName() }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func forgetName() { unlink(path) }

    /// - Throws: `sheet.unwritten`.
    package func append(_ bytes: some Collection<UInt8>) throws(AppError) {
        let bytes = Array(bytes)
        let isDone = written.withLock { written in
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes {
                    pwrite(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done, written + done)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            written += done
            return true
        }
        guard isDone else { throw .sheetUnwritten }
    }

    /// - Returns: bytes from a place on, not more than `most`; none at the end.
    /// - Throws: `sheet.unwritten` when the disk fails.
    package func read(from place: Int, most: Int) throws(AppError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            var read = pread(descriptor, buffer.baseAddress, most, place)
            while read < 0, errno == EINTR { read = pread(descriptor, buffer.baseAddress, most, place) }
            (failed, count) = (read < 0, max(0, read))
        }
        guard !failed else { throw .sheetUnwritten }
        return bytes
    }

    /// Everything at once.
    package func whole() throws(AppError) -> [UInt8] {
        var whole: [UInt8] = []
        while true {
            let piece = try read(from: whole.count, most: 1 << 20)
            if piece.isEmpty { return whole }
            whole += piece
        }
    }
}
