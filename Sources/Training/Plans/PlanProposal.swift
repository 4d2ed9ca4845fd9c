import Access
package import Civil
package import Kernel
package import Members
package import Planning
package import Wire

/// A plan that nobody has accepted, with the problem that it solves: for files and further questions. Doors show the
/// proposal.
package struct PlanDraft: Sendable {
    package let instance: Instance
    package let plan: Plan
    package let proposal: PlanProposal
}

/// What a plan would do, what it costs, and what today's enrolments and first come, first served would cost.
package struct PlanProposal: Codable, Sendable {
    /// A class that the plan uses.
    package struct PlannedClass: Codable, Sendable {
        package let `class`: Identifier<TrainingClass>
        package let code: String
        package let name: String
        package let starts: Day
        package let people: Int
        package let capacity: Int
    }

    /// A duty without a class.
    package struct LeftOut: Codable, Placed, Sendable {
        package let duty: Identifier<Duty>
        package let person: Identifier<Person>
        package let path: String
        package let personName: String
        package let reason: Text
        /// Changes that would place it, the most favourable first.
        package let remedies: [SuggestedChange]
    }

    package let demands: Int
    package let assignments: [Plan.Assignment]
    package let score: PlanScore
    /// No plan for these duties and classes costs less.
    package let bound: Int
    package let current: PlanScore
    package let firstCome: PlanScore?
    package let classes: [PlannedClass]
    /// Everybody in the plan, by name.
    package let seats: [PlanSeat]
    /// Those of them whose seat would be another than now.
    package let changes: [PlanSeat]
    /// What would place everybody who is left out; nil when nobody is.
    package let needed: NeededClasses?
    /// At most two hundred of them.
    package let left: [LeftOut]
    /// Who would still lack hours, however many classes the plan gives them.
    package let short: [ShortOfHours]
    /// Duties that nobody owes yet on the day of the plan, and no plan of that day is for.
    package let later: [DutiesToCome]
    /// Why people are not in the plan whose duties open later, or why nobody is.
    package let notice: Text?
    static let mostExplained = 200

    init(
        _ plan: Plan, of problem: Problem, _ plannable: PlannableInstance, reference: Plan?, needed: NeededClasses?,
        later: LaterDuties
    ) {
        let count = plannable.demands.count
        let known = plannable.builder.classes
        let people = Dictionary(
            plannable.builder.duties.map { ($0.person.description, $0.personName) }, uniquingKeysWith: { $1 })
        demands = count
        self.needed = needed
        self.later = later.items
        notice = later.notice(planned: count)
        assignments = plan.assignments
        score = PlanScore(plan, demands: count)
        bound = plan.bound ?? 0
        current = PlanScore(problem.previousPlan, demands: count)
        firstCome = reference.map { PlanScore($0, demands: count) }
        var sizes: [String: Int] = [:]
        for assignment in plan.assignments { sizes[assignment.course, default: 0] += 1 }
        classes = known.compactMap { item in
            sizes[item.id.description].map {
                PlannedClass(
                    class: item.id, code: item.code, name: item.name, starts: item.starts, people: $0,
                    capacity: item.capacity)
            }
        }
        let names = Dictionary(known.map { ($0.id.description, $0.name) }, uniquingKeysWith: { $1 })
        let unassigned = Explanation(plan, of: problem, most: Self.mostExplained).unassigned
        let reading = PlanReading(
            plan.assignments, of: plannable,
            leftOut: Dictionary(
                unassigned.map { ($0.demand, plannable.reason($0)) }, uniquingKeysWith: { $1 }))
        seats = reading.seats
        short = reading.short
        changes = reading.seats.filter(\.change.isChange)
        let paths = Dictionary(reading.seats.map { ($0.person, $0.path) }, uniquingKeysWith: { $1 })
        left = unassigned.compactMap { entry in
            guard let duty = PlannedSlot.read(entry.demand)?.duty, let person = Identifier<Person>(entry.trainee),
                let path = paths[person]
            else { return nil }
            return LeftOut(
                duty: duty, person: person, path: path, personName: people[entry.trainee] ?? "",
                reason: plannable.reason(entry), remedies: entry.remedies.map { SuggestedChange($0, names: names) })
        }
    }
}

extension PlannableInstance {
    private static let mostNamed = 3

