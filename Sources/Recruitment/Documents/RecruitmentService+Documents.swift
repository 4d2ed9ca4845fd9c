import Access
package import Civil
package import Kernel
import Policy
package import Procedures
package import Wire

/// In which template a case is shown.
package struct ChartQuery: Codable, Described, Sendable {
    package var template: String?

    package init(template: String? = nil) { self.template = template }

    package static let memberTexts = ["template": RecruitmentService.templateText]
}

/// Which document of a case is wanted.
package struct DocumentQuery: Codable, Described, Sendable {
    package var template: String?
    package var form: String?

    package init(template: String? = nil, form: String? = nil) {
        self.template = template
        self.form = form
    }

    package static let memberTexts = [
        "template": RecruitmentService.templateText,
        "form": Text(
            zh: "某一步或某张表的编号；不写为全程记实表", en: "Number of one step or form; without it the record of the whole process"),
    ]
}

/// How far a case has come in one step of a template.
package struct ChartLine: Codable, Sendable {
    package let number: String
    package let name: Text
    package let state: TemplateProgress.State
    package let days: [StatedDate]
    /// What the rules ask for and is not there yet.
    package let missing: [Milestone]

    init(_ line: TemplateProgress.Line, _ file: CaseFile) {
        let steps = file.valid
        number = line.step.number
        name = line.step.name
        state = line.state
        days = line.recorded.map { steps[$0].step.date }
        missing = line.missing
    }
}

extension ChartLine: Tabular {
    package static let columns: [Column<ChartLine>] = [
        Column("number", zh: "编号", en: "No.", \.number),
        Column("name", zh: "步骤", en: "Step", \.name),
        Column("state", zh: "进度", en: "State", \.state),
        Column("days", zh: "日期", en: "Days") { $0.days.map(\.description).joined(separator: " ") },
        Column("missing", zh: "还缺", en: "Missing", \.missing),
    ]
}

/// A template as it is shown: its steps with what is recorded under them.
package struct TemplateLine: Codable, Sendable {
    package let key: String
    package let name: Text
    package let source: Text
    package let steps: [Template.Step]

    init(_ template: Template) {
        key = template.key
        name = template.name
        source = template.source.text
        steps = template.steps
    }
}

/// One step of a template, as a table shows it.
package struct TemplateStepLine: Tabular {
    let template: String
    let step: Template.Step

    /// - Returns: the steps of all templates.
    package static func lines(_ templates: [TemplateLine]) -> [TemplateStepLine] {
        templates.flatMap { template in template.steps.map { TemplateStepLine(template: template.key, step: $0) } }
    }

    package static let columns: [Column<TemplateStepLine>] = [
        Column("template", zh: "模板", en: "Template", \.template),
        Column("number", zh: "编号", en: "No.", \.step.number),
        Column("stage", zh: "阶段", en: "Stage", \.step.stage),
        Column("name", zh: "步骤", en: "Step", \.step.name),
        Column("milestones", zh: "登记代码", en: "Recorded as") {
            $0.step.milestones.map(\.rawValue).joined(separator: " ")
        },
        Column("materials", zh: "材料代码", en: "Materials") { $0.step.materials.map(\.key).joined(separator: " ") },
    ]
}

/// One field of a document, as a table shows it.
package struct DocumentFieldLine: Tabular {
    let section: CaseDocument.Section?
    let field: CaseDocument.Field

    package static func lines(_ document: CaseDocument) -> [DocumentFieldLine] {
        document.head.map { DocumentFieldLine(section: nil, field: $0) }
            + document.sections.flatMap { section in
                section.fields.map { DocumentFieldLine(section: section, field: $0) }
            }
    }

    package static let columns: [Column<DocumentFieldLine>] = [
        Column("number", zh: "编号", en: "No.") { $0.section?.number ?? "" },
        Column("step", zh: "步骤", en: "Step") { $0.section?.name ?? .verbatim("") },
        Column("field", zh: "栏目", en: "Field", \.field.label),
        Column("value", zh: "内容", en: "Value", \.field.value),
    ]
}

extension RecruitmentService {
    /// The template of charts and documents by default.
    package static let defaultTemplate = "dev-25"

    static let templateText = Text(
        zh: "流程模板，默认 \(defaultTemplate)", en: "Template, by default \(defaultTemplate)")

    /// Charts and chains of materials over the milestones.
    package func templateList(caller: Caller) throws(AppError) -> Page<TemplateLine> {
        _ = try caller.with(.readRecruitment)
        return Page(whole: templates.map(TemplateLine.init))
    }

    /// How far a case has come in a template's steps.
    package func chart(
        of reference: Reference<RecruitmentCase>, _ query: ChartQuery, on today: Day, caller: Caller
    ) async throws -> Page<ChartLine> {
        let caller = try caller.with(.readRecruitment)
        let reading = try database.reading(.caseFile, filters: query, caller: caller)
        let template = try template(query.template)
        let file = try await file(reference, on: today, caller: caller)
        try await reading.keep(about: file.recruitment.person.value, at: file.recruitment.path)
        let progress = file.progress(in: template, needed: try rules(on: today).nodes)
        return Page(whole: progress.lines.map { ChartLine($0, file) })
    }

    /// The record of the whole process, or with a number the form of one step.
    package func document(
        of reference: Reference<RecruitmentCase>, _ query: DocumentQuery, on today: Day, caller: Caller
    ) async throws -> CaseDocument {
        let caller = try caller.with(.readRecruitment)
        let reading = try database.reading(.document, filters: query, caller: caller)
        let template = try template(query.template)
        let file = try await file(reference, on: today, caller: caller)
        let needed = try rules(on: today).nodes
        let document =
            if let number = query.form { try DocumentRule.form(number, file, template, needed: needed) } else {
                DocumentRule.record(file, template, needed: needed)
            }
        try await reading.keep(about: file.recruitment.person.value, at: file.recruitment.path)
        return document
    }

    /// A document ready to print, in the installation's layout.
    package func html(_ document: CaseDocument, _ language: Language) throws -> String {
        try document.html(layout, language)
    }

    /// - Throws: `recruitment.no_template`.
    private func template(_ key: String?) throws(AppError) -> Template {
        let key = key ?? Self.defaultTemplate
        guard let template = templates.first(where: { $0.key == key }) else {
            throw .templateMissing(key, templates.map(\.key))
        }
        return template
    }
}

extension AppError {
    static func templateMissing(_ key: String, _ known: [String]) -> AppError {
        AppError(
            .notFound, "recruitment.no_template",
            Text(zh: "没有流程模板「\(key)」。", en: "There is no template “\(key)”."),
            hint: Text(
                zh: "可用：\(known.joined(separator: "、"))。", en: "Known are \(known.joined(separator: ", "))."))
    }

    static func formMissing(_ number: String, _ template: Template) -> AppError {
        let known = template.steps.map(\.number).joined(separator: ", ")
        return AppError(
            .notFound, "recruitment.no_form",
            Text(
                zh: "「\(template.name.chinese)」没有编号「\(number)」。",
                en: "“\(template.name.english)” has no number “\(number)”."),
            hint: Text(zh: "可用：\(known)。", en: "Known are \(known)."))
    }
}
