import Access
import Crypto
import Foundation
import Kernel
import Postgres

/// The folders of backups below one parent: their names, files and age.
package enum BackupFolder {
    private static let prefix = "dangwu-"

    /// `dangwu-20260302T013000Z`: in the order of time when sorted.
    static func name(at date: Date) -> String {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        return prefix + date.formatted(style)
    }

    /// Complete backups, newest first.
    package static func list(_ parent: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.filter { $0.hasPrefix(prefix) && !$0.hasSuffix(".part") }.sorted(by: >)
            .map { parent + "/" + $0 }
            .filter { FileManager.default.fileExists(atPath: $0 + "/" + BackupManifest.name) }
    }

    /// Seconds after which a backup that was never finished is one that was cut off.
    private static let secondsOfOne: TimeInterval = 86_400

    /// Backups that were cut off: nobody is still writing them.
    private static func cutOff(_ parent: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".part") }.sorted().map { parent + "/" + $0 }.filter
        {
            guard let written = try? FileManager.default.attributesOfItem(atPath: $0)[.modificationDate] as? Date else {
                return false
            }
            return Date().timeIntervalSince(written) > secondsOfOne
        }
    }

    /// Removes all but the newest, and what backups left that were cut off more than a day ago.
    /// - Returns: the removed folders.
    package static func prune(_ parent: String, keeping count: Int) throws -> [String] {
        let old = Array(list(parent).dropFirst(count)) + cutOff(parent)
        for folder in old { try FileManager.default.removeItem(atPath: folder) }
        return old
    }

    /// Every file below a folder but the manifest, with size and checksum, by name.
    static func files(of folder: String) throws -> [BackupManifest.File] {
        guard let walk = FileManager.default.subpaths(atPath: folder) else { throw AppError.backupIncomplete(folder) }
        return try walk.sorted().compactMap { name in
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard name != BackupManifest.name,
                FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
            else { return nil }
            let (bytes, hash) = try sum(path)
            return BackupManifest.File(name: name, bytes: bytes, sha256: hash)
        }
    }

    private static func sum(_ path: String) throws -> (Int, String) {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var (hash, bytes) = (SHA256(), 0)
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            hash.update(data: piece)
            bytes += piece.count
        }
        return (bytes, Bytes(hash.finalize()).hex)
    }

    /// - Throws: `backup.damaged` with the first file that is not as the manifest says.
    static func check(_ folder: String, _ manifest: BackupManifest) throws {
        let found = Dictionary(try files(of: folder).map { ($0.name, $0) }) { $1 }
        for file in manifest.files where found[file.name] != file { throw AppError.backupDamaged(file.name) }
        let known = Set(manifest.files.map(\.name))
        if let stranger = found.keys.filter({ !known.contains($0) }).min() { throw AppError.backupDamaged(stranger) }
    }
}
