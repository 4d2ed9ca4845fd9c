import Civil
package import Kernel
import Policy
package import Procedures

/// Fills documents from a case: pure.
package enum DocumentRule {
    /// The record of the whole process (全程记实): every step of a template with what was recorded under it.
    package static func record(_ file: CaseFile, _ template: Template, needed: Set<Milestone>) -> CaseDocument {
        let progress = file.progress(in: template, needed: needed)
        return CaseDocument(
            key: template.key, title: Text(zh: "发展党员全程记实表", en: "Record of the whole process"),
            name: file.recruitment.name, head: head(file),
            sections: progress.lines.map { section($0, file, blank: false) } + extras(file),
            source: template.source.text)
    }

    /// The form of one step of a template, with empty cells for what is not there yet.
    /// - Throws: `recruitment.no_form`.
    package static func form(
        _ number: String, _ file: CaseFile, _ template: Template, needed: Set<Milestone>
    ) throws(AppError) -> CaseDocument {
        let progress = file.progress(in: template, needed: needed)
        guard let line = progress.lines.first(where: { $0.step.number == number }) else {
            throw .formMissing(number, template)
        }
        return CaseDocument(
            key: "\(template.key)/\(number)", title: line.step.name, name: file.recruitment.name, head: head(file),
            sections: [section(line, file, blank: true)], source: template.source.text)
    }

    /// Steps that a locality adds, after those of the template.
    private static func extras(_ file: CaseFile) -> [CaseDocument.Section] {
        let recorded = file.valid.filter { $0.step.milestone == .extra }
        guard !recorded.isEmpty else { return [] }
        let fields = recorded.flatMap { entry in
            [
                field(
                    entry.step.extra ?? "", file.extraNames[entry.step.extra ?? ""] ?? .verbatim(""),
                    entry.step.date.description)
            ]
                + entry.particulars.named.map { field($0.key, $0.label, $0.value) }
        }
        return [
            CaseDocument.Section(
                number: "+", name: Milestone.extra.text, actor: Text(zh: "党支部、上级党委", en: "branch and higher committee"),
                fields: fields)
        ]
    }

    private static func head(_ file: CaseFile) -> [CaseDocument.Field] {
        let recruitment = file.recruitment
        var fields = [
            field("name", Text(zh: "姓名", en: "Name"), recruitment.name),
            field("born", Text(zh: "出生日期", en: "Born"), file.born.description),
            field("organisation", Text(zh: "党组织", en: "Organisation"), recruitment.organisationName ?? ""),
            CaseDocument.Field(key: "stage", label: Text(zh: "阶段", en: "Stage"), value: recruitment.stage.text),
            CaseDocument.Field(key: "state", label: Text(zh: "状态", en: "State"), value: recruitment.state.text),
        ]
        if let end = file.probationEnd {
            fields.append(field("probation_ends", Text(zh: "预备期满", en: "Probation ends"), end.description))
        }
        if let ruling = file.ruling {
            fields.append(
                field(
                    "ruling", Text(zh: "处理决定", en: "Ruling"),
                    "\(ruling.decidedOn) \(ruling.document) \(ruling.reason)"))
        }
        return fields
    }

    private static func section(_ line: TemplateProgress.Line, _ file: CaseFile, blank: Bool) -> CaseDocument.Section {
        let steps = file.valid
        let entries = line.recorded.map { steps[$0] }
        var fields: [CaseDocument.Field] = []
        for milestone in line.step.milestones {
            let recorded = entries.filter { $0.step.milestone == milestone }
            for entry in recorded { fields += self.fields(entry) }
            if recorded.isEmpty, blank { fields.append(field(milestone.rawValue, milestone.text, "")) }
        }
        fields += line.step.materials.map { material in
            let holder = entries.last { $0.step.has(material: material.key) }?.step
            let date = holder?.date(ofMaterial: material.key)?.description
            let state =
                date.map { Text.verbatim($0) }
                ?? (holder == nil ? Text(zh: "（未登记）", en: "(not recorded)") : Text(zh: "有", en: "present"))
            return CaseDocument.Field(key: "material:\(material.key)", label: material.name, value: state)
        }
        return CaseDocument.Section(
            number: line.step.number, name: line.step.name, actor: line.step.actor, fields: fields)
    }

    private static func fields(_ recorded: RecordedStep) -> [CaseDocument.Field] {
        let step = recorded.step
        var fields = [field(step.milestone.rawValue, step.milestone.text, step.date.description)]
        fields += recorded.particulars.named.map { field($0.key, $0.label, $0.value) }
        if step.isIrregular {
            fields.append(field("irregular", Text(zh: "不规范，理由", en: "Irregular because"), recorded.reason ?? ""))
        }
        switch step.content {
        case .plain: break
        case .people(let people):
            fields.append(field("people", Text(zh: "人员", en: "People"), people.map(\.name).joined(separator: "、")))
        case .notice(let through, let isObjected):
            fields.append(field("through", Text(zh: "公示至", en: "Announced until"), through.description))
            fields.append(
                CaseDocument.Field(
                    key: "objected", label: Text(zh: "异议", en: "Objections"),
                    value: isObjected ? Text(zh: "异议成立", en: "upheld") : Text(zh: "无", en: "none")))
        case .conclusion(let passed):
            fields.append(
                CaseDocument.Field(
                    key: "passed", label: Text(zh: "结论", en: "Conclusion"),
                    value: passed ? Text(zh: "合格", en: "passed") : Text(zh: "不合格", en: "failed")))
        case .training(let days, let hours, let exemption, _):
            fields.append(
                CaseDocument.Field(
                    key: "training", label: Text(zh: "培训", en: "Training"),
                    value: exemption.map { Text(zh: "免训：\($0)", en: "exempt: \($0)") }
                        ?? Text(zh: "\(days) 天，\(hours) 学时", en: "\(days) days, \(hours) class hours")))
        case .resolution(let ballot, let outcome): fields += self.fields(ballot) + [field(outcome)]
        case .decision(let outcome, let approver):
            fields.append(field(outcome))
            fields.append(
                CaseDocument.Field(
                    key: "approver", label: Text(zh: "审批机关", en: "Decided by"), value: approver.text))
        }
        return fields
    }

    private static func fields(_ ballot: Ballot) -> [CaseDocument.Field] {
        let excused = ballot.excused.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { Text(zh: "\($0.key.text.chinese)\($0.value)", en: "\($0.key.text.english) \($0.value)") }
        let out =
            excused.isEmpty
            ? Text.verbatim("")
            : Text(zh: "（不计入：\(Text.list(excused).chinese)）", en: " (left out: \(Text.list(excused).english))")
        return [
            CaseDocument.Field(
                key: "expected", label: Text(zh: "应到会有表决权党员", en: "Voting members who should attend"),
                value: Text(zh: "\(ballot.expected)\(out.chinese)", en: "\(ballot.expected)\(out.english)")),
            field(
                "present", Text(zh: "实到会", en: "Present"), "\(ballot.present)"),
            CaseDocument.Field(
                key: "votes", label: Text(zh: "表决", en: "Votes"),
                value: Text(
                    zh:
                        "赞成 \(ballot.yes)，反对 \(ballot.no)，弃权 \(ballot.abstained)；"
                        + "书面意见赞成 \(ballot.writtenYes)，反对 \(ballot.writtenNo)",
                    en:
                        "\(ballot.yes) for, \(ballot.no) against, \(ballot.abstained) abstained; "
                        + "in writing \(ballot.writtenYes) for, \(ballot.writtenNo) against"
                )),
        ]
    }

    private static func field(_ outcome: Resolution) -> CaseDocument.Field {
        let until = outcome.until.map { Text(zh: "至 \($0)", en: " until \($0)") } ?? .verbatim("")
        return CaseDocument.Field(
            key: "outcome", label: Text(zh: "决议", en: "Outcome"),
            value: Text(
                zh: outcome.word.text.chinese + until.chinese, en: outcome.word.text.english + until.english))
    }

    private static func field(_ key: String, _ label: Text, _ value: String) -> CaseDocument.Field {
        CaseDocument.Field(key: key, label: label, value: .verbatim(value))
    }
}
