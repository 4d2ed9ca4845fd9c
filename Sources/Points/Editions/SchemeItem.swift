package import Kernel
import Policy
package import Schemes
package import Wire

/// One item of a scheme as lists show it.
package struct SchemeItem: Codable, Sendable {
    package let id: String
    package let block: String
    package let blockName: Text
    package let wording: String
    /// `+5`, `1 … 10`, `+1 / 500 元`; `?` where the source gives none.
    package let value: String
    package let place: String
    package let isDirect: Bool
    package let needsEvidence: Bool
    package let groups: [String]?

    package static func all(of scheme: Scheme) -> [SchemeItem] {
        scheme.items.map { item in
            SchemeItem(
                id: item.id, block: item.block, blockName: scheme.block(item.block)?.name ?? .verbatim(item.block),
                wording: item.wording, value: item.value.summary, place: item.place, isDirect: item.process.isDirect,
                needsEvidence: item.process.needsEvidence, groups: item.groups)
        }
    }
}

extension SchemeItem: Tabular {
    package static let columns: [Column<SchemeItem>] = [
        Column("id", zh: "项目", en: "Item", \.id),
        Column("block", zh: "板块", en: "Block") { .word($0.block, $0.blockName) },
        Column("value", zh: "分值", en: "Value", \.value),
        Column("wording", zh: "内容", en: "Wording", \.wording),
        Column("is_direct", zh: "直接记账", en: "Direct", \.isDirect),
        Column("needs_evidence", zh: "须佐证", en: "Evidence", \.needsEvidence),
        Column("groups", zh: "适用类别", en: "Groups") { ($0.groups ?? []).joined(separator: " ") },
        Column("place", zh: "出处", en: "Place", \.place),
    ]
}

/// A scheme that comes with the program.
package struct ShippedScheme: Codable, Sendable {
    package let scheme: String
    package let version: String
    package let subject: SubjectKind
    package let items: Int
    package let examples: Int
    /// Questions that the source leaves open.
    package let open: Int
    package let name: Text
    package let source: Text

    package init(_ scheme: Scheme) {
        self.scheme = scheme.key
        version = scheme.version
        subject = scheme.subject
        items = scheme.items.count
        examples = scheme.examples.count
        open = scheme.openQuestions.count
        name = scheme.name
        source = scheme.source.text
    }
}

extension ShippedScheme: Tabular {
    package static let columns: [Column<ShippedScheme>] = [
        Column("scheme", zh: "办法", en: "Scheme", \.scheme),
        Column("version", zh: "版", en: "Edition", \.version),
        Column("subject", zh: "对象", en: "Subject", \.subject),
        Column("items", zh: "项目", en: "Items", \.items),
        Column("examples", zh: "算例", en: "Examples", \.examples),
        Column("open", zh: "未定", en: "Open", \.open),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("source", zh: "来源", en: "Source", \.source),
    ]
}

/// What a scheme needs of the calculation, and which items need it.
package struct FeatureUse: Codable, Sendable {
    package let feature: String
    /// Empty where the scheme as a whole needs it.
    package let items: [String]

    package static func all(of scheme: Scheme) -> [FeatureUse] {
        scheme.features.map { FeatureUse(feature: $0.feature.rawValue, items: $0.items) }
    }
}

extension FeatureUse: Tabular {
    /// How many items a cell lists.
    private static let shown = 8

    package static let columns: [Column<FeatureUse>] = [
        Column("feature", zh: "能力", en: "Feature", \.feature),
        Column("items", zh: "项目", en: "Items") { use in
            use.items.prefix(shown).joined(separator: " ")
                + (use.items.count > shown ? " … (\(use.items.count))" : "")
        },
    ]
}

extension SchemeWarning: Tabular {
    package static let columns: [Column<SchemeWarning>] = [
        Column("line", zh: "行", en: "Line", isNumeric: true) { .text($0.shownLine) },
        Column("kind", zh: "类型", en: "Kind", \.kind),
        Column("text", zh: "说明", en: "What", \.text),
    ]

    /// Lines of included tables are counted from 100,000.
    private var shownLine: String {
        guard let line else { return "" }
        return line >= 100_000 ? "+\(line - 100_000)" : String(line)
    }
}
