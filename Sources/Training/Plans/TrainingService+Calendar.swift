import Access
package import Civil
package import Kernel
import Members
import Organisations
import Planning
import Postgres
import SQLFiles
import Wire

/// Calendars of classes.
extension TrainingService {
    /// Drafts a calendar for the duties of a subtree: each host holds classes for its own, beside those it has already.
    /// Written, all or nothing, only when the order says so.
    package func draftCalendar(_ order: CalendarOrder, on today: Day, caller: Caller) async throws -> DraftedCalendar {
        let accepts = order.accept ?? false
        let caller = try caller.with(accepts ? .writeTraining : .readTraining)
        let scope = try await organisations.scope(order.scope, caller: caller)
        let cycle = try await span(of: order.cycle, in: scope, caller: caller)
        let layout = try order.layout(usual: rules.classDefaults.halfDayHours)
        let (settings, first, last) = try order.settings(
            cycle.map { $0.opens...$0.soft }, layout, smallest: rules.hosts.smallest, on: today)
        let hosts = try await hosts(order, scope, caller: caller)
        let hours = layout.hours(days: settings.length)
        let plannable = try await plannable(
            for: scope, asOf: first,
            PlanSelection(cycles: cycle?.all, yearly: order.yearly ?? false, drafted: hours), caller: caller)
        let owed = plannable.instance(named: "")
        let weekends = order.weekends ?? false
        let draft = try await draft(owed, hosts, settings, weekends, from: first, through: last)
        let numbered = try await database.read(caller, .classCodesOfHosts(paths: hosts.map(\.path)))
        let drafting = Drafting(
            hosts: hosts, layout: layout, weekends: weekends,
            kinds: Self.kinds(cycle == nil ? plannable.builder.duties : nil))
        let drafts: [(host: Organisation, draft: ClassDraft)]
        if accepts {
            drafts = try await write(draft.courses, drafting, on: today, caller: caller)
        } else {
            drafts = try number(draft.courses, drafting, after: ClassNumbers(numbered))
        }
        let needed = try await needed(
            draft, owed, hosts, settings, weekends, from: first, through: cycle.map { $0.hard } ?? last)
        return calendar(
            draft, drafts, from: first, through: last, plannable,
            short: plannable.builder.duties.count { $0.missingHours > hours }, needed: needed,
            written: accepts ? drafts.count : 0)
    }

    private func draft(
        _ owed: Instance, _ hosts: [Organisation], _ settings: CalendarProposal.Settings, _ weekends: Bool,
        from first: Day, through last: Day
    ) async throws -> CalendarProposal.Draft {
        try await CalendarProposal.draft(
            owed, hosts: hosts.map { .init(place: Places.place($0.path), level: $0.level.rawValue) },
            audiences: Self.audiences.map { $0.map(\.rawValue) },
            days: days(from: first, through: last, weekends: weekends), settings: settings, openingCost: openingCost)
    }

    /// Who holds classes: the hosts that the order names, or those of a level whose kind the rule file names.
    func hosts(_ order: CalendarOrder, _ scope: Scope, caller: Caller) async throws -> [Organisation] {
        guard let named = order.hosts else {
            return try await hosts(order.host ?? CalendarOrder.usualHost, scope, caller: caller)
        }
        try CalendarOrder.requireLimit("hosts", named.count)
        var hosts: [Organisation] = []
        for reference in named {
            let host = try await organisations.organisation(reference, caller: caller)
            if !hosts.contains(where: { $0.id == host.id }) { hosts.append(host) }
        }
        return hosts.sorted { $0.path < $1.path }
    }

    /// Who may hold more classes for a subtree: the usual hosts in it, or the one above it.
    func hosts(for scope: Scope, caller: Caller) async throws -> [Organisation] {
        let within = try await hosts(CalendarOrder.usualHost, scope, caller: caller)
        guard within.isEmpty else { return within }
        return try await hosts(CalendarOrder.usualHost, caller.scope, caller: caller).filter {
            $0.scope.contains(scope)
        }
    }

    private func hosts(_ level: Level, _ scope: Scope, caller: Caller) async throws -> [Organisation] {
        try await database.read(
            caller,
            .hostsOfLevel(
                level: level.rawValue, kinds: rules.hosts.kinds.map(\.rawValue), low: scope.low, high: scope.high)
        ).map { try $0.organisation() }
    }

    /// An open cycle that a calendar is drafted for.
    private struct CycleSpan {
        /// Every opening of its key about the subtree.
        let all: Set<Identifier<Cycle>>
        let opens: Day
        let soft: Day
        let hard: Day
    }

