import Kernel

/// The number formats that cells name: one for each cell format of the workbook.
final class StyleReader: ElementReader {
    private(set) var formats: [NumberFormat] = []
    private var own: [Int: NumberFormat] = [:]
    private var isCellFormats = false
    private let limits: WorkbookLimits
    let isDone = false

    init(_ limits: WorkbookLimits) { self.limits = limits }

    func begin(_ name: ElementName, _ attributes: ElementAttributes) throws(AppError) {
        switch name {
        case "numFmt":
            guard own.count < limits.formats else { throw .workbookDamaged }
            if let number = attributes.number("numFmtId"), let code = attributes.text("formatCode") {
                own[number] = NumberFormat(code: String(code.prefix(1000)))
            }
        case "cellXfs": isCellFormats = true
        case "xf" where isCellFormats:
            guard formats.count < limits.formats else { throw .workbookDamaged }
            let number = attributes.number("numFmtId") ?? 0
            formats.append(own[number] ?? .builtIn(number))
        default: break
        }
    }

    func end(_ name: ElementName) {
        if name == "cellXfs" { isCellFormats = false }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
