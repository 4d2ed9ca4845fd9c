import Civil
import Kernel
import Points

extension Listing {
    /// The items of a scheme.
    static func items(_ scheme: Scheme) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "项目", en: "Item")),
            .init(key: "block", title: Text(zh: "板块", en: "Block")),
            .init(key: "value", title: Text(zh: "分值", en: "Value")),
            .init(key: "wording", title: Text(zh: "内容", en: "Wording")),
        ])
        listing.rows = scheme.items.map { item in
            [
                .text(item.id), .both(scheme.block(item.block)?.name ?? .verbatim(item.block)),
                .text(item.value.summary), .text(item.wording),
            ]
        }
        return listing
    }

    /// How a score came about.
    static func explanation(_ sheet: ScoreSheet) -> Listing {
        var listing = Listing(columns: [
            .init(key: "entry", title: Text(zh: "号", en: "No."), right: true),
            .init(key: "step", title: Text(zh: "步骤", en: "Step")),
            .init(key: "day", title: Text(zh: "日期", en: "Day")),
            .init(key: "item", title: Text(zh: "项目", en: "Item")),
            .init(key: "value", title: Text(zh: "数值", en: "Value"), right: true),
            .init(key: "counts", title: Text(zh: "计入", en: "Counts"), right: true),
            .init(key: "text", title: Text(zh: "说明", en: "Why")),
        ])
        listing.rows = sheet.lines.map { line in
            [
                .text(line.entry.map(String.init)), .word(line.step.rawValue, line.step.words), .day(line.day),
                .text(line.item), .text(line.value.description), .text(line.counts.signed), .both(line.text),
            ]
        }
        return listing
    }
}
