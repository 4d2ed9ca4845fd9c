package import Civil
package import Kernel
package import Members

/// Whether a class counts for a duty and admits a person: kind, field, place and the level that the duty accepts, and
/// what the class demands of the person. Pure, and the one rule that drafts, plans and lists of classes go by; the
/// planner checks the same members of its instance.
package enum Admission {
    /// What a class offers.
    package struct Offer: Sendable {
        package let kinds: [DutyKind]
        package let fields: [Field]
        package let admits: Scope
        package let level: Level
        /// The first day of the class.
        package let starts: Day
        package let filters: ClassFilters
        /// What has to be completed before.
        package let after: [Demand]

        package init(
            kinds: [DutyKind], fields: [Field], admits: Scope, level: Level, starts: Day = Day(number: 0),
            filters: ClassFilters = .none, after: [Demand] = []
        ) {
            self.kinds = kinds
            self.fields = fields
            self.admits = admits
            self.level = level
            self.starts = starts
            self.filters = filters
            self.after = after
        }

        /// What it asks of a person, in words.
        package var demands: [Text] {
            let own = ClassFilters(
                bornFrom: filters.bornFrom, bornThrough: filters.bornThrough, sex: filters.sex, posts: filters.posts,
                appointedFrom: filters.appointedFrom, appointedThrough: filters.appointedThrough)
            return own.texts + after.map { .completedFirst($0.name, $0.years) }
        }
    }

    /// A prerequisite with the name of its course.
    package struct Demand: Sendable, Hashable {
        package let course: String
        package let name: Text
        package let years: Int?

        package init(course: String, name: Text, years: Int?) {
            self.course = course
            self.name = name
            self.years = years
        }
    }

    /// What is on file of a person.
    package struct Trainee: Sendable {
        package struct Office: Sendable {
            package let title: PostTitle
            package let since: Day
            /// The day after the last.
            package let until: Day

            package init(title: PostTitle, since: Day, until: Day) {
                self.title = title
                self.since = since
                self.until = until
            }
        }

        package struct Completed: Sendable {
            package let course: String
            package let on: Day

            package init(course: String, on: Day) {
                self.course = course
                self.on = on
            }
        }

        package let born: Day
        package let sex: Sex
        package let offices: [Office]
        package let completed: [Completed]

        package init(born: Day, sex: Sex, offices: [Office] = [], completed: [Completed] = []) {
            self.born = born
            self.sex = sex
            self.offices = offices
            self.completed = completed
        }
    }

    /// What a duty needs.
    package struct Need: Sendable {
        package let kind: DutyKind
        package let field: Field?
        package let path: String
        /// Levels of a class that settle it.
        package let accepts: [Level]
        /// Who owes it; nil where nobody in particular does.
        package let trainee: Trainee?

        package init(kind: DutyKind, field: Field?, path: String, accepts: [Level], trainee: Trainee? = nil) {
            self.kind = kind
            self.field = field
            self.path = path
            self.accepts = accepts
            self.trainee = trainee
        }
    }

    package enum Objection: Sendable, Equatable {
        case kind(DutyKind)
        case field(Field?)
        case place
        case level(Level, accepted: [Level])
        case born(Int, from: Int?, through: Int?)
        case sex(Sex)
        case post([PostTitle])
        case appointed(Day?, from: Day?, through: Day?)
        case notCompleted(Text)
        case completedTooEarly(Text, Day, years: Int)

        package var text: Text {
            switch self {
            case .kind(let kind):
                Text(zh: "本班不抵\(kind.text.chinese)", en: "the class does not settle \(kind.text.english)")
            case .field(let field):
                Text(
                    zh: "本班不招收领域「\((field?.text ?? .noField).chinese)」",
                    en: "the class does not admit the field “\((field?.text ?? .noField).english)”")
            case .place: Text(zh: "不在本班招收范围内", en: "outside the subtree that the class admits")
            case .level(let level, let accepted):
                Text(
                    zh: "\(level.text.chinese)班次不抵此任务，须 \(Text.list(accepted.map(\.text)).chinese)",
                    en: "a class of \(level.text.english) level does not count; "
                        + "accepted: \(Text.list(accepted.map(\.text)).english)")
            case .born(let year, let from, let through):
                Text(
                    zh: "\(year) 年出生，本班招收 \(Text.bornBetween(from, through).chinese)的",
                    en: "born in \(year); the class is for people \(Text.bornBetween(from, through).english)")
            case .sex(let wanted):
                Text(zh: "本班只招收\(wanted.text.chinese)性", en: "the class is for \(wanted.text.english) people alone")
            case .post(let posts):
                Text(
                    zh: "开班时不担任\(Text.list(posts.map(\.text)).chinese)",
                    en: "holds no such post when the class begins: \(Text.list(posts.map(\.text)).english)")
            case .appointed(let since, let from, let through):
                Text(
                    zh: "\(since.map { "\($0) 任职" } ?? "没有任职")，本班招收 \(Text.appointedBetween(from, through).chinese)的",
                    en: "\(since.map { "in office since \($0)" } ?? "holds no post"); "
                        + "the class is for people \(Text.appointedBetween(from, through).english)")
            case .notCompleted(let course):
                Text(zh: "还没有完成\(course.chinese)", en: "has not completed \(course.english)")
            case .completedTooEarly(let course, let day, let years):
                Text(
                    zh: "\(course.chinese)于 \(day) 完成，到开班已超过 \(years) 年",
                    en: "completed \(course.english) on \(day), more than \(years) years before the class")
            }
        }
    }

    /// What keeps the class from settling the duty of its person; empty when it does.
    package static func objections(_ offer: Offer, _ need: Need) -> [Objection] {
        var found: [Objection] = []
        if !offer.kinds.contains(need.kind) { found.append(.kind(need.kind)) }
        if !(need.field.map { offer.fields.contains($0) } ?? false) { found.append(.field(need.field)) }
        if !offer.admits.contains(need.path) { found.append(.place) }
        if !need.accepts.contains(offer.level) { found.append(.level(offer.level, accepted: need.accepts)) }
        return found + (need.trainee.map { objections(offer, $0) } ?? [])
    }

    /// What the class demands and the person does not meet, whatever is owed.
    package static func objections(_ offer: Offer, _ trainee: Trainee) -> [Objection] {
        let filters = offer.filters
        var found: [Objection] = []
        let year = trainee.born.year
        if year < filters.bornFrom ?? year || year > filters.bornThrough ?? year {
            found.append(.born(year, from: filters.bornFrom, through: filters.bornThrough))
        }
        if let sex = filters.sex, sex != trainee.sex { found.append(.sex(sex)) }
        if let objection = office(offer, trainee) { found.append(objection) }
        return found + offer.after.compactMap { completed($0, before: offer.starts, trainee) }
    }

    private static func office(_ offer: Offer, _ trainee: Trainee) -> Objection? {
        let filters = offer.filters
        let posts = filters.posts ?? []
        guard !posts.isEmpty || filters.appointedFrom != nil || filters.appointedThrough != nil else { return nil }
        let held = trainee.offices.filter { office in
            office.since <= offer.starts && offer.starts < office.until
                && (posts.isEmpty || posts.contains(office.title))
        }
        if held.isEmpty, !posts.isEmpty { return .post(posts) }
        let isFitting = held.contains { office in
            filters.appointedFrom.map { $0 <= office.since } ?? true
                && filters.appointedThrough.map { office.since <= $0 } ?? true
        }
        guard !isFitting else { return nil }
        return .appointed(
            held.map(\.since).max(), from: filters.appointedFrom, through: filters.appointedThrough)
    }

    /// So many years include the anniversary of the day on which it was completed.
    private static func completed(_ demand: Demand, before starts: Day, _ trainee: Trainee) -> Objection? {
        let days = trainee.completed.filter { $0.course == demand.course && $0.on < starts }.map(\.on)
        guard let last = days.max() else { return .notCompleted(demand.name) }
        guard let years = demand.years, last.adding(years: years) < starts else { return nil }
        return .completedTooEarly(demand.name, last, years: years)
    }
}
