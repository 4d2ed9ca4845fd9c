import Civil
import Kernel
import Wire

/// The budget of classes as a page to print: a line for each class, then sums by host and year. Pure.
struct BudgetPaper {
    let table: BudgetTable
    let language: Language

    private func say(_ chinese: String, _ english: String) -> String { Text(zh: chinese, en: english)(language) }

    var html: String {
        let title = say("培训班经费预算表", "Budget of classes")
        let content: [Markup] = [
            .tag("h1", title),
            .tag("p", period, style: "plain"),
            classes, .tag("h2", say("按主办单位", "By host")), sums(table.hosts),
            .tag("h2", say("按年度", "By year")), sums(table.years),
        ]
        return
            "<!doctype html>\n<html lang=\"\(language.rawValue)\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
            + Markup.escaped(title) + "</title>\n<style>\n\(PaperStyle.landscape)\(PaperStyle.common)</style>\n"
            + "</head>\n<body class=\"budget\">\n" + content.map(\.html).joined() + "</body>\n</html>\n"
    }

    private var period: String {
        say("\(table.from) 至 \(table.through)，单位：元", "\(table.from) to \(table.through), in yuan")
    }

    private var classes: Markup {
        .table(
            [
                say("编号", "Code"), say("班次", "Class"), say("主办", "Host"), say("开班", "Starts"), say("人数", "People"),
                say("计费天数", "Days"), say("元/人天", "Yuan a day"), say("综合定额", "Living"), say("讲课费", "Lectures"),
                say("合计", "Total"), say("批准额", "Ceiling"), say("提示", "Warnings"),
            ],
            table.items.map { item in
                [
                    item.code, item.name, item.hostName, item.starts.description, String(item.people),
                    String(item.days), item.rate.description, item.living.description, item.lectures.description,
                    item.total.description, item.ceiling?.description ?? "",
                    item.warnings.map { $0(language) }.joined(separator: say("；", "; ")),
                ]
            })
    }

    private func sums(_ parts: [BudgetSum]) -> Markup {
        .table(
            [
                say("分项", "Part"), say("班数", "Classes"), say("人数", "People"), say("人天", "Person-days"),
                say("综合定额", "Living"), say("讲课费", "Lectures"), say("合计", "Total"),
            ],
            (parts + [table.total]).map { part in
                [
                    part.name(language), String(part.classes), String(part.people), String(part.personDays),
                    part.living.description, part.lectures.description, part.total.description,
                ]
            })
    }
}
