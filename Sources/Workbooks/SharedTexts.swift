import Kernel

/// Texts that cells name by number, kept as one run of bytes: runs of a rich text joined, pronunciation left out.
final class SharedTexts: ElementReader {
    private var bytes: [UInt8] = []
    /// Where each text ends.
    private var ends: [UInt32] = []
    private let limits: WorkbookLimits
    private var (isText, spoken) = (false, 0)
    let isDone = false

    init(_ limits: WorkbookLimits) { self.limits = limits }

    subscript(number: Int) -> ArraySlice<UInt8>? {
        guard ends.indices.contains(number) else { return nil }
        return bytes[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])]
    }

    func begin(_ name: ElementName, _ attributes: ElementAttributes) {
        switch name {
        case "rPh": spoken += 1
        case "t": isText = spoken == 0
        default: break
        }
    }

    func end(_ name: ElementName) throws(AppError) {
        switch name {
        case "rPh": spoken -= 1
        case "t": isText = false
        case "si":
            guard ends.count < limits.texts else { throw tooLarge }
            ends.append(UInt32(bytes.count))
        default: break
        }
    }

    func text(_ piece: UnsafeBufferPointer<UInt8>) throws(AppError) {
        guard isText else { return }
        guard bytes.count + piece.count <= limits.textBytes else { throw tooLarge }
        bytes.append(contentsOf: piece)
    }

    private var tooLarge: AppError { .workbookSize(Text(zh: "文字太多", en: "it has too much text")) }
}

extension ArraySlice<UInt8> {
    /// The text, with characters that XML cannot hold as `_x000D_` names them.
    var cellText: String {
        guard contains(0x5F) else { return String(decoding: self, as: UTF8.self) }
        return String(decoding: self, as: UTF8.self).replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            guard let code = UInt32(match.1, radix: 16), let scalar = Unicode.Scalar(code), code != 0 else {
                return String(match.0)
            }
            return code == 0x0D ? "" : String(Character(scalar))
        }
    }
}
