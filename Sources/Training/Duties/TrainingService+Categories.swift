import Access
package import Civil
package import Kernel
package import Members
package import Organisations
import Postgres
import SQLFiles
import Wire

/// Who belongs to a category of the rule file, where, and from when.
package struct CategoryOrder: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let category: String
    package let organisation: Reference<Organisation>?
    package let since: Day
    package let until: Day?
    package let source: String

    package init(
        person: Reference<Person>, category: String, organisation: Reference<Organisation>? = nil, since: Day,
        until: Day? = nil, source: String
    ) {
        self.person = person
        self.category = category
        self.organisation = organisation
        self.since = since
        self.until = until
        self.source = source
    }

    package static let memberTexts = [
        "category": Text(
            zh: "规则文件 categories 中的类别，如 village_director", en: "A category of the rule file, such as village_director"),
        "organisation": Text(zh: "属于哪个党组织，默认党籍所在组织", en: "At which organisation; by default where the membership lies"),
        "since": Text(zh: "从哪一天起", en: "From which day on"),
        "until": Text(zh: "不再属于的第一天", en: "The first day on which it no longer holds"),
        "source": Text(zh: "依据：文号、名册或当选公告", en: "Where it is written: a document, list or notice"),
    ]
}

/// The end of a category entry, or that it was wrong.
package struct CategoryEnd: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let category: String
    package let organisation: Reference<Organisation>?
    package let until: Day?
    package let wrong: Bool?
    package let reason: String

    package init(
        person: Reference<Person>, category: String, organisation: Reference<Organisation>? = nil, until: Day? = nil,
        wrong: Bool? = nil, reason: String
    ) {
        self.person = person
        self.category = category
        self.organisation = organisation
        self.until = until
        self.wrong = wrong
        self.reason = reason
    }

    package static let memberTexts = [
        "category": Text(zh: "哪个类别", en: "Which category"),
        "organisation": Text(zh: "哪个党组织的，多处登记时填写", en: "At which organisation, where there are several entries"),
        "until": Text(zh: "不再属于的第一天", en: "The first day on which it no longer holds"),
        "wrong": Text(zh: "登记有误，从未属于", en: "It was entered by mistake and never held"),
    ]
}

package struct CategoryRecorded: Outcome {
    package let personName: String
    package let category: String
    package let name: Text
    package let organisationName: String
    package let since: Day
    package let until: Day?
    package let wasWrong: Bool

    package var summary: Text {
        if wasWrong {
            return Text(
                zh: "\(personName) 的「\(name.chinese)」登记（\(since) 起）已作废。",
                en: "The entry of \(personName) as “\(name.english)” from \(since) on is annulled.")
        }
        guard let until else {
            return Text(
                zh: "\(personName) 自 \(since) 起属于「\(name.chinese)」（\(organisationName)）。",
                en: "\(personName) belongs to “\(name.english)” at “\(organisationName)” from \(since) on.")
        }
        return Text(
            zh: "\(personName) 属于「\(name.chinese)」（\(organisationName)）：\(since) 起，至 \(until) 止。",
            en: "\(personName) belongs to “\(name.english)” at “\(organisationName)” from \(since) until \(until).")
    }
}

/// Whose entries are wanted.
package struct CategoryQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var category: String?

    package init(scope: Reference<Organisation>? = nil, category: String? = nil) {
        self.scope = scope
        self.category = category
    }

    package static let memberTexts = ["category": Text(zh: "只看一个类别", en: "Only one category")]
}