    /// The days of an open cycle; of several of one key about a subtree, those of the one opened for the smallest.
    private func span(of key: String?, in scope: Scope, caller: Caller) async throws -> CycleSpan? {
        guard let key else { return nil }
        try Plausible.words(key, "cycle", atMost: 200)
        let rows = try await database.read(caller, .cycles)
        let open = try rows.filter { row in
            let range = Scope(low: try row["path"], high: try row["path_end"])
            let withdrawn: Day? = try row["withdrawn"]
            return try row["key"] == key && withdrawn == nil && (range.contains(scope) || scope.contains(range))
        }
        let found = try open.max { try ($0["path"] as String).utf8.count < ($1["path"] as String).utf8.count }
        guard let found else { throw AppError.notFound(Text(zh: "周期", en: "cycle"), key) }
        return CycleSpan(
            all: Set(try open.map { try $0["id"] as Identifier<Cycle> }), opens: try found["opens"],
            soft: try found["soft_end"], hard: try found["hard_end"])
    }

    /// The kinds of duty that drafted classes settle: those of the duties they are drafted for, with what the same
    /// people come to owe by an appointment; and the hours of the year, which nobody is called up for.
    /// - Parameter duties: nil for those of a cycle, which are the rotation and the training of the newly appointed.
    private static func kinds(_ duties: [PlannedDuty]?) -> [DutyKind] {
        var kinds: Set<DutyKind> = duties.map { Set($0.map(\.kind)) } ?? [.rotation]
        if kinds.contains(.rotation) { kinds.insert(.newlyAppointed) }
        kinds.insert(.annual)
        return DutyKind.allCases.filter(kinds.contains)
    }

    /// What would place everybody in time: the same calendar over a longer period, by the planner itself.
    private func needed(
        _ draft: CalendarProposal.Draft, _ owed: Instance, _ hosts: [Organisation],
        _ settings: CalendarProposal.Settings, _ weekends: Bool, from first: Day, through last: Day
    ) async throws -> Text? {
        let missing = draft.unplaced - draft.unaccepted
        guard missing > 0 || draft.late > 0 else { return nil }
        // Who is merely seated late needs an earlier class, not one more.
        guard missing > 0 else {
            return Text(
                zh: "\(draft.late) 项已有班次但晚于期限：可提早开始或增加同期班次，不必增加总班数。",
                en: "\(draft.late) duties have a class that ends after they are due: an earlier start or more classes "
                    + "at once would help; no more classes in all are needed.")
        }
        guard !hosts.isEmpty else {
            return Text(
                zh: "范围内没有办班单位，可用 --hosts 指定。", en: "No organisation holds classes there; name some with hosts.")
        }
        let longer = max(last, first.adding(years: 1)).adding(years: 1)
        let wider = try await self.draft(owed, hosts, settings, weekends, from: first, through: longer)
        let more = wider.courses.count - draft.courses.count
        let (people, ends) = (wider.courses.map(\.people).sum(), wider.courses.map(\.end).max())
        guard let ends, people > draft.courses.map(\.people).sum() || wider.unplaced < draft.unplaced else {
            let classes = (missing + settings.capacity - 1) / settings.capacity
            return Text(
                zh: "还需约 \(classes) 个 \(settings.capacity) 人的班：可提高每班人数、增加办班单位或提早开始。",
                en:
                    "About \(classes) more classes of \(settings.capacity) are needed: "
                    + "larger classes, more hosts or an earlier start."
            )
        }
        return Text(
            zh: "延长到 \(ends)，再办 \(max(0, more)) 个班（每班至多 \(settings.capacity) 人），可安排到只剩 \(wider.unplaced) 项。",
            en: "Until \(ends), with \(max(0, more)) more classes of \(settings.capacity) seats at most, "
                + "\(wider.unplaced) would be left without a class.")
    }

    // MARK: drafts with codes

    /// Who holds the classes, and how their days are used.
    private struct Drafting {
        let hosts: [Organisation]
        let layout: ClassLayout
        let weekends: Bool
        let kinds: [DutyKind]
    }

    /// Codes and names go on after those that the hosts have used, cancelled classes included.
    private func number(
        _ courses: [CalendarProposal.Course], _ drafting: Drafting, after used: ClassNumbers
    ) throws(AppError) -> [(host: Organisation, draft: ClassDraft)] {
        let byPlace = Dictionary(drafting.hosts.map { (Places.place($0.path), $0) }, uniquingKeysWith: { $1 })
        var numbers = used
        var drafts: [(host: Organisation, draft: ClassDraft)] = []
        for course in courses {
            guard let host = byPlace[course.host] else { continue }
            let draft = try draft(course, host, drafting, number: numbers.next(host, course.start.year))
            try draft.check(rules)
            drafts.append((host, draft))
        }
        return drafts
    }

