import Civil
import Composition
import Kernel
import Members
import Organisations
import Planning
import Sheets
import Training
import Wire

/// Classes of the demonstration: planned for everybody, one of them held from its notice to its certificates, some
/// cancelled, the results of the others taken from a table.
extension DemoScenario {
    /// Classes of the whole cycle, from its third month on.
    func calendar(opens: Day) async throws {
        try await step {
            let calendar = try await services.training.draftCalendar(
                CalendarOrder(
                    scope: Self.province, from: opens.adding(days: 60), cycle: services.training.rules.cycles[0].key,
                    capacity: 80, length: 5, accept: true), on: today, caller: caller)
            let most = calendar.months.map(\.classes).max() ?? 0
            return Text(
                zh:
                    "起草整个周期的班次 \(calendar.written) 个（\(calendar.hosts.count) 个单位，最多的月份 \(most) 个）："
                    + "\(calendar.duties) 项任务中未安排 \(calendar.unplaced) 项、逾期 \(calendar.late) 项",
                en:
                    "\(calendar.written) classes drafted for the whole cycle (\(calendar.hosts.count) hosts, "
                    + "\(most) in the fullest month): of \(calendar.duties) duties "
                    + "\(calendar.unplaced) without a class, \(calendar.late) late")
        }
    }

    func plan(opens: Day) async throws -> Identifier<AcceptedPlan> {
        var id: Identifier<AcceptedPlan>?
        try await step {
            let asOf = opens.adding(days: 30)
            let proposal = try await services.training.proposePlan(
                PlanOrder(asOf: asOf, seconds: planSeconds), on: today, caller: caller
            ).proposal
            let accepted = try await services.training.acceptPlan(
                PlanAcceptance(name: "2014—2016", asOf: asOf, assignments: proposal.assignments), on: today,
                caller: caller)
            id = accepted.id
            let share = proposal.demands == 0 ? 0 : accepted.assigned * 1000 / proposal.demands
            let shown = "\(share / 10).\(share % 10)"
            let reference = proposal.firstCome.map { String($0.total) } ?? "–"
            return Text(
                zh:
                    "排计划并采纳：安排 \(accepted.assigned) 人（\(shown)%），代价 \(accepted.score)，"
                    + "先来先得为 \(reference)",
                en:
                    "Planned and accepted: \(accepted.assigned) people (\(shown) %), cost \(accepted.score); "
                    + "first come costs \(reference)")
        }
        guard let id else { throw AppError.defect("plan") }
        return id
    }

    private func classes(of scope: Reference<Organisation>) async throws -> [TrainingClass] {
        var found: [TrainingClass] = []
        var after: String?
        repeat {
            let page = try await services.training.classes(
                ClassQuery(state: .announced, scope: scope), PageRequest(limit: 500, after: after), caller: caller)
            found += page.items
            after = page.next
        } while after != nil
        return found.sorted { ($0.starts, $0.code) < ($1.starts, $1.code) }
    }

    // MARK: one class

    /// One class from its notice to its certificates: most people are present, some late or on leave, and some stay
    /// away, who complete nothing.
    func holdOneClass() async throws -> TrainingClass {
        let training = services.training
        guard let first = try await classes(of: Self.county).first else {
            throw AppError.notFound(Text(zh: "班次", en: "class"), Self.county.text)
        }
        let reference = Reference(first.id)
        func printed(_ kind: ClassPrint) async throws -> Int {
            try await training.printed(kind, of: reference, .chinese, on: today, caller: caller).utf8.count / 1024
        }
        try await step {
            let sizes = [
                try await printed(.notice), try await printed(.roster), try await printed(.signIn),
                try await printed(.groups),
            ]
            let total = sizes.reduce(0, +)
            return Text(
                zh: "「\(first.name)」\(first.enrolled) 人：调训通知、名册、签到表、分组表（HTML \(total) KB）",
                en:
                    "“\(first.name)”, \(first.enrolled) people: notice, roster, sign-in sheet, groups "
                    + "(\(total) KB of HTML)"
            )
        }
        try await step {
            _ = try await training.move(
                reference, ClassMoveOrder(state: .running, on: first.starts), expected: nil, on: today, caller: caller)
            let people = try await training.enrolments(of: reference, PageRequest(limit: 500), caller: caller).items
                .filter { $0.state == .enrolled }
            let sessions = try await training.sessions(of: reference, caller: caller).items
            var marks = 0
            for session in sessions {
                let order = MarksOrder(
                    marks: people.enumerated().map { index, person in
                        Self.entry(Reference(person.person), index: index, session: session.number)
                    })
                marks += try await training.mark(order, session: session.number, of: reference, caller: caller).count
            }
            let closed = try await training.closeClass(
                reference, ClassClosing(on: first.ends), expected: nil, on: today, caller: caller)
            let size = try await printed(.certificates)
            return Text(
                zh:
                    "开班至结业：\(sessions.count) 个半天、考勤 \(marks) 条，"
                    + "结业 \(closed.completed)/\(closed.items.count) 人，证书 \(size) KB",
                en:
                    "held and closed: \(sessions.count) half-days, \(marks) marks, "
                    + "\(closed.completed) of \(closed.items.count) completed, certificates \(size) KB")
        }
        return try await training.trainingClass(reference, caller: caller)
    }

