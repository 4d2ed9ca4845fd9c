package import Civil
package import Kernel

extension RecruitmentService {
    /// - Throws: `not_found`.
    package func template(_ key: String) throws(AppError) -> Template {
        guard let template = templates.first(where: { $0.key == key }) else {
            throw .templateMissing(key, templates.map(\.key))
        }
        return template
    }

    /// How far a case has come in a template's steps.
    package func chart(
        _ id: Identifier<RecruitmentCase>, template key: String, on today: Day, caller: Caller
    ) async throws -> (file: CaseFile, progress: TemplateProgress) {
        let template = try template(key)
        let file = try await file(id, on: today, caller: caller)
        return (file, TemplateProgress(template, file, needed: try rules(on: today).nodes))
    }

    /// The record of the whole process, or with a number the form of one step.
    package func document(
        _ id: Identifier<RecruitmentCase>, template key: String, form number: String?, on today: Day, caller: Caller
    ) async throws -> CaseDocument {
        let template = try template(key)
        let file = try await file(id, on: today, caller: caller)
        let needed = try rules(on: today).nodes
        guard let number else { return DocumentRule.record(file, template, needed: needed) }
        return try DocumentRule.form(number, file, template, needed: needed)
    }

    /// A document ready to print, in the installation's layout.
    package func html(_ document: CaseDocument, _ language: Language) throws -> String {
        try document.html(layout, language)
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
