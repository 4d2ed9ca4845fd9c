import Foundation
import Civil
import Kernel
import Training

/// Writes overdue lines as `OverdueBody` would be encoded, key by key in order; a test holds the two together.
enum OverdueWriter {
    static func page(_ page: Page<OverdueLine>) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.beginArray("items")
        for item in page.items { members(item, &writer) }
        writer.endArray()
        writer.member("next", page.next)
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func line(_ line: OverdueLine, _ writer: inout JSONWriter) {
        members(line, &writer)
        writer.endLine()
    }

    private static func members(_ line: OverdueLine, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("days_late", line.daysLate)
        writer.member("due", line.due.description)
        writer.member("duty", line.duty.description)
        writer.member("field", line.field?.rawValue)
        writer.member("hard", line.hard.description)
        writer.member("hours", line.hours.description)
        writer.member("kind", line.kind.rawValue)
        writer.member("level", line.level.rawValue)
        writer.member("opened", line.opened.description)
        writer.member("organisation_code", line.organisationCode)
        writer.member("organisation_name", line.organisationName)
        writer.member("person", line.person.uuidString.lowercased())
        writer.member("person_name", line.personName)
        writer.beginObject("reason")
        writer.member("en", line.reason.english)
        writer.member("zh_hans", line.reason.chinese)
        writer.endObject()
        writer.member("required_hours", line.requiredHours.description)
        writer.endObject()
    }
}
