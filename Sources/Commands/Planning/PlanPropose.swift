import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Training
import Wire

/// Drafts calendars, over some months or a whole cycle.
extension PlanCommand {
    struct Propose: SessionCommand {
        static let route = "POST /v1/calendars"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "起草班次日程：办班单位、规模、工作日、农忙避让",
                en: "Draft the calendar of classes from hosts, sizes, working days and busy seasons"))
        @OptionGroup var shape: Shape
        @Option(help: member("scope", of: CalendarOrder.self)) var scope: Reference<Organisation>?
        @Option(help: member("from", of: CalendarOrder.self)) var from: Day?
        @Option(help: member("through", of: CalendarOrder.self)) var through: Day?
        @Option(help: member("cycle", of: CalendarOrder.self)) var cycle: String?
        @Option(help: member("host", of: CalendarOrder.self)) var host: Level?
        @Option(parsing: .upToNextOption, help: member("hosts", of: CalendarOrder.self))
        var hosts: [Reference<Organisation>] = []
        @Option(help: member("capacity", of: CalendarOrder.self)) var capacity: Int?
        @Option(help: member("length", of: CalendarOrder.self)) var length: Int?
        @Option(help: member("seats_per_hundred", of: CalendarOrder.self)) var seatsPerHundred: Int?
        @Option(help: member("smallest", of: CalendarOrder.self)) var smallest: Int?
        @Option(help: member("per_month", of: CalendarOrder.self)) var perMonth: Int?
        @OptionGroup var layout: LayoutOptions
        @Flag(help: member("weekends", of: CalendarOrder.self)) var weekends = false
        @Flag(help: member("yearly", of: CalendarOrder.self)) var yearly = false
        @Flag(help: member("accept", of: CalendarOrder.self)) var accept = false

        func run(_ session: Session) async throws {
            let order = CalendarOrder(
                scope: scope, from: from, through: through, cycle: cycle, host: host,
                hosts: hosts.isEmpty ? nil : hosts, capacity: capacity, length: length,
                seatsPerHundred: seatsPerHundred, smallest: smallest, weekends: weekends, accept: accept,
                yearly: yearly ? true : nil,
                perMonth: perMonth, halfDays: layout.halfDays, firstHalf: layout.firstHalf,
                halfDayHours: layout.halfDayHours, evenings: layout.evenings, eveningHours: layout.eveningHours)
            let calendar = try await session.services.training.draftCalendar(
                order, on: session.today, caller: session.caller)
            try shape.show(calendar, parts: calendar.classes)
            if shape.format == .table, !calendar.classes.isEmpty {
                Terminal.write("\n")
                try shape.write(Table(calendar.hosts))
                Terminal.write("\n")
                try shape.write(Table(calendar.months))
            }
            Terminal.talk(calendar.summary.localized)
        }
    }
}
