import Foundation
import Kernel

/// A file to write, looked at before the work begins.
struct OutputFile {
    private let path: String

    /// - Parameter inputs: files that are read, and others that are written: none of them is overwritten.
    /// - Throws: `file.unwritable` when it could not be written, `value.invalid` when it is one of the others.
    init(_ path: String, besides inputs: [String?], option: String = "out") throws {
        // A link is followed, so that what it points to is written.
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        self.path = resolved
        for case let other? in inputs where other != "-" {
            guard URL(fileURLWithPath: other).resolvingSymlinksInPath().path != resolved else {
                throw AppError.invalidValue(
                    option, path,
                    expected: Text(zh: "与其他文件不同的文件", en: "another file than those read and written besides"))
            }
        }
        let files = FileManager.default
        var isFolder: ObjCBool = false
        let exists = files.fileExists(atPath: resolved, isDirectory: &isFolder)
        let folder = URL(fileURLWithPath: resolved).deletingLastPathComponent().path
        guard !path.isEmpty, !isFolder.boolValue, files.isWritableFile(atPath: exists ? resolved : folder) else {
            throw Self.unwritable(path)
        }
    }

    /// All or nothing: a file is replaced once the whole is on the disk, and keeps its permissions; a pipe or device is
    /// written through.
    func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try write(try encoder.encode(value))
    }

    /// - Parameter isPersonal: a new file is for its owner alone to read.
    func write(_ data: Data, isPersonal: Bool = false) throws {
        do {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
                let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                try file.write(contentsOf: data)
                try file.close()
                return
            }
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
            if let mode = attributes?[.posixPermissions] ?? (isPersonal ? NSNumber(value: 0o600) : nil) {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            }
        } catch {
            throw Self.unwritable(path)
        }
    }

    private static func unwritable(_ path: String) -> AppError {
        AppError(
            .unavailable, "file.unwritable",
            Text(zh: "无法写入文件「\(path.quotable)」。", en: "The file “\(path.quotable)” cannot be written."),
            hint: Text(zh: "请检查文件夹、权限和磁盘空间。", en: "Check the folder, its permissions and the space on the disk."))
    }
}
