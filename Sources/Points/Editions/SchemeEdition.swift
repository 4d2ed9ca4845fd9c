package import Civil
package import Kernel
package import Organisations
package import Schemes
package import Wire

/// An edition of a scheme in use.
package struct SchemeEdition: Codable, Sendable {
    /// The key of the scheme.
    package let scheme: String
    package let version: String
    package let name: Text
    package let subject: SubjectKind
    package let from: Day
    package let until: Day?
    /// Whose scheme it is; nil for an organisation above the caller's scope.
    package let organisation: String?
    package let path: String
    package let document: String
    package let place: String
    package let id: Identifier<Scheme>
}

extension SchemeEdition: Tabular {
    package static let columns: [Column<SchemeEdition>] = [
        Column("scheme", zh: "办法", en: "Scheme", \.scheme),
        Column("version", zh: "版", en: "Edition", \.version),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("subject", zh: "对象", en: "Subject", \.subject),
        Column("from", zh: "施行", en: "In force", \.from),
        Column("until", zh: "止", en: "Until", \.until),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("path", zh: "范围", en: "Scope", \.path),
        Column("document", zh: "来源", en: "Source", \.document),
    ]
}

/// A rule file by its name.
package struct SchemeText: Codable, Limited, Sendable {
    package let name: String
    package let text: String

    /// Characters of a file at most.
    static let longest = 1_000_000

    package static let memberLimits: [String: MemberLimit] = ["text": .length(longest)]
}

/// An edition to import: its own file and the tables that this includes.
package struct SchemeImportOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    /// The name of the scheme's own file among `files`.
    package let main: String
    package let files: [SchemeText]
    package let dryRun: Bool?

    package init(_ file: SchemeFile, organisation: Reference<Organisation>, dryRun: Bool? = nil) {
        self.organisation = organisation
        main = file.main
        files = file.texts.sorted { $0.key < $1.key }.map { SchemeText(name: $0.key, text: $0.value) }
        self.dryRun = dryRun
    }

    package static let memberLimits: [String: MemberLimit] = ["files": .items(1...100)]

    package static let memberTexts = [
        "organisation": Text(
            zh: "供哪个党组织及其下级施行：编码或唯一的名称", en: "The organisation below which it applies: code or unique name"),
        "main": Text(zh: "办法主文件在 files 中的名称", en: "Name of the scheme's own file among files"),
        "files": Text(zh: "办法文件及其引用的表", en: "The scheme's file and the tables it includes"),
    ]
}

extension SchemeImportOrder {
    /// - Throws: `policy.*` with file, line and key; `value.invalid` for a file that appears twice.
    func file() throws(AppError) -> SchemeFile {
        var texts: [String: String] = [:]
        for file in files where texts.updateValue(file.text, forKey: file.name) != nil {
            throw .invalidValue(
                "files", file.name, expected: Text(zh: "每个文件只有一份", en: "each file once"))
        }
        return try SchemeFile(main: main, texts: texts)
    }
}

package struct SchemeImported: Outcome {
    package let edition: SchemeEdition
    package let items: Int
    package let dryRun: Bool

    package var summary: Text {
        let (name, version, from) = (edition.name, edition.version, edition.from)
        return dryRun
            ? Text(
                zh: "可以导入「\(name.chinese)」\(version) 版：项目 \(items) 个，自 \(from) 施行（只检查，没有保存）。",
                en:
                    "“\(name.english)”, edition \(version), can be imported: \(items) items, in force from "
                    + "\(from) (checked only)."
            )
            : Text(
                zh: "已导入「\(name.chinese)」\(version) 版：项目 \(items) 个，自 \(from) 施行。",
                en: "Imported “\(name.english)”, edition \(version): \(items) items, in force from \(from).")
    }
}

/// A village's or branch's own items to import.
package struct LocalItemsOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let from: Day?
    package let text: String

    package init(organisation: Reference<Organisation>, from: Day? = nil, text: String) {
        self.organisation = organisation
        self.from = from
        self.text = text
    }

    package static let memberLimits: [String: MemberLimit] = ["text": .length(SchemeText.longest)]

    package static let memberTexts = [
        "organisation": Text(zh: "村或支部：编码或唯一的名称", en: "The village or branch: code or unique name"),
        "from": Text(zh: "起用日期，默认今天", en: "From which day they apply, by default today"),
        "text": Text(zh: "自设项目文件的内容（points-local/1）", en: "Content of the file of own items (points-local/1)"),
    ]
}

package struct LocalItemsImported: Outcome {
    package let count: Int
    package let organisation: String
    package let from: Day

    package var summary: Text {
        Text(
            zh: "已导入「\(organisation)」的自设项目 \(count) 个，自 \(from) 起用。",
            en: "Imported \(count) own items of “\(organisation)”, in use from \(from).")
    }
}