extension TrainingService {
    /// Enters that a person belongs to a category; what they owe follows at once.
    /// - Throws: `category.unknown`, `person_category_once`.
    package func categorise(_ order: CategoryOrder, caller: Caller) async throws -> CategoryRecorded {
        let caller = try caller.with(.writeTraining)
        let category = try category(order.category)
        try Plausible.day(order.since, "since")
        if let until = order.until {
            try Plausible.day(until, "until")
            guard until > order.since else { throw AppError.categoryDates(order.since, until) }
        }
        try Plausible.words(order.source, "source")
        let person = try await members.person(order.person, caller: caller)
        guard order.since >= person.born else {
            throw AppError.invalidValue(
                "since", order.since.description, expected: Plausible.notBeforeBirth(person.born))
        }
        guard let place = order.organisation ?? person.organisationCode.map({ Reference($0) }) else {
            throw AppError.missingValue("organisation")
        }
        let organisation = try await organisations.organisation(place, caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.organisations, [organisation.code])
            _ = try await transaction.openOrganisation(organisation.id)
            try await members.lock(person.id, transaction)
            let id = Identifier<CategoryEntry>.new()
            let auditEvent = try await transaction.record(
                "category.begin", "person", subject: person.id.value, path: organisation.path,
                after: JSONText(encoding: ["category": category.key, "since": order.since.description]))
            _ = try await transaction.query(
                .insertCategory(
                    person: person.id, id: id, path: organisation.path, organisation: organisation.id,
                    category: category.key, since: order.since, until: order.until, source: order.source,
                    personName: person.name, auditEvent: auditEvent))
            _ = try await DutyRefresh(transaction: transaction, rules: rules).people([person.id])
            return CategoryRecorded(
                personName: person.name, category: category.key, name: category.name,
                organisationName: organisation.name, since: order.since, until: order.until, wasWrong: false)
        }
    }

    /// Ends an entry, or annuls one that was wrong.
    package func endCategory(_ order: CategoryEnd, caller: Caller) async throws -> CategoryRecorded {
        let caller = try caller.with(.writeTraining)
        let category = try category(order.category)
        try Plausible.words(order.reason, "reason")
        let isWrong = order.wrong ?? false
        guard isWrong == (order.until == nil) else {
            throw AppError.invalidValue(
                "until", order.until?.description ?? "",
                expected: Text(zh: "until 和 wrong 填一个", en: "one of until and wrong"))
        }
        if let until = order.until { try Plausible.day(until, "until") }
        let person = try await members.person(order.person, caller: caller)
        var place: Identifier<Organisation>?
        if let organisation = order.organisation {
            place = try await organisations.organisation(organisation, caller: caller).id
        }
        let organisation = place
        return try await database.write(caller) { transaction in
            let rows = try await transaction.query(
                .lockCategory(person: person.id, category: category.key, organisation: organisation))
            let found = try rows.filter { try isWrong || $0["until"] as Day? == nil }
            guard let row = found.first else { throw AppError.notFound(Self.categoryWord, category.key) }
            guard found.count == 1 else {
                throw AppError.ambiguous(
                    Self.categoryWord, category.key,
                    candidates: try found.map { (try $0["organisation"], (try $0["since"] as Day).description) })
            }
            let (id, since): (Identifier<CategoryEntry>, Day) = (try row["id"], try row["since"])
            let auditEvent = try await transaction.record(
                isWrong ? "category.annul" : "category.end", "person", subject: person.id.value, path: try row["path"],
                after: JSONText(encoding: ["category": category.key, "reason": order.reason]))
            if let until = order.until {
                guard until > since else { throw AppError.categoryDates(since, until) }
                _ = try await transaction.query(.endCategory(id: id, until: until, auditEvent: auditEvent))
            } else {
                _ = try await transaction.query(.annulCategory(id: id, auditEvent: auditEvent))
            }
            _ = try await DutyRefresh(transaction: transaction, rules: rules).people([person.id])
            return CategoryRecorded(
                personName: person.name, category: category.key, name: category.name,
                organisationName: try row["organisation"], since: since, until: order.until, wasWrong: isWrong)
        }
    }

    /// Who belongs to which category, by organisation.
    package func categories(_ query: CategoryQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<CategoryEntry>
    {
        let caller = try caller.with(.readTraining)
        if let key = query.category { _ = try category(key) }
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let rows = try await database.readPage(
            caller,
            .categories(
                low: scope.low, high: scope.high, afterPath: path, afterID: id, category: query.category,
                limit: page.limit + 1))
        return Page(try rows.map(entry), limit: page.limit) { PathKey.write($0.path, $0.id.value) }
    }

    /// The categories that a person belongs or belonged to.
    package func categories(of reference: Reference<Person>, caller: Caller) async throws -> Page<CategoryEntry> {
        let caller = try caller.with(.readTraining)
        let id = try await members.identifier(of: reference, caller: caller)
        return Page(whole: try await database.read(caller, .categoriesOfPerson(person: id)).map(entry))
    }

    private func entry(_ row: Row) throws -> CategoryEntry {
        let key: String = try row["category"]
        return CategoryEntry(
            id: try row["id"], person: try row["person_id"], personName: try row["person"],
            organisationCode: try row["organisation_code"], organisationName: try row["organisation"],
            category: key, name: rules.subject(key), since: try row["since"], until: try row["until"],
            source: try row["source"], path: try row["path"])
    }

    func category(_ key: String) throws(AppError) -> PersonCategory {
        guard let category = rules.category(key) else {
            throw AppError.unknownCategory(key, known: rules.categories.map(\.key))
        }
        return category
    }

    static let categoryWord = Text(zh: "人员类别登记", en: "category entry")
}

extension AppError {
    static func unknownCategory(_ key: String, known: [String]) -> AppError {
        let key = key.quotable
        return AppError(
            .notFound, "category.unknown",
            Text(zh: "规则文件中没有人员类别「\(key)」。", en: "The rule file has no category “\(key)”."),
            hint: Text(
                zh: "可用的类别：\(known.joined(separator: "、"))；在规则文件的 categories 中可增加。",
                en: "Known categories: \(known.joined(separator: ", ")); the rule file adds others under categories."))
    }

    static func categoryDates(_ since: Day, _ until: Day) -> AppError {
        AppError(
            .invalid, "person_category_dates",
            Text(zh: "终止日 \(until) 应晚于开始日 \(since)。", en: "It ends on \(until), which is not after \(since)."),
            hint: Text(zh: "请核对日期。", en: "Check the two dates."))
    }
}
