import Civil
import Foundation
import Kernel
import Recruitment

/// Writes a page of what is due as `DeadlineLineBody` would be encoded, key by key in order; a test holds the two together.
enum DeadlineWriter {
    static func page(_ page: Page<DeadlineLine>, today: Day) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.beginArray("items")
        for line in page.items {
            writer.beginObject()
            writer.member("basis", line.basis)
            writer.member("due", line.due.description)
            writer.member("kind", line.kind.rawValue)
            writer.member("late", line.due < today)
            writer.member("milestone", line.milestone.rawValue)
            writer.member("name", line.name)
            writer.member("organisation_name", line.organisationName)
            writer.member("path", line.path)
            writer.member("person", line.person.text)
            writer.member("provisional", line.isProvisional)
            writer.member("recruitment", line.recruitment.text)
            writer.member("rule", line.rule)
            writer.member("special", line.special?.description)
            writer.endObject()
        }
        writer.endArray()
        writer.member("next", page.next)
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
