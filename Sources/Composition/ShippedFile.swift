import Policy
package import Wire

/// A file that the program carries: settings, rules, calendars and forms that apply where an installation has none of
/// its own.
package struct ShippedFile: Codable, Tabular {
    package let path: String
    package let lines: Int

    package static var all: [ShippedFile] { PolicyLoader.shipped.map { ShippedFile(path: $0.path, lines: $0.lines) } }

    package static let columns: [Column<ShippedFile>] = [
        Column("path", zh: "文件", en: "File", \.path),
        Column("lines", zh: "行数", en: "Lines", \.lines),
    ]
}
