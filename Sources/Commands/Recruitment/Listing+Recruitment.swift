import Policy
import Civil
import Kernel
import Recruitment

extension Listing {
    static func cases(_ cases: [RecruitmentCase]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "案卷", en: "Case")),
            .init(key: "name", title: Text(zh: "姓名", en: "Name")),
            .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "opened", title: Text(zh: "立案", en: "Opened")),
            .init(key: "stage", title: Text(zh: "阶段", en: "Stage")),
            .init(key: "state", title: Text(zh: "状态", en: "State")),
        ])
        listing.rows = cases.map {
            [
                .text($0.id.description), .text($0.name), .text($0.organisationName), .day($0.openedOn),
                .word($0.stage.word, $0.stage.text), .word($0.state.rawValue, $0.state.text),
            ]
        }
        return listing
    }

    static func steps(_ steps: [RecordedStep]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "number", title: Text(zh: "序", en: "No."), right: true),
            .init(key: "on", title: Text(zh: "日期", en: "Day")),
            .init(key: "milestone", title: Text(zh: "步骤", en: "Step")),
            .init(key: "standing", title: Text(zh: "效力", en: "Standing")),
            .init(key: "broken", title: Text(zh: "未符合的规则", en: "Rules broken")),
            .init(key: "set", title: Text(zh: "依据", en: "Rules")),
            .init(key: "by", title: Text(zh: "登记人", en: "By")),
        ])
        listing.rows = steps.map { recorded in
            let standing: ListingCell =
                recorded.isAnnulled
                ? .word("annulled", Text(zh: "已更正，不作数", en: "annulled"))
                : recorded.step.isIrregular
                    ? .word("irregular", Text(zh: "不规范", en: "irregular")) : .word("regular", .verbatim(""))
            return [
                .number(recorded.number), .text(recorded.step.date.description),
                .word(recorded.step.milestone.rawValue, recorded.step.milestone.text), standing,
                .text(recorded.broken.joined(separator: " ")), .text(recorded.ruleSet), .text(recorded.recordedBy),
            ]
        }
        return listing
    }

    static func outlook(_ outlooks: [Outlook]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "next", title: Text(zh: "接着可办", en: "Next")),
            .init(key: "opens", title: Text(zh: "最早", en: "Not before")),
            .init(key: "closes", title: Text(zh: "最迟", en: "Not after")),
            .init(key: "note", title: Text(zh: "说明", en: "Note")),
        ])
        listing.rows = outlooks.map { outlook in
            let note: Text =
                outlook.isClosed
                ? Text(zh: "没有合法日期了", en: "no legal day is left")
                : outlook.isProvisional ? Text(zh: "放假安排未公布，暂定", en: "provisional") : .verbatim("")
            return [
                .word(outlook.milestone.rawValue, outlook.milestone.text), .day(outlook.opens), .day(outlook.closes),
                .both(note),
            ]
        }
        return listing
    }

    static func deadlines(_ deadlines: [Deadline]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "due", title: Text(zh: "到期", en: "Due")),
            .init(key: "special", title: Text(zh: "特殊情况", en: "Special")),
            .init(key: "provisional", title: Text(zh: "暂定", en: "Provisional")),
            .init(key: "kind", title: Text(zh: "情形", en: "Kind")),
            .init(key: "rule", title: Text(zh: "规则", en: "Rule")),
        ])
        listing.rows = deadlines.map {
            [
                .day($0.due), .day($0.special), .mark($0.isProvisional), .word($0.kind.rawValue, $0.kind.text),
                .both($0.rule.name),
            ]
        }
        return listing
    }

    static func deadlines(_ lines: [DeadlineLine], _ rules: RecruitmentRules, on today: Day) -> Listing {
        var listing = Listing(columns: [
            .init(key: "due", title: Text(zh: "到期", en: "Due")),
            .init(key: "late", title: Text(zh: "逾期天数", en: "Days late"), right: true),
            .init(key: "provisional", title: Text(zh: "暂定", en: "Provisional")),
            .init(key: "kind", title: Text(zh: "情形", en: "Kind")),
            .init(key: "name", title: Text(zh: "姓名", en: "Name")),
            .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "milestone", title: Text(zh: "步骤", en: "Step")),
            .init(key: "rule", title: Text(zh: "规则", en: "Rule")),
            .init(key: "case", title: Text(zh: "案卷", en: "Case")),
        ])
        listing.rows = lines.map { line in
            [
                .day(line.due),
                line.due < today ? .number(today - line.due) : .text(nil),
                .mark(line.isProvisional), .word(line.kind.rawValue, line.kind.text), .text(line.name),
                .text(line.organisationName),
                .word(line.milestone.rawValue, line.milestone.text),
                .word(line.rule, rules.rule(line.rule, on: today)?.name ?? .verbatim(line.rule)),
                .text(line.recruitment.text),
            ]
        }
        return listing
    }

    static func stages(_ stages: [StageCount]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "stage", title: Text(zh: "阶段", en: "Stage")),
            .init(key: "state", title: Text(zh: "状态", en: "State")),
            .init(key: "cases", title: Text(zh: "案卷数", en: "Cases"), right: true),
        ])
        listing.rows = stages.map {
            [.word($0.stage.word, $0.stage.text), .word($0.state.rawValue, $0.state.text), .number($0.cases)]
        }
        return listing
    }

    static func deadlineCounts(_ counts: [DeadlineCount], _ rules: RecruitmentRules, on today: Day) -> Listing {
        var listing = Listing(columns: [
            .init(key: "rule", title: Text(zh: "规则", en: "Rule")),
            .init(key: "kind", title: Text(zh: "情形", en: "Kind")),
            .init(key: "late", title: Text(zh: "逾期", en: "Late"), right: true),
            .init(key: "due", title: Text(zh: "将到期", en: "Due"), right: true),
            .init(key: "first", title: Text(zh: "最早", en: "First")),
        ])
        listing.rows = counts.map {
            [
                .word($0.rule, rules.rule($0.rule, on: today)?.name ?? .verbatim($0.rule)),
                .word($0.kind.rawValue, $0.kind.text), .number($0.late), .number($0.due), .day($0.first),
            ]
        }
        return listing
    }

    static func findings(_ findings: [Finding]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "rule", title: Text(zh: "规则", en: "Rule")),
            .init(key: "result", title: Text(zh: "结果", en: "Result")),
            .init(key: "source", title: Text(zh: "出处", en: "Source")),
        ])
        listing.rows = findings.map { [.both($0.rule.name), .both($0.words), .both($0.rule.source.text)] }
        return listing
    }

    static func rules(_ rules: [Rule]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "编号", en: "Rule")),
            .init(key: "kind", title: Text(zh: "种类", en: "Kind")),
            .init(key: "milestone", title: Text(zh: "步骤", en: "Step")),
            .init(key: "name", title: Text(zh: "内容", en: "What it says")),
            .init(key: "source", title: Text(zh: "出处", en: "Source")),
            .init(key: "on", title: Text(zh: "启用", en: "On")),
        ])
        listing.rows = rules.map {
            [
                .text($0.id), .word($0.kind.rawValue, $0.kind.text), .word($0.milestone.rawValue, $0.milestone.text),
                .both($0.name), .both($0.source.text),
                .word(String($0.isOn), $0.isOn ? Text(zh: "是", en: "yes") : Text(zh: "否", en: "no")),
            ]
        }
        return listing
    }

    static func chart(_ progress: TemplateProgress) -> Listing {
        var listing = Listing(columns: [
            .init(key: "number", title: Text(zh: "编号", en: "No.")),
            .init(key: "name", title: Text(zh: "步骤", en: "Step")),
            .init(key: "state", title: Text(zh: "进度", en: "State")),
            .init(key: "days", title: Text(zh: "日期", en: "Days")),
            .init(key: "missing", title: Text(zh: "还缺", en: "Missing")),
        ])
        listing.rows = progress.lines.map { line in
            [
                .text(line.step.number), .both(line.step.name), .word(line.state.rawValue, line.state.text),
                .text(line.recorded.map(\.step.date.description).joined(separator: " ")),
                .both(line.state == .done ? .verbatim("") : .list(line.missing.map(\.text))),
            ]
        }
        return listing
    }

    static func templates(_ templates: [Template]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "template", title: Text(zh: "模板", en: "Template")),
            .init(key: "number", title: Text(zh: "编号", en: "No.")),
            .init(key: "step", title: Text(zh: "步骤", en: "Step")),
            .init(key: "milestones", title: Text(zh: "登记代码", en: "Recorded as")),
            .init(key: "materials", title: Text(zh: "材料代码", en: "Materials")),
        ])
        listing.rows = templates.flatMap { template in
            template.steps.map { step in
                [
                    .text(template.key), .text(step.number), .both(step.name),
                    .text(step.milestones.map(\.rawValue).joined(separator: " ")),
                    .text(step.materials.map(\.key).joined(separator: " ")),
                ]
            }
        }
        return listing
    }

    static func document(_ document: CaseDocument) -> Listing {
        var listing = Listing(columns: [
            .init(key: "number", title: Text(zh: "编号", en: "No.")),
            .init(key: "step", title: Text(zh: "步骤", en: "Step")),
            .init(key: "field", title: Text(zh: "栏目", en: "Field")),
            .init(key: "value", title: Text(zh: "内容", en: "Value")),
        ])
        listing.rows = document.head.map { [.text(nil), .text(nil), .both($0.label), .both($0.value)] }
        for section in document.sections {
            listing.rows += section.fields.map { field in
                [.text(section.number), .both(section.name), .both(field.label), .both(field.value)]
            }
        }
        return listing
    }
}