    private func draft(
        _ course: CalendarProposal.Course, _ host: Organisation, _ drafting: Drafting, number: Int
    ) throws(AppError) -> ClassDraft {
        let fields = course.fields.compactMap(Field.init)
        // The name is of those who come; others of the audience are admitted, too.
        let present = course.present.isEmpty ? fields : course.present.compactMap(Field.init)
        let audience = present.map(\.text.chinese).joined(separator: "、")
        return ClassDraft(
            code: ClassNumbers.code(host, course.start.year, number),
            name: "\(course.start.year)年\(audience)党组织书记轮训班第\(number)期",
            level: host.level, fields: fields, kinds: drafting.kinds, admits: host.path, starts: course.start,
            ends: course.end,
            minimum: course.minimum, capacity: course.capacity, venue: "\(host.name)党校", costPerPersonDay: usualCost,
            attendanceRule: usualAttendanceRule,
            sessions: try drafting.layout.sessions(
                on: (course.start.number...course.end.number).map(Day.init(number:)).filter {
                    isClassDay($0, weekends: drafting.weekends)
                },
                teacher: ClassOrder.unnamedTeacher))
    }

    private func write(
        _ courses: [CalendarProposal.Course], _ drafting: Drafting, on today: Day,
        caller: Caller
    ) async throws -> [(host: Organisation, draft: ClassDraft)] {
        try await database.write(caller) { transaction in
            // Two calendars of one host get different numbers.
            try await transaction.lock(.organisations, drafting.hosts.map(\.code).sorted())
            let used = try await transaction.query(.classCodesOfHosts(paths: drafting.hosts.map(\.path)))
            let drafts = try number(courses, drafting, after: ClassNumbers(used))
            for (host, draft) in drafts {
                try await insert(draft, id: .new(), host: host, on: today, transaction)
            }
            return drafts
        }
    }

    private func calendar(
        _ draft: CalendarProposal.Draft, _ drafts: [(host: Organisation, draft: ClassDraft)], from first: Day,
        through last: Day, _ plannable: PlannableInstance, short: Int, needed: Text?, written: Int
    ) -> DraftedCalendar {
        let items = zip(drafts, draft.courses).map { numbered, course in
            DraftedCalendar.Item(
                host: numbered.host.code, hostName: numbered.host.name, code: numbered.draft.code,
                name: numbered.draft.name, fields: numbered.draft.fields, kinds: numbered.draft.kinds,
                starts: numbered.draft.starts,
                ends: numbered.draft.ends, minimum: numbered.draft.minimum, capacity: numbered.draft.capacity,
                people: course.people, sessions: numbered.draft.sessions.count,
                hours: numbered.draft.sessions.map(\.hours).sum())
        }
        let hosts = Dictionary(grouping: items, by: \.host)
        let months = Dictionary(grouping: items) { Month(of: $0.starts) }
        return DraftedCalendar(
            from: first, through: last, classes: items,
            hosts: hosts.keys.sorted().compactMap { code in
                hosts[code].map { own in
                    DraftedCalendar.HostLoad(
                        host: code, hostName: own[0].hostName, classes: own.count, seats: own.map(\.capacity).sum(),
                        people: own.map(\.people).sum())
                }
            },
            months: months.keys.sorted().compactMap { month in
                months[month].map { own in
                    DraftedCalendar.MonthLoad(
                        month: month, classes: own.count, people: own.map(\.people).sum(),
                        personDays: own.map { $0.people * ($0.ends - $0.starts + 1) }.sum())
                }
            },
            duties: Set(plannable.slots.map(\.duty.id)).count, seats: plannable.slots.count, existing: draft.existing,
            unplaced: draft.unplaced, unaccepted: draft.unaccepted,
            late: draft.late, short: short, needed: needed,
            provisional: workingDays.count(from: first, through: last).provisional, written: written)
    }
}

/// The numbers of a host's classes in a year, as their codes have them.
private struct ClassNumbers {
    /// The highest one, by path and year.
    private var highest: [String: Int] = [:]

    init(_ rows: Rows) throws {
        for row in rows {
            let (path, code): (String, String) = (try row["path"], try row["code"])
            // A host's own code may hold dashes: the year stands first and the number last.
            guard let first = code.firstIndex(of: "-"), let last = code.lastIndex(of: "-"), first < last,
                let year = Int(code[..<first]), let number = Int(code[code.index(after: last)...])
            else { continue }
            let key = "\(path) \(year)"
            highest[key] = max(highest[key] ?? 0, number)
        }
    }

    mutating func next(_ host: Organisation, _ year: Int) -> Int {
        let key = "\(host.path) \(year)"
        let (next, isOver) = (highest[key] ?? 0).addingReportingOverflow(1)
        highest[key] = isOver ? 1 : next
        return highest[key] ?? 1
    }

    static func code(_ host: Organisation, _ year: Int, _ number: Int) -> String { "\(year)-\(host.code)-\(number)" }
}
