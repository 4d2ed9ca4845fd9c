package import Foundation
package import Kernel
import Wire

/// Heads outside the database: a file a month, `heads-2026-03.jsonl`, one head in JSON on each line. What is here is
/// what the database is compared with, so the folder belongs on another machine or a medium that only grows.
package struct HeadFolder: Sendable {
    let path: String

    package init(_ path: String) { self.path = path }

    private func files() throws(AppError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { $0.hasPrefix("heads-") && $0.hasSuffix(".jsonl") }.sorted()
        } catch {
            throw .headFolder(path)
        }
    }

    /// Every exported head, the oldest first.
    /// - Throws: `audit.heads_folder` for a folder that cannot be read or a line that is not a head.
    package func heads() throws(AppError) -> [AuditHead] {
        var heads: [AuditHead] = []
        for file in try files() { heads += try read(file) }
        return heads.sorted { $0.number < $1.number }
    }

    /// The same, or none where nothing has been exported yet.
    func existingHeads() throws(AppError) -> [AuditHead] {
        FileManager.default.fileExists(atPath: path) ? try heads() : []
    }

    /// The newest exported head.
    func last() throws(AppError) -> AuditHead? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        for file in try files().reversed() {
            if let last = try read(file).max(by: { $0.number < $1.number }) { return last }
        }
        return nil
    }

    private func read(_ file: String) throws(AppError) -> [AuditHead] {
        guard let data = FileManager.default.contents(atPath: path + "/" + file) else { throw .headFolder(path) }
        var heads: [AuditHead] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            guard let head = try? decoder.decode(AuditHead.self, from: Data(line)) else {
                throw .headLine(path + "/" + file, index + 1)
            }
            heads.append(head)
        }
        return heads
    }

    /// Moves the files of heads into a folder of the time below this one, so that it is empty.
    /// - Returns: where they are now; nil where there are none.
    package func setAside(at now: Date) throws(AppError) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let files = try files()
        guard !files.isEmpty else { return nil }
        let stamp = now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let target = path + "/before-restore-" + stamp
        do {
            try FileManager.default.createDirectory(
                atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for file in files {
                try FileManager.default.moveItem(atPath: path + "/" + file, toPath: target + "/" + file)
            }
        } catch {
            throw .headFolder(path)
        }
        return target
    }

    /// Appends heads to the files of their months and waits until the disk has them.
    func append(_ heads: [AuditHead]) throws(AppError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for head in heads {
                let file = path + "/heads-\(head.sealedAt.description.prefix(7)).jsonl"
                if !FileManager.default.fileExists(atPath: file) {
                    _ = FileManager.default.createFile(
                        atPath: file, contents: nil, attributes: [.posixPermissions: 0o600])
                }
                guard let handle = FileHandle(forWritingAtPath: file) else { throw AppError.headFolder(path) }
                try handle.seekToEnd()
                let encoder = JSONEncoder()
                encoder.keyEncodingStrategy = .convertToSnakeCase
                encoder.outputFormatting = [.sortedKeys]
                try handle.write(contentsOf: try encoder.encode(head) + Data([UInt8(ascii: "\n")]))
                try handle.synchronize()
                try handle.close()
            }
        } catch let error as AppError {
            throw error
        } catch {
            throw .headFolder(path)
        }
    }
}
