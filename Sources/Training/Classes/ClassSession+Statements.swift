import Foundation
import Kernel
import Postgres
import SQLFiles

extension ClassSession {
    func insertion(into id: Identifier<TrainingClass>, path: String, _ auditEvent: UUID) -> Statement {
        .insertSession(
            class: id, number: number, path: path, heldOn: day, half: half.rawValue, topic: topic.rawValue,
            title: title, hours: hours, teacher: teacher, venue: venue, fee: fee,
            teacherTitle: teacherTitle, auditEvent: auditEvent)
    }

    /// Several at once, so that two may change places.
    static func update(
        _ sessions: [ClassSession], of id: Identifier<TrainingClass>, _ auditEvent: UUID
    ) -> Statement {
        .updateSessions(
            class: id, numbers: sessions.map(\.number), days: sessions.map(\.day),
            halves: sessions.map(\.half.rawValue), topics: sessions.map(\.topic.rawValue),
            titles: sessions.map(\.title), hours: sessions.map(\.hours), teachers: sessions.map(\.teacher),
            venues: NullableArray(sessions.map(\.venue)), fees: NullableArray(sessions.map(\.fee)),
            teacherTitles: NullableArray(sessions.map(\.teacherTitle)),
            auditEvent: auditEvent)
    }
}