    private static func entry(_ person: Reference<Person>, index: Int, session: Int) -> MarkEntry {
        if index % 17 == 3, session > 2 { return MarkEntry(person: person, mark: .absent) }
        if index % 11 == 5, session == 4 { return MarkEntry(person: person, mark: .onLeave, approver: "县委组织部") }
        if index % 7 == 2, session == 1 { return MarkEntry(person: person, mark: .late) }
        return MarkEntry(person: person, mark: .present)
    }

    // MARK: classes that fail, and the others

    private static let reasons = ["防汛抢险，停办", "经费未落实，停办", "师资冲突，停办"]

    /// One in twenty-five classes is cancelled and not made up for, the last of the county shown among them.
    /// - Returns: their codes.
    func cancelSome() async throws -> Set<String> {
        var codes: Set<String> = []
        try await step {
            let all = try await classes(of: Self.province)
            var chosen = all.enumerated().filter { $0.offset % 25 == 7 }.map(\.element)
            if let last = try await classes(of: Self.county).last, !chosen.contains(where: { $0.id == last.id }) {
                chosen.append(last)
            }
            for (number, course) in chosen.enumerated() {
                _ = try await services.training.move(
                    Reference(course.id),
                    ClassMoveOrder(
                        state: .cancelled, on: course.starts.adding(days: -3),
                        reason: Self.reasons[number % Self.reasons.count]), expected: nil, on: today, caller: caller)
                codes.insert(course.code)
            }
            let people = chosen.map(\.enrolled).reduce(0, +)
            return Text(
                zh: "其中 \(chosen.count) 个班停办（防汛、经费、师资），涉及 \(people) 人",
                en: "\(chosen.count) classes with \(people) people are cancelled (floods, funds, teachers)")
        }
        return codes
    }

    /// What the other classes came to, as their hosts report it: everybody on the list completed.
    func importResults(_ people: String, _ plan: Identifier<AcceptedPlan>, without failed: Set<String>) async throws {
        try await step {
            var seats: [String: PlanSeat] = [:]
            var after: String?
            repeat {
                let page = try await services.training.seats(
                    of: Reference(plan), PlanSeatQuery(), PageRequest(limit: 500, after: after), caller: caller)
                // Each organisation has one secretary; the last part of a path is its code.
                for seat in page.items { seats[seat.path.split(separator: ".").last.map(String.init) ?? ""] = seat }
                after = page.next
            } while after != nil
            var lines = [CSVText.line(["id_number", "class", "level", "ended_on", "hours", "document"])]
            for record in try CSVText.records(people).dropFirst() {
                guard let seat = seats[record.fields[0]], let name = seat.afterName, let starts = seat.afterStarts,
                    let code = seat.afterCode, !failed.contains(code)
                else { continue }
                lines.append(
                    CSVText.line([
                        record.fields[2], name, "county", starts.adding(days: 4).description, "40", "\(code)（合成）",
                    ]))
            }
            let table = lines.joined(separator: "\n") + "\n"
            let outcome = try await services.training.importPast(
                Array(table.utf8), ImportOrder(), on: today, caller: caller)
            return Text(
                zh: "各县报来其余班次的结业名单：\(outcome.added) 人", en: "The hosts report the others: \(outcome.added) completed")
        }
    }
}
