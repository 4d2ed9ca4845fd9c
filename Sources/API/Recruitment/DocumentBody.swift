import Policy
import Civil
import Kernel
import Recruitment

struct TemplateBody: Codable, Sendable {
    let key: String
    let name: Text
    let source: Text
    let steps: [TemplateStepBody]

    init(_ template: Template) {
        key = template.key
        name = Text(template.name)
        source = Text(template.source.text)
        steps = template.steps.map(TemplateStepBody.init)
    }
}

struct TemplateStepBody: Codable, Sendable {
    let number: String
    let stage: String
    let name: Text
    let actor: Text
    let milestones: [String]
    let materials: [String]

    init(_ step: Template.Step) {
        number = step.number
        stage = step.stage.word
        name = Text(step.name)
        actor = Text(step.actor)
        milestones = step.milestones.map(\.rawValue)
        materials = step.materials.map(\.name.chinese)
    }
}

struct ChartLineBody: Codable, Sendable {
    let number: String
    let name: Text
    /// `open`, `begun`, `done`.
    let state: String
    let days: [String]
    let missing: [String]

    init(_ line: TemplateProgress.Line) {
        number = line.step.number
        name = Text(line.step.name)
        state = line.state.rawValue
        days = line.recorded.map(\.step.date.description)
        missing = line.missing.map(\.rawValue)
    }
}

struct DocumentFieldBody: Codable, Sendable {
    let key: String
    let label: Text
    let value: Text

    init(_ field: CaseDocument.Field) {
        key = field.key
        label = Text(field.label)
        value = Text(field.value)
    }
}

struct DocumentSectionBody: Codable, Sendable {
    let number: String
    let name: Text
    let actor: Text
    let fields: [DocumentFieldBody]

    init(_ section: CaseDocument.Section) {
        number = section.number
        name = Text(section.name)
        actor = Text(section.actor)
        fields = section.fields.map(DocumentFieldBody.init)
    }
}

struct DocumentBody: Codable, Sendable {
    let key: String
    let title: Text
    let name: String
    let head: [DocumentFieldBody]
    let sections: [DocumentSectionBody]
    let source: Text

    init(_ document: CaseDocument) {
        key = document.key
        title = Text(document.title)
        name = document.name
        head = document.head.map(DocumentFieldBody.init)
        sections = document.sections.map(DocumentSectionBody.init)
        source = Text(document.source)
    }
}
