import CZip
import Kernel

/// The parts of a packed file, each unpacked piece by piece within the limits. Nothing is written to a disk, so the
/// names of parts lead nowhere.
final class Archive {
    private let archive: OpaquePointer
    /// By their names in lower case.
    private let parts: [String: zip_uint64_t]
    private let limits: WorkbookLimits
    private var unpacked = 0

    /// - Parameter bytes: stay in place as long as the archive is used.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: WorkbookLimits) throws(AppError) {
        guard bytes.count <= limits.fileBytes else {
            throw .workbookSize(
                Text(zh: "文件超过 \(limits.fileBytes >> 20) MB", en: "it is over \(limits.fileBytes >> 20) MB"))
        }
        var error = zip_error_t()
        guard let source = zip_source_buffer_create(bytes.baseAddress, zip_uint64_t(bytes.count), 0, &error) else {
            throw .workbookDamaged
        }
        guard let opened = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            throw .workbookDamaged
        }
        do throws(AppError) {
            parts = try Self.parts(opened, limits)
        } catch {
            zip_discard(opened)
            throw error
        }
        archive = opened
        self.limits = limits
    }

    deinit { zip_discard(archive) }

    private static func parts(
        _ archive: OpaquePointer, _ limits: WorkbookLimits
    ) throws(AppError) -> [String: zip_uint64_t] {
        let count = zip_get_num_entries(archive, 0)
        guard count <= limits.parts else {
            throw .workbookSize(
                Text(zh: "内部文件超过 \(limits.parts) 个", en: "it has more than \(limits.parts) parts"))
        }
        var parts: [String: zip_uint64_t] = [:]
        for index in 0..<zip_uint64_t(max(0, count)) {
            guard let name = zip_get_name(archive, index, 0) else { continue }
            // Some programs write the separators of their own system.
            let path = String(cString: name).lowercased().replacing("\\", with: "/")
            // Which of two is meant nobody can say.
            guard parts.updateValue(index, forKey: path) == nil else { throw .workbookDamaged }
        }
        return parts
    }

    func has(_ path: String) -> Bool { parts[path.lowercased()] != nil }

    /// - Parameter take: returns whether it wants more.
    /// - Throws: `sheet.workbook` for a part that is missing or damaged, `sheet.size`, `sheet.form`.
    func read(_ path: String, _ take: (UnsafeBufferPointer<UInt8>) throws(AppError) -> Bool) throws(AppError) {
        guard let index = parts[path.lowercased()] else { throw .workbookDamaged }
        var stat = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &stat) == 0 else { throw .workbookDamaged }
        guard stat.encryption_method == ZIP_EM_NONE else { throw .workbookForm(.lockedWorkbook) }
        guard stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE else { throw .workbookDamaged }
        guard let file = zip_fopen_index(archive, index, 0) else { throw .workbookDamaged }
        defer { zip_fclose(file) }
        let piece = 65_536
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: piece)
        defer { buffer.deallocate() }
        // No more than the file itself, whatever the part says.
        let packed = Int(clamping: min(stat.comp_size, zip_uint64_t(limits.fileBytes)))
        var own = 0
        while true {
            try Wanted.check()
            let count = Int(zip_fread(file, buffer, zip_uint64_t(piece)))
            guard count >= 0 else { throw .workbookDamaged }
            if count == 0 { return }
            own += count
            unpacked += count
            guard unpacked <= limits.unpackedBytes, own <= max(limits.smallPart, packed * limits.ratio) else {
                throw .workbookSize(
                    Text(zh: "解开后远大于文件本身", en: "it unpacks to far more than the file has"))
            }
            guard try take(UnsafeBufferPointer(start: buffer, count: count)) else { return }
        }
    }
}

extension Text {
    static let lockedWorkbook = Text(zh: "设了密码的工作簿", en: "a workbook with a password")
}
