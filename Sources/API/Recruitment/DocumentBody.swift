import Policy
import Civil
import Kernel
import Recruitment

struct TemplateBody: Codable, Sendable {
    let key: String
    let name: Problem.Words
    let source: Problem.Words
    let steps: [TemplateStepBody]

    init(_ template: Template) {
        key = template.key
        name = Problem.Words(template.name)
        source = Problem.Words(template.source.text)
        steps = template.steps.map(TemplateStepBody.init)
    }
}

struct TemplateStepBody: Codable, Sendable {
    let number: String
    let stage: String
    let name: Problem.Words
    let actor: Problem.Words
    let milestones: [String]
    let materials: [String]

    init(_ step: Template.Step) {
        number = step.number
        stage = step.stage.word
        name = Problem.Words(step.name)
        actor = Problem.Words(step.actor)
        milestones = step.milestones.map(\.rawValue)
        materials = step.materials.map(\.name.chinese)
    }
}

struct ChartLineBody: Codable, Sendable {
    let number: String
    let name: Problem.Words
    /// `open`, `begun`, `done`.
    let state: String
    let days: [String]
    let missing: [String]

    init(_ line: TemplateProgress.Line) {
        number = line.step.number
        name = Problem.Words(line.step.name)
        state = line.state.rawValue
        days = line.recorded.map(\.step.date.description)
        missing = line.missing.map(\.rawValue)
    }
}

struct DocumentFieldBody: Codable, Sendable {
    let key: String
    let label: Problem.Words
    let value: Problem.Words

    init(_ field: CaseDocument.Field) {
        key = field.key
        label = Problem.Words(field.label)
        value = Problem.Words(field.value)
    }
}

struct DocumentSectionBody: Codable, Sendable {
    let number: String
    let name: Problem.Words
    let actor: Problem.Words
    let fields: [DocumentFieldBody]

    init(_ section: CaseDocument.Section) {
        number = section.number
        name = Problem.Words(section.name)
        actor = Problem.Words(section.actor)
        fields = section.fields.map(DocumentFieldBody.init)
    }
}

struct DocumentBody: Codable, Sendable {
    let key: String
    let title: Problem.Words
    let name: String
    let head: [DocumentFieldBody]
    let sections: [DocumentSectionBody]
    let source: Problem.Words

    init(_ document: CaseDocument) {
        key = document.key
        title = Problem.Words(document.title)
        name = document.name
        head = document.head.map(DocumentFieldBody.init)
        sections = document.sections.map(DocumentSectionBody.init)
        source = Problem.Words(document.source)
    }
}
