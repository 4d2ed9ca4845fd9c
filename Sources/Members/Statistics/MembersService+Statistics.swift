/// Counts members in parts, and names those of a part.
import Access
package import Civil
package import Kernel
package import Organisations
import Policy
import Postgres
import SQLFiles

extension MembersService {
    /// Members of an organisation and everything below it on a day. Every member is in one part.
    package func statistics(
        of reference: Reference<Organisation>, _ query: MemberStatisticsQuery, on today: Day, caller: Caller
    ) async throws -> MemberStatistics {
        let caller = try caller.with(.readRegistry)
        let parts = try parts(by: query.by, asOf: query.asOf, today)
        let organisation = try await organisations.organisation(reference, caller: caller)
        return try await database.snapshot(caller) { transaction in
            let rows = try await transaction.query(
                .memberStatistics(
                    organisation: organisation.id, day: parts.day, by: parts.word, attribute: parts.attribute,
                    ages: parts.edition.ages, days: parts.edition.days))
            var children: [String: String] = [:]
            if parts.grouping == .child {
                let codes = try rows.map { try $0["part"] as String }
                for row in try await transaction.query(.namesOfParts(codes: codes)) {
                    children[try row["code"]] = try row["name"]
                }
            }
            let people = try rows.map { try $0["people"] as Int }.sum()
            let lines = try rows.map { row in
                let (part, count): (String, Int) = (try row["part"], try row["people"])
                return MemberStatistics.Line(
                    part: part, name: name(of: part, parts, children), people: count,
                    share: people == 0 ? 0 : (count * 1000 + people / 2) / people,
                    women: try row["women"], probationary: try row["probationary"])
            }
            return MemberStatistics(
                organisationCode: organisation.code, organisationName: organisation.name, asOf: parts.day,
                by: query.by, byName: parts.name,
                source: parts.grouping == .age || parts.grouping == .joined ? parts.edition.source.document : nil,
                people: people, lines: lines.sorted { $0.place < $1.place })
        }
    }

    /// The members of one part, in the order of their organisations.
    package func people(
        ofPart query: MemberPartQuery, of reference: Reference<Organisation>, _ page: PageRequest, on today: Day,
        caller: Caller
    ) async throws -> Page<MemberOfPart> {
        let caller = try caller.with(.readRegistry)
        let parts = try parts(by: query.by, asOf: query.asOf, today)
        let organisation = try await organisations.organisation(reference, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let people = try await database.readPage(
            caller,
            .peopleOfPart(
                organisation: organisation.id, day: parts.day, by: parts.word, attribute: parts.attribute,
                ages: parts.edition.ages, days: parts.edition.days, part: query.part, afterPath: path, afterID: id,
                limit: page.limit + 1), as: MemberOfPart.self)
        return Page(people, limit: page.limit) { PathKey.write($0.path, $0.person.value) }
    }

    /// By what a statistic divides.
    private struct Parts {
        let grouping: MemberGrouping?
        let attribute: String?
        let name: Text
        let day: Day
        let edition: StatisticsRules.Edition

        /// As the database is asked for it.
        var word: String { grouping?.rawValue ?? "attribute" }
    }

    private func parts(by word: String, asOf: Day?, _ today: Day) throws(AppError) -> Parts {
        let day = asOf ?? today
        try Plausible.past(day, "as_of", today: today)
        let edition = statisticsRules.edition(on: day)
        if let grouping = MemberGrouping(rawValue: word) {
            return Parts(grouping: grouping, attribute: nil, name: grouping.text, day: day, edition: edition)
        }
        // What is personal is not counted either: a part of one is as good as the value.
        guard let attribute = attributes[word], !attributes.isPersonal(word) else {
            let known = attributes.attributes.filter { !attributes.isPersonal($0.key) }.map { ($0.key, $0.name) }
            throw .invalidValue(
                "by", word.quotable,
                expected: .listed(MemberGrouping.allCases.map { ($0.rawValue, $0.text) } + known))
        }
        return Parts(grouping: nil, attribute: attribute.key, name: attribute.name, day: day, edition: edition)
    }

    private func name(of part: String, _ parts: Parts, _ children: [String: String]) -> Text {
        switch parts.grouping {
        case .sex: Sex(rawValue: part)?.text ?? .verbatim(part)
        case .status: MembershipStatus(rawValue: part)?.text ?? .verbatim(part)
        case .field: Field(rawValue: part)?.text ?? .unsaid
        case .child: part.isEmpty ? Text(zh: "本级", en: "itself") : .verbatim(children[part] ?? part)
        case .age: parts.edition.ageGroup(Int(part) ?? 0)
        case .joined:
            Int(part).flatMap { parts.edition.periods.indices.contains($0) ? parts.edition.periods[$0] : nil }
                ?? .verbatim(part)
        case nil: part.isEmpty ? .unsaid : attributes.shown(part, of: parts.attribute ?? "")
        }
    }
}

extension MemberStatistics.Line {
    /// Groups come by their number, others by their key; what is not on file comes last.
    fileprivate var place: (Int, Int, String) { (part.isEmpty ? 1 : 0, Int(part) ?? 0, part) }
}

extension Text {
    fileprivate static let unsaid = Text(zh: "没有登记", en: "not on file")
}
