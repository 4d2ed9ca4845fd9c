import Foundation
package import Kernel

/// Turns the bytes of an office sheet into text: UTF-8, with or without a byte order mark, or GB 18030, detected.
package enum SheetEncoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf8WithMark = "UTF-8 with BOM"
    case gb18030 = "GB18030"
    /// With a byte order mark: “Unicode text” of spreadsheet programs.
    case utf16 = "UTF-16"
    /// A workbook, which says itself how it is written.
    case workbook = "XLSX"

    /// - Throws: `sheet.encoding` when the bytes are neither, with the line of the first offending byte.
    package static func decode(_ bytes: [UInt8]) throws(AppError) -> (text: String, encoding: SheetEncoding) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            guard let text = String(validating: bytes.dropFirst(3), as: UTF8.self) else { throw undecodable(bytes) }
            return (text, .utf8WithMark)
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let from = bytes[0] == 0xFF ? "UTF-16LE" : "UTF-16BE"
            guard let converted = convert(Array(bytes.dropFirst(2)), from: from, to: "UTF-8"), !converted.contains(0)
            else { throw undecodable(bytes) }
            return (String(decoding: converted, as: UTF8.self), .utf16)
        }
        if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) { return (text, .utf8) }
        guard !bytes.contains(0), let text = fromGB18030(bytes) else { throw undecodable(bytes) }
        return (text, .gb18030)
    }

    /// The text in GB 18030, which Chinese office programs open without asking.
    package static func encodeGB18030(_ text: String) -> [UInt8]? {
        convert(Array(text.utf8), from: "UTF-8", to: "GB18030")
    }

    private static func fromGB18030(_ bytes: [UInt8]) -> String? {
        guard let converted = convert(bytes, from: "GB18030", to: "UTF-8") else { return nil }
        let text = String(decoding: converted, as: UTF8.self)
        // Random bytes often decode to control characters, which no sheet contains, or to many private ones, of which
        // a sheet has a few in rare names: the cells with them are named.
        var (all, own) = (0, 0)
        for scalar in text.unicodeScalars {
            all += 1
            switch scalar.properties.generalCategory {
            case .control where !"\r\n\t".unicodeScalars.contains(scalar): return nil
            case .unassigned: return nil
            case .privateUse: own += 1
            default: continue
            }
        }
        return own * 50 > all ? nil : text
    }

    private static func convert(_ bytes: [UInt8], from: String, to: String) -> [UInt8]? {
        guard let handle = iconv_open(to, from), handle != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(handle) }
        // Four bytes are enough for any character of either encoding.
        var output = [UInt8](repeating: 0, count: bytes.count * 4 + 16)
        var input = bytes.map { CChar(bitPattern: $0) }
        var written = 0
        let ok = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBytes { target in
                var from = source.baseAddress
                var to = target.bindMemory(to: CChar.self).baseAddress
                var (left, room) = (source.count, target.count)
                let result = iconv(handle, &from, &left, &to, &room)
                written = target.count - room
                return result != -1 && left == 0
            }
        }
        return ok ? Array(output.prefix(written)) : nil
    }

    private static func undecodable(_ bytes: [UInt8]) -> AppError {
        var line = 1
        var valid = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        reading: while true {
            switch valid.parseScalar(from: &iterator) {
            case .valid(let scalar): if scalar.first == 0x0A { line += 1 }
            case .emptyInput, .error: break reading
            }
        }
        return AppError(
            .invalid, "sheet.encoding",
            Text(
                zh: "文件既不是 UTF-8 也不是 GB18030（第 \(line) 行起无法识别）。",
                en: "The file is neither UTF-8 nor GB18030 (the first invalid byte is in line \(line))."),
            hint: Text(
                zh: "请在表格软件中另存为「CSV UTF-8」后重试；什么也没有导入。",
                en: "Save it as “CSV UTF-8” in your spreadsheet program and try again; nothing was imported."))
    }
}
