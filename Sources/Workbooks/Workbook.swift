package import Kernel

/// A workbook (`.xlsx`, `.xlsm`) that is read as it comes from a spreadsheet program: its sheets, and the rows of each
/// one after the other, so that a sheet of any length takes the same memory. Formulas are not calculated, links are not
/// followed, macros not looked at.
package struct Workbook {
    package struct Tab: Sendable, Equatable {
        package let name: String
        package let isHidden: Bool
        let path: String
    }

    /// In the order of the workbook; charts and macro sheets aside.
    package let tabs: [Tab]
    private let archive: Archive
    private let texts: SharedTexts
    private let formats: [NumberFormat]
    private let since1904: Bool
    private let limits: WorkbookLimits

    /// Whether a file is packed, as workbooks are.
    package static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// What a file is that spreadsheet programs write besides, and that is not read; nil for anything else.
    package static func otherForm(_ bytes: [UInt8]) -> Text? {
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return Text(zh: "旧版 .xls 或设了密码的工作簿", en: "an old .xls or a workbook with a password")
        }
        let start = bytes.prefix(512).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let words = String(decoding: start.prefix(16), as: UTF8.self).lowercased()
        let isMarkup = ["<html", "<table", "<!doctype", "<?xml", "<meta", "<head"].contains { words.hasPrefix($0) }
        return isMarkup ? Text(zh: "网页或 XML 格式的表", en: "a table of a web page or in XML") : nil
    }

    /// Opens a workbook for as long as `body` uses it.
    /// - Throws: `sheet.workbook`, `sheet.size`, `sheet.form`.
    package static func read<Value>(
        _ bytes: [UInt8], limits: WorkbookLimits = WorkbookLimits(), _ body: (Workbook) throws(AppError) -> Value
    ) throws(AppError) -> Value {
        try bytes.withUnsafeBufferPointer { bytes throws(AppError) in
            try body(Workbook(Archive(bytes, limits), limits))
        }
    }

    private init(_ archive: Archive, _ limits: WorkbookLimits) throws(AppError) {
        guard archive.has("[Content_Types].xml") || archive.has("_rels/.rels") else {
            throw archive.has("content.xml")
                ? .workbookForm(Text(zh: " .ods 文件", en: "an .ods file"))
                : .workbookForm(Text(zh: "这种压缩文件", en: "a packed file that is not a workbook"))
        }
        let top = try Relations(archive, of: "", limits)
        let path = top.first(of: "/officeDocument") ?? "xl/workbook.xml"
        guard archive.has(path), !path.hasSuffix(".bin") else {
            throw .workbookForm(Text(zh: "这种文件（不是 .xlsx）", en: "a file other than .xlsx"))
        }
        let relations = try Relations(archive, of: path, limits)
        let list = WorkbookReader(limits)
        try archive.read(path, limits, by: list)
        tabs = list.entries.compactMap { entry in
            guard let target = relations.targets[entry.relation], target.type.hasSuffix("/worksheet") else {
                return nil
            }
            return Tab(name: entry.name, isHidden: entry.isHidden, path: target.path)
        }
        since1904 = list.since1904
        let texts = SharedTexts(limits)
        if let path = relations.first(of: "/sharedStrings"), archive.has(path) {
            try archive.read(path, limits, by: texts)
        }
        self.texts = texts
        let styles = StyleReader(limits)
        if let path = relations.first(of: "/styles"), archive.has(path) { try archive.read(path, limits, by: styles) }
        formats = styles.formats
        self.archive = archive
        self.limits = limits
    }

    /// The rows of a sheet that hold anything, from the first one on.
    /// - Parameter most: rows after which the reading stops.
    /// - Returns: the cells that are merged over several rows; those that were reached.
    /// - Throws: `sheet.rows`, `sheet.fields`, `sheet.cell`, `sheet.workbook`, `sheet.size`, and what `take` throws.
    @discardableResult
    package func rows(
        of tab: Tab, most: Int = .max, _ take: @escaping (WorkbookRow) throws(AppError) -> Void
    ) throws(AppError) -> [MergedCells] {
        let reader = SheetReader(texts, formats, since1904: since1904, most: most, limits, take)
        try archive.read(tab.path, limits, by: reader)
        return reader.merges
    }
}

/// One row of a sheet as it is shown.
package struct WorkbookRow: Sendable {
    /// Its number at the left edge.
    package let number: Int
    package let cells: [String]
    /// What is wrong with cells, by their place: `#REF!`, a formula that nothing was calculated for.
    package let faults: [Int: Text]
    package let isHidden: Bool
}

/// Cells of one column that are merged over several rows; what they hold is in the first.
package struct MergedCells: Sendable, Equatable {
    package let column: Int
    package let rows: ClosedRange<Int>
}

/// What a part names by identifiers.
private struct Relations {
    let targets: [String: (type: String, path: String)]

    init(_ archive: Archive, of path: String, _ limits: WorkbookLimits) throws(AppError) {
        var folders = path.split(separator: "/").map(String.init)
        let name = folders.popLast() ?? ""
        let file = (folders + ["_rels", name + ".rels"]).joined(separator: "/")
        let reader = RelationReader(folders, limits)
        if archive.has(file) { try archive.read(file, limits, by: reader) }
        targets = reader.targets
    }

    func first(of type: String) -> String? {
        targets.keys.sorted().compactMap { targets[$0] }.first { $0.type.hasSuffix(type) }?.path
    }
}

private final class RelationReader: ElementReader {
    private(set) var targets: [String: (type: String, path: String)] = [:]
    private let folders: [String]
    private let limits: WorkbookLimits
    let isDone = false

    init(_ folders: [String], _ limits: WorkbookLimits) { (self.folders, self.limits) = (folders, limits) }

    func begin(_ name: ElementName, _ attributes: ElementAttributes) throws(AppError) {
        guard name == "Relationship", attributes.text("TargetMode") != "External",
            let id = attributes.text("Id"), let type = attributes.text("Type"), let target = attributes.text("Target")
        else { return }
        guard targets.count < limits.parts else { throw .workbookDamaged }
        // What leads outside names no part, and is missed where it is needed.
        guard let path = resolved(target) else { return }
        targets[id] = (type, path)
    }

    /// From the folder of the part, or from the top.
    private func resolved(_ target: String) -> String? {
        var path = target.hasPrefix("/") ? [] : folders
        for step in target.split(separator: "/") where step != "." {
            if step == ".." {
                guard path.popLast() != nil else { return nil }
            } else {
                path.append(String(step))
            }
        }
        return path.isEmpty ? nil : path.joined(separator: "/")
    }

    func end(_ name: ElementName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// The list of sheets and the base of days.
private final class WorkbookReader: ElementReader {
    private(set) var entries: [(name: String, relation: String, isHidden: Bool)] = []
    private(set) var since1904 = false
    private let limits: WorkbookLimits
    let isDone = false

    init(_ limits: WorkbookLimits) { self.limits = limits }

    func begin(_ name: ElementName, _ attributes: ElementAttributes) throws(AppError) {
        switch name {
        case "workbookPr": since1904 = attributes.flag("date1904")
        case "sheet":
            guard entries.count < limits.sheets else {
                throw .workbookSize(
                    Text(zh: "工作表超过 \(limits.sheets) 张", en: "it has more than \(limits.sheets) sheets"))
            }
            guard let title = attributes.text("name"), let relation = attributes.text("id") else {
                throw .workbookDamaged
            }
            entries.append((title, relation, (attributes.text("state") ?? "visible") != "visible"))
        default: break
        }
    }

    func end(_ name: ElementName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
