import Access
package import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Wire

/// As of which day something is judged.
package struct AsOfQuery: Codable, Described, Sendable {
    package var asOf: Day?

    package init(asOf: Day? = nil) { self.asOf = asOf }

    package static let memberTexts: [String: Text] = [:]
}

/// A duty named by its identifier, or by a person who owes one such duty.
package struct DutyQuery: Codable, Described, Sendable {
    package var asOf: Day?
    package var kind: DutyKind?

    package init(asOf: Day? = nil, kind: DutyKind? = nil) {
        self.asOf = asOf
        self.kind = kind
    }

    package static let memberTexts = ["kind": DutyKind.whichText]
}

extension DutyKind {
    static let whichText = Text(zh: "按人员指明任务时，哪一种任务", en: "Which kind of duty, when it is named by its person")
}

/// Where a duty stands, as a word.
package enum DutyStanding: String, Choice {
    case notYetOpen = "not_yet_open"
    case resting
    case open
    case dueSoon = "due_soon"
    case forecastToMiss = "forecast_to_miss"
    case overdue
    case pastHard = "past_hard"
    case exempt, settled, closed, annulled

    package var text: Text {
        switch self {
        case .notYetOpen: Text(zh: "未开始", en: "not yet open")
        case .resting: Text(zh: "由更近的周期要求", en: "asked for by a nearer cycle")
        case .open: OverdueLevel.open.text
        case .dueSoon: OverdueLevel.dueSoon.text
        case .forecastToMiss: OverdueLevel.forecastToMiss.text
        case .overdue: OverdueLevel.overdue.text
        case .pastHard: OverdueLevel.pastHard.text
        case .exempt: Text(zh: "免训", en: "exempt")
        case .settled: Text(zh: "已完成", en: "settled")
        case .closed: Text(zh: "已离任", en: "left office")
        case .annulled: Text(zh: "已作废", en: "annulled")
        }
    }
}

/// One duty of a person and its state on a day.
package struct DutyLine: Codable, Sendable {
    package let id: Identifier<Duty>
    package let kind: DutyKind
    package let field: Field?
    package let year: Int?
    package let opened: Day
    package let due: Day
    package let hard: Day
    package let closed: Day?
    package let requiredHours: Hours
    package let standing: DutyStanding
    /// The standing with its day, in words.
    package let state: Text

    init(_ duty: Duty, _ state: DutyState) {
        id = duty.id
        kind = duty.kind
        field = duty.field
        year = duty.year
        opened = duty.opened
        due = duty.due
        hard = duty.hard
        closed = duty.closed
        requiredHours = duty.requiredHours
        standing = state.standing
        self.state = state.text
    }
}

extension DutyLine: Tabular {
    package static let columns: [Column<DutyLine>] = [
        Column("kind", zh: "任务", en: "Kind", \.kind),
        Column("field", zh: "领域", en: "Field", \.field),
        Column("year", zh: "年份", en: "Year", \.year),
        Column("opened", zh: "开始", en: "Opened", \.opened),
        Column("due", zh: "期限", en: "Due", \.due),
        Column("hard", zh: "最后期限", en: "Hard end", \.hard),
        Column("required_hours", zh: "应修学时", en: "Hours required", \.requiredHours),
        Column("standing", zh: "状态", en: "State") { .word($0.standing.rawValue, $0.state) },
        Column("id", zh: "任务编号", en: "Duty", \.id),
    ]
}

extension TrainingService {
    /// Every duty of a person with its state on a day.
    package func duties(of person: Reference<Person>, _ query: AsOfQuery, on today: Day, caller: Caller) async throws
        -> Page<DutyLine>
    {
        let caller = try caller.with(.readTraining)
        let asOf = query.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let id = try await members.identifier(of: person, caller: caller)
        try await openStanding(in: caller.scope, on: today, caller)
        return Page(whole: try await judged(id, asOf: asOf, caller: caller).map { DutyLine($0.duty, $0.state) })
    }

    func judged(_ person: Identifier<Person>, asOf: Day, caller: Caller) async throws -> [(
        duty: Duty, state: DutyState
    )] {
        try await database.snapshot(caller) { transaction in
            let duties = try await transaction.query(.dutiesOfPerson(person: person, asOf: asOf)).map { try $0.duty() }
            let facts = try await transaction.pipeline(
                [.creditsOfPerson(person: person), .seatsOfPerson(person: person, asOf: asOf)]
                    + duties.map { .reliefsOfDuty(duty: $0.id) })
            let credits = try facts[0].map { try $0.credit() }
            let seats = try facts[1].map { try $0.seat() }
            return try zip(duties, facts.dropFirst(2)).map { duty, rows in
                let reliefs = try rows.map { try $0.relief() }
                return (
                    duty: duty,
                    state: overdueRule.judge(duty, credits: credits, reliefs: reliefs, seats: seats, asOf: asOf).state
                )
            }
        }
    }

    /// A duty by its identifier, or by a person who owes one open duty, of that kind if one is given.
    /// - Throws: `not_found`; `reference.ambiguous` with the duties that the person owes.
    func identifier(of reference: Reference<Duty>, kind: DutyKind?, on day: Day, caller: Caller) async throws
        -> Identifier<Duty>
    {
        if let id = reference.identifier { return id }
        let person = try await members.identifier(of: Reference<Person>(reference.text), caller: caller)
        let owed = try await judged(person, asOf: day, caller: caller).filter {
            $0.state.isOwed && (kind == nil || $0.duty.kind == kind)
        }
        guard let first = owed.first else { throw AppError.noOpenDuty(reference.text, kind, day) }
        guard owed.count == 1 else { throw AppError.severalDuties(reference.text, owed.map(\.duty)) }
        return first.duty.id
    }
}

extension DutyState {
    package var standing: DutyStanding {
        switch self {
        case .notYetOpen: .notYetOpen
        case .resting: .resting
        case .settled: .settled
        case .closed: .closed
        case .exempt: .exempt
        case .annulled: .annulled
        case .open(.open): .open
        case .open(.dueSoon): .dueSoon
        case .open(.forecastToMiss): .forecastToMiss
        case .open(.overdue): .overdue
        case .open(.pastHard): .pastHard
        }
    }

    /// Neither settled nor another's.
    var isOwed: Bool {
        switch self {
        case .open, .exempt: true
        case .notYetOpen, .resting, .settled, .closed, .annulled: false
        }
    }
}
