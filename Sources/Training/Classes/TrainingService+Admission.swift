import Access
import Civil
import Kernel
import Members
import Postgres
import SQLFiles

/// Whether a class counts for those who are put on its list, and whose duties a draft can settle.
extension TrainingService {
    /// What a class settles for one person.
    struct PersonAdmission {
        let name: String
        /// The most urgent open duty that the class settles.
        var duty: Identifier<Duty>?
        var path: String?
        /// Why the seat would be of no use; empty where it is.
        var objections: [Text] = []
        /// What is worth knowing and no reason to refuse.
        var remarks: [Text] = []
    }

    func admissions(
        of people: [Identifier<Person>], to current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws -> [Identifier<Person>: PersonAdmission] {
        let rows = try await transaction.pipeline([
            .fieldsOfPeople(people: people),
            .dutiesForEnrolment(people: people, day: current.starts),
            .absentPeople(people: people, startsOn: current.starts, endsOn: current.ends),
            .traineeFacts(people: people, asOf: current.starts),
            .excludedPeople(people: people, class: current.id),
        ])
        let offer = current.offer(rules)
        var trainees: [Identifier<Person>: Admission.Trainee] = [:]
        for row in rows[3] { trainees[try row["person_id"]] = try Admission.Trainee(row) }
        var owed: [Identifier<Person>: [Owed]] = [:]
        for row in rows[1] {
            let owedBy: Identifier<Person> = try row["person_id"]
            owed[owedBy, default: []].append(try Owed(row))
        }
        var found: [Identifier<Person>: PersonAdmission] = [:]
        for row in rows[0] {
            let field: Field? = row.text("field") == nil ? nil : try row.choice("field")
            var admission = PersonAdmission(name: try row["name"])
            let person: Identifier<Person> = try row["person_id"]
            Self.judge(owed[person] ?? [], field, offer, &admission)
            admission.objections += (trainees[person].map { Admission.objections(offer, $0) } ?? []).map(\.text)
            found[person] = admission
        }
        let duties = found.values.compactMap(\.duty)
        for row in try await transaction.query(.seatsForDuties(people: people, duties: duties, except: current.id)) {
            let (person, name, starts): (Identifier<Person>, String, Day) = (
                try row["person_id"], try row["name"], try row["starts_on"]
            )
            found[person]?.objections.append(
                Text(
                    zh: "已在「\(name)」（\(starts) 开班）有名额，抵的是同一任务",
                    en: "has a seat for the same duty in “\(name)”, which starts on \(starts)"))
        }
        for row in rows[4] {
            found[try row["person_id"]]?.objections.append(
                Text(zh: "已决定不安排进本班（plan exclude）", en: "is excluded from the class (plan exclude)"))
        }
        for row in rows[2] {
            let (person, since): (Identifier<Person>, Day) = (try row["person_id"], try row["from_on"])
            let kind: Absence.Kind = try row.choice("kind")
            let until: Day? = try row["until_on"]
            found[person]?.objections.append(
                Text(
                    zh: "\(since) 至 \(until?.description ?? "未定") 不在岗（\(kind.text.chinese)）",
                    en: "absent from \(since) to \(until?.description ?? "an open end") (\(kind.text.english))"))
        }
        return found
    }

    struct Owed {
        let id: Identifier<Duty>
        let need: Admission.Need
        let isOpen: Bool

        init(_ row: Row) throws {
            let accepts: [String] = try row["accepts"]
            id = try row["id"]
            isOpen = try row["is_open"]
            need = Admission.Need(
                kind: try row.choice("kind"), field: row.text("field") == nil ? nil : try row.choice("field"),
                path: try row["path"], accepts: accepts.compactMap(Level.init))
        }
    }

    private static func judge(
        _ owed: [Owed], _ field: Field?, _ offer: Admission.Offer, _ admission: inout PersonAdmission
    ) {
        if let fitting = owed.first(where: { $0.isOpen && Admission.objections(offer, $0.need).isEmpty }) {
            admission.duty = fitting.id
            admission.path = fitting.need.path
            return
        }
        if let open = owed.first(where: \.isOpen) {
            admission.path = open.need.path
            admission.objections = Admission.objections(offer, open.need).map(\.text)
            return
        }
        if let settled = owed.first(where: { Admission.objections(offer, $0.need).isEmpty }) {
            admission.path = settled.need.path
            admission.objections = [
                Text(
                    zh: "\(settled.need.kind.text.chinese)已完成或免训",
                    en: "already trained, or exempt: \(settled.need.kind.text.english)")
            ]
            return
        }
        admission.path = owed.first?.need.path
        if let field, !offer.fields.contains(field) {
            admission.objections = [Admission.Objection.field(field).text]
        } else {
            admission.remarks = [
                Text(zh: "没有本班可抵的任务，学时照记", en: "owes nothing that the class settles; the hours are kept")
            ]
        }
    }

    /// Who has a seat in a class or waits for one, wherever they are.
    func listed(in id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws -> [(
        person: Identifier<Person>, path: String
    )] {
        try await transaction.query(.hostList(class: id)).compactMap { row in
            let state: EnrolmentState = try row.choice("state")
            return [.enrolled, .waiting].contains(state) ? (try row["person_id"], try row["path"]) : nil
        }
    }

    /// That a changed class still counts for everybody on its list that it counted for before.
    /// - Throws: `class.no_longer_counts`.
    func requireCounting(
        _ changed: TrainingClass, as former: TrainingClass, _ transaction: ScopedTransaction
    ) async throws {
        let people = try await listed(in: changed.id, transaction).map(\.person)
        guard !people.isEmpty else { return }
        let before = try await admissions(of: people, to: former, transaction)
        let after = try await admissions(of: people, to: changed, transaction)
        let lost = people.compactMap { person -> PersonAdmission? in
            guard before[person]?.objections.isEmpty ?? false else { return nil }
            return after[person].flatMap { $0.objections.isEmpty ? nil : $0 }
        }
        guard lost.isEmpty else { throw AppError.noLongerCounts(lost.map { ($0.name, $0.objections) }) }
    }

    /// Whose duties a class settles, given when it is drafted or changed: by kind, how many below the organisation that
    /// it admits, how many lack more hours than it has, and why it does not count for others.
    func settling(_ draft: TrainingClass, _ transaction: ScopedTransaction) async throws -> Text {
        let offer = draft.offer(rules)
        let hours = try await transaction.query(.sessions(class: draft.id)).map { try $0.session().hours }.sum()
        let rows = try await transaction.query(
            .dutiesByAcceptance(
                low: offer.admits.low, high: offer.admits.high, day: draft.starts, ends: draft.ends, hours: hours))
        var (settled, helped): ([DutyKind: Int], [DutyKind: Int]) = ([:], [:])
        var refused: [String: (text: Text, count: Int)] = [:]
        for row in rows {
            let (accepts, count): ([String], Int) = (try row["accepts"], try row["duties"])
            let need = Admission.Need(
                kind: try row.choice("kind"), field: row.text("field") == nil ? nil : try row.choice("field"),
                path: offer.admits.low, accepts: accepts.compactMap(Level.init))
            // People of other fields and kinds are not who the class is for; a level that does not count is a mistake.
            let objections = Admission.objections(offer, need)
            if objections.isEmpty {
                let longer: Int = try row["longer"]
                if count > longer { settled[need.kind, default: 0] += count - longer }
                if longer > 0 { helped[need.kind, default: 0] += longer }
            } else if let first = objections.first, objections.count == 1, case .level = first {
                let text = Text(
                    zh: "\(need.kind.text.chinese)：\(first.text.chinese)",
                    en: "\(need.kind.text.english): \(first.text.english)")
                refused[text.chinese, default: (text, 0)].count += count
            }
        }
        var parts = DutyKind.allCases.compactMap { kind in
            settled[kind].map { Text(zh: "可抵\(kind.text.chinese) \($0) 项", en: "settles \($0) × \(kind.text.english)") }
        }
        parts += DutyKind.allCases.compactMap { kind in
            helped[kind].map {
                Text(
                    zh: "另有\(kind.text.chinese) \($0) 项所差学时多于本班 \(hours) 学时，只抵一部分",
                    en: "gives its \(hours) hours to \($0) × \(kind.text.english) that lack more")
            }
        }
        if parts.isEmpty {
            parts.append(Text(zh: "目前没有可抵的任务", en: "settles no duty on file"))
        }
        for key in refused.keys.sorted() {
            guard let (text, count) = refused[key] else { continue }
            parts.append(
                Text(zh: "不抵 \(count) 项（\(text.chinese)）", en: "does not count for \(count) (\(text.english))"))
        }
        let demands = offer.demands
        if !demands.isEmpty {
            let list = Text.list(demands)
            parts.append(Text(zh: "只限\(list.chinese)的人", en: "of these only people who meet: \(list.english)"))
        }
        return Text.list(parts)
    }
}

extension TrainingClass {
    func offer(_ rules: TrainingRules) -> Admission.Offer {
        Admission.Offer(
            kinds: kinds, fields: fields, admits: Scope(path: admits), level: level, starts: starts,
            filters: filters ?? .none, after: rules.demands(filters ?? .none, course: course))
    }
}

extension Admission.Trainee {
    /// A row of the block `TraineeFacts`.
    init(_ row: Row) throws {
        let (titles, since, until): ([String], [Day], [Day]) = (
            try row["titles"], try row["since"], try row["until"]
        )
        let (courses, completed): ([String], [Day]) = (try row["courses"], try row["completed_on"])
        self.init(
            born: try row["born_on"], sex: try row.choice("sex"),
            offices: zip(titles, zip(since, until)).compactMap { title, days in
                PostTitle(rawValue: title).map { Office(title: $0, since: days.0, until: days.1) }
            },
            completed: zip(courses, completed).map { Completed(course: $0, on: $1) })
    }
}

extension AppError {
    private static func shown(_ people: [(name: String, objections: [Text])]) -> Text {
        Text.list(
            people.prefix(5).map { person in
                let why = Text.list(person.objections)
                return Text(
                    zh: "\(person.name)（\(why.chinese)）", en: "\(person.name) (\(why.english))")
            })
    }

    static func noLongerCounts(_ people: [(name: String, objections: [Text])]) -> AppError {
        let shown = shown(people)
        return AppError(
            .conflict, "class.no_longer_counts",
            Text(
                zh: "这样修改后，本班对名单上 \(people.count) 人不再抵任务或不合要求，没有修改：\(shown.chinese)。",
                en: "Changed so, the class would no longer count for, or suit, \(people.count) people on its list; "
                    + "nothing was changed: \(shown.english)."),
            hint: Text(
                zh: "请先用 class drop 让这些人退出；确要修改时加 --anyway 并写明 --reason。",
                en: "Take them off the list first with class drop, or add --anyway with a --reason."),
            facts: people.prefix(20).map { Fact("person", $0.name) })
    }

    static func notAdmitted(_ people: [(name: String, objections: [Text])]) -> AppError {
        let shown = shown(people)
        return AppError(
            .conflict, "enrolment.not_admitted",
            Text(
                zh: "本班对 \(people.count) 人不抵任务或不合要求，没有调训任何人：\(shown.chinese)。",
                en: "The class does not count for, or does not suit, \(people.count) people; nobody was enrolled: "
                    + "\(shown.english)."),
            hint: Text(
                zh: "请去掉这些人；确要调训时加 --anyway 并写明 --reason。",
                en: "Leave them out, or add --anyway with a --reason."),
            facts: people.prefix(20).map { Fact("person", $0.name) })
    }
}