    /// Why somebody has no class, with what the classes ask that would count for the duty.
    fileprivate func reason(_ entry: Explanation.Entry) -> Text {
        guard let duty = slots.first(where: { $0.id == entry.demand })?.duty, let trainee = duty.trainee
        else { return entry.reason }
        let refusals = builder.demanding.compactMap { course -> Text? in
            let own = Admission.objections(course.offer, trainee)
            guard !own.isEmpty, Admission.objections(course.offer, duty.need).count == own.count else { return nil }
            let list = Text.list(own.map(\.text))
            return Text(zh: "「\(course.name)」\(list.chinese)", en: "“\(course.name)”: \(list.english)")
        }
        guard !refusals.isEmpty else { return entry.reason }
        let list = Text.list(Array(refusals.prefix(Self.mostNamed)))
        return Text(zh: "\(entry.reason.chinese)；\(list.chinese)", en: "\(entry.reason.english); \(list.english)")
    }
}

extension PlanProposal.PlannedClass: Tabular {
    package static let columns: [Column<PlanProposal.PlannedClass>] = [
        Column("code", zh: "编号", en: "Code", \.code),
        Column("name", zh: "班次", en: "Class", \.name),
        Column("starts", zh: "开班", en: "Starts", \.starts),
        Column("people", zh: "人数", en: "People", \.people),
        Column("capacity", zh: "容量", en: "Capacity", \.capacity),
    ]
}

extension PlanProposal.LeftOut: Tabular {
    package static let columns: [Column<PlanProposal.LeftOut>] = [
        Column("person_name", zh: "未安排", en: "Left out", \.personName),
        Column("reason", zh: "原因", en: "Why", \.reason),
        Column("remedies", zh: "最省的变更", en: "Cheapest change") { $0.remedies.first?.text },
    ]
}

// MARK: the planner's own values as tables

/// A plan's score under the name of the plan.
package struct NamedScore: Sendable {
    package let name: Text
    package let score: PlanScore

    package init(_ name: Text, _ score: PlanScore) {
        self.name = name
        self.score = score
    }
}

extension NamedScore: Tabular {
    package static let columns: [Column<NamedScore>] = [
        Column("plan", zh: "计划", en: "Plan", \.name),
        Column("assigned", zh: "安排", en: "Assigned", \.score.assigned),
        Column("left", zh: "未安排", en: "Left", \.score.left),
        Column("unassigned", zh: "未安排代价", en: "Unassigned", \.score.unassigned),
        Column("late", zh: "迟", en: "Late", \.score.late),
        Column("travel", zh: "路程", en: "Travel", \.score.travel),
        Column("opened", zh: "开班", en: "Opened", \.score.opened),
        Column("moved", zh: "改动", en: "Moved", \.score.moved),
        Column("away", zh: "外出超限", en: "Away", \.score.away),
        Column("total", zh: "总代价", en: "Score", \.score.total),
    ]
}

extension ExplainedDemand: Tabular {
    package static let columns: [Column<ExplainedDemand>] = [
        Column("demand", zh: "任务", en: "Demand", \.demand),
        Column("trainee", zh: "学员", en: "Trainee", \.trainee),
        Column("class", zh: "班次", en: "Class", \.`class`),
        Column("days_late", zh: "迟（天）", en: "Days late", \.daysLate),
        Column("cost", zh: "代价", en: "Cost", \.cost),
        Column("reason", zh: "原因", en: "Why", \.reason),
        Column("changes", zh: "最省的变更", en: "Cheapest change") { $0.changes.first?.text },
    ]
}

extension ExplainedClass: Tabular {
    package static let columns: [Column<ExplainedClass>] = [
        Column("class", zh: "班次", en: "Class", \.`class`),
        Column("cost", zh: "代价", en: "Cost", \.cost),
        Column("obstacles", zh: "障碍", en: "Obstacles") { $0.obstacles.joined(separator: " ") },
        Column("why", zh: "说明", en: "Why", \.why),
    ]
}

extension SuggestedChange: Tabular {
    package static let columns: [Column<SuggestedChange>] = [
        Column("change", zh: "变更", en: "Change", \.change),
        Column("effect", zh: "总代价变化", en: "Effect", \.effect),
    ]
}

extension PlanDifference.Move: Tabular {
    package static let columns: [Column<PlanDifference.Move>] = [
        Column("demand", zh: "任务", en: "Demand", \.demand),
        Column("before", zh: "原班次", en: "Before", \.before),
        Column("after", zh: "新班次", en: "After", \.after),
    ]
}
