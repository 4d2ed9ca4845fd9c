import Access
import Audit
import Civil
import Composition
import Kernel
import Members
import Postgres
import TestSupport
import Testing
import Training
import Wire

/// Two records of one person are found, made one in one act and separated again as they were.
struct MergeTests {
    private let today = ChinaTime.today()
    private static let head = "organisation,name,id_number,性别,出生日期,since,status,title,tenure_since,手机号,synthetic\n"

    private func row(
        _ organisation: String = "610116001001", name: String = "王芳", number: String = "", born: String = "",
        since: String = "2005-07-01", title: String = "", phone: String = ""
    ) -> String {
        let tenure = title.isEmpty ? "" : "2012-01-01"
        let cells = [organisation, name, number, number.isEmpty ? "男" : "", born, since, "full", title, tenure, phone]
        return cells.joined(separator: ",") + ",true\n"
    }

    private func refusal(_ body: () async throws -> Void) async -> AppError? {
        do {
            try await body()
            return nil
        } catch { return error as? AppError }
    }

    private func people(_ fixture: Fixture, _ name: String = "王芳") async throws -> [Person] {
        try await fixture.services.members.people(
            PeopleQuery(scope: "6101", name: name), PageRequest(), caller: Fixture.root
        ).items
    }

    private func duplicates(_ fixture: Fixture) async throws -> [PersonDuplicate] {
        try await fixture.services.members.duplicates(
            PersonDuplicateQuery(scope: "6101"), PageRequest(), caller: Fixture.root
        ).items
    }

    private func merge(
        _ fixture: Fixture, _ kept: Person, _ gone: Person, dryRun: Bool = false
    ) async throws -> PersonMerged {
        try await fixture.services.members.merge(
            into: Reference(kept.id), PersonMergeOrder(gone: Reference(gone.id), reason: "同一人", dryRun: dryRun),
            caller: Fixture.root)
    }

    /// Everything about people, as text, without what says when it was last written.
    private func state(_ fixture: Fixture) async throws -> [String] {
        let tables: [String] = try await fixture.owner.query(
            "SELECT DISTINCT relation FROM person_columns() WHERE relation NOT LIKE 'person_merge%' ORDER BY 1"
        ).map { try $0["relation"] }
        var rows: [String] = []
        for table in tables + ["person"] {
            rows += try await fixture.owner.query(
                """
                SELECT \(unsafeSQL: "'\(table) '") || (to_jsonb(r) - 'version' - 'audit_event_id')::text AS row
                FROM \(unsafeSQL: table) r ORDER BY 1
                """
            ).map { try $0["row"] }
        }
        return rows
    }

    private var birth: String { Day(number: 3003).description }

    /// The same person without a number first, with it later: the sheet says so, and everything ends in one record.
    @Test func aPersonWithoutNumberAndLaterWithItIsOne() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "6101"), caller: Fixture.root)
            _ = try await fixture.importPeople(Self.head + row(born: birth, phone: "13800000001"))
            let second = try await fixture.importPeople(
                Self.head + row(number: Fixture.number(3), title: "secretary"))
            #expect(second.added == 1 && second.notes.first?.text.chinese.contains("出生日期相同") == true)
            let found = try await duplicates(fixture)
            #expect(found.map(\.reasons) == [[.born, .numberMissing]])
            let both = try await people(fixture)
            let (plain, numbered) = (
                try #require(both.first { $0.maskedNumber == nil }), try #require(both.first { $0.maskedNumber != nil })
            )
            let before = try await state(fixture)
            let preview = try await merge(fixture, plain, numbered, dryRun: true)
            #expect(try await state(fixture) == before)
            let done = try await merge(fixture, plain, numbered)
            #expect(done.facts.map(\.relation) == preview.facts.map(\.relation))
            #expect(done.facts.first { $0.relation == "membership" }?.doubled == 1)
            #expect(done.facts.first { $0.relation == "tenure" }?.moved == 1)
            let left = try await people(fixture)
            #expect(left.map(\.id) == [plain.id] && left[0].maskedNumber != nil)
            #expect(try await fixture.person(3).id == plain.id)
            #expect(try await duplicates(fixture).isEmpty)
            // What named the other leads here.
            let card = try await fixture.services.members.person(Reference(numbered.id), caller: Fixture.root)
            #expect(card.id == plain.id)
            // The sheet with the number is that person's.
            let again = try await fixture.importPeople(
                Self.head + row(number: Fixture.number(3), title: "secretary"))
            #expect(again.unchanged == 1)
            _ = try await fixture.services.members.separate(
                Reference(numbered.id), PersonSeparationOrder(reason: "不是同一人"), caller: Fixture.root)
            let after = try await state(fixture)
            #expect(after.filter { !$0.hasPrefix("duty ") } == before.filter { !$0.hasPrefix("duty ") })
            #expect(try await fixture.count("duty") == before.count { $0.hasPrefix("duty ") })
            #expect(
                await refusal {
                    _ = try await fixture.services.members.separate(
                        Reference(numbered.id), PersonSeparationOrder(reason: "r"), caller: Fixture.root)
                }?.code == "merge.none")
            _ = try await fixture.services.audit.seal(caller: Fixture.root)
            let unexplained: Int = try await fixture.owner.query(
                "SELECT count(*) AS n FROM audit_leaf WHERE kind = 'broken' OR cause IS NULL AND kind IN ('changed', 'removed')"
            )[0]["n"]
            #expect(unexplained == 0)
        }
    }

    @Test func twoMembershipsAtOneTimeAreNamedAndNothingIsMerged() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                Self.head + row(born: birth) + row("610102001001", number: Fixture.number(3), since: "2006-07-01"))
            let both = try await people(fixture)
            let before = try await state(fixture)
            let error = await refusal { _ = try await merge(fixture, both[0], both[1]) }
            #expect(error?.code == "merge.conflict" && error?.message.chinese.contains("党籍") == true)
            #expect(error?.message.chinese.contains("2005-07-01") == true)
            #expect(try await state(fixture) == before)
            #expect(await refusal { _ = try await merge(fixture, both[0], both[0]) }?.code == "merge.same")
        }
    }

    @Test func whoIsFoundToBeTwoIsNoLongerListed() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                Self.head + row(born: birth) + row("610102001001", number: Fixture.number(3)))
            let found = try await duplicates(fixture)
            #expect(found.count == 1)
            _ = try await fixture.services.members.distinguish(
                Reference(found[0].second), PersonDistinctionOrder(other: Reference(found[0].first), reason: "两人"),
                caller: Fixture.root)
            #expect(try await duplicates(fixture).isEmpty)
            let neighbour = try await fixture.caller("610102", .clerk)
            #expect(
                try await fixture.services.members.duplicates(
                    PersonDuplicateQuery(), PageRequest(), caller: neighbour
                ).items.isEmpty)
        }
    }

    /// One digit of the number, two neighbours of the birth day, one telephone.
    @Test func numbersMistypedAndTelephonesAreFound() async throws {
        try await Fixture.with { fixture in
            let birth = try #require(Day("1978-03-12"))
            let turned = try #require(Day("1978-03-21"))
            let one = try IDNumber(region: "990001", birth: birth, sequence: 123).characters
            let digit = try IDNumber(region: "990001", birth: birth, sequence: 133).characters
            let swapped = try IDNumber(region: "990001", birth: turned, sequence: 123).characters
            _ = try await fixture.importPeople(Self.head + row(number: one))
            _ = try await fixture.importPeople(Self.head + row("610102001001", number: digit))
            _ = try await fixture.importPeople(Self.head + row("610116001002", number: swapped))
            _ = try await fixture.importPeople(
                Self.head + row(name: "赵一", number: Fixture.number(7), phone: "13811112222"))
            _ = try await fixture.importPeople(
                Self.head + row("610116001002", name: "赵乙", number: Fixture.number(9), phone: "13811112222"))
            let found = try await duplicates(fixture)
            let reasons = found.map { $0.reasons.map(\.rawValue).joined(separator: "+") }.sorted()
            #expect(reasons == ["born+number", "born_digit+number", "phone"])
        }
    }

    /// Everything that can hang on somebody goes along and comes back: seats, marks, hours, absences, categories.
    @Test func seatsMarksAndHoursGoAlongAndComeBack() async throws {
        try await Fixture.with { fixture in
            let services = fixture.services
            _ = try await services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "6101"), caller: Fixture.root)
            _ = try await fixture.importPeople(Self.head + row(born: birth))
            _ = try await fixture.importPeople(Self.head + row(number: Fixture.number(3), title: "secretary"))
            let both = try await people(fixture)
            let (plain, numbered) = (
                try #require(both.first { $0.maskedNumber == nil }), try #require(both.first { $0.maskedNumber != nil })
            )
            _ = try await services.training.importPast(
                Array("id_number,class,level,ended_on,hours\n\(Fixture.number(3)),旧班,county,2014-07-01,8\n".utf8),
                ImportOrder(), on: today, caller: Fixture.root)
            _ = try await services.training.categorise(
                CategoryOrder(
                    person: Reference(numbered.id), category: "village_director", since: day("2014-06-01"), source: "s"),
                caller: Fixture.root)
            let duty = try #require(
                try await services.training.duties(
                    of: Reference(numbered.id), AsOfQuery(asOf: day("2014-06-01")), on: today, caller: Fixture.root
                ).items.first)
            _ = try await services.training.grant(
                ReliefOrder(
                    duties: [Reference(duty.id)], kind: .extension_, granted: day("2014-06-01"),
                    expires: day("2017-01-01"), reason: "r", approver: "a", document: "d"), on: today,
                caller: Fixture.root)
            let before = try await state(fixture)
            _ = try await merge(fixture, plain, numbered)
            let held: Int = try await fixture.owner.query(
                "SELECT count(*) AS n FROM relief WHERE person_id = \(plain.id)")[0]["n"]
            #expect(held == 1)
            let hours: Int = try await fixture.owner.query(
                "SELECT count(*) AS n FROM credit WHERE person_id = \(plain.id)")[0]["n"]
            #expect(hours == 1)
            _ = try await services.members.separate(
                Reference(plain.id), PersonSeparationOrder(reason: "r"), caller: Fixture.root)
            let after = try await state(fixture)
            #expect(after.filter { !$0.hasPrefix("duty ") } == before.filter { !$0.hasPrefix("duty ") })
        }
    }

    @Test func aStandingThatChangedSinceKeepsThemTogether() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Self.head + row(born: birth))
            _ = try await fixture.importPeople(Self.head + row(number: Fixture.number(3)))
            let both = try await people(fixture)
            _ = try await merge(fixture, both[0], both[1])
            _ = try await fixture.services.members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: day("2026-01-01"), document: "d", reason: "r"),
                about: Reference(both[0].id), on: today, caller: Fixture.root)
            let error = await refusal {
                _ = try await fixture.services.members.separate(
                    Reference(both[1].id), PersonSeparationOrder(reason: "r"), caller: Fixture.root)
            }
            #expect(error?.code == "merge.rests" && error?.message.chinese.contains("党籍处理决定") == true)
        }
    }

    /// A new table cannot be forgotten: what names a person is moved by itself, and what only one row of a person may
    /// say is among the conflicts or doubles of a merge.
    @Test func everyColumnThatNamesAPersonIsHandled() async throws {
        try await Fixture.with { fixture in
            let listed: [String] = try await fixture.owner.query(
                "SELECT relation || '.' || attribute AS c FROM person_columns() ORDER BY 1"
            ).map { try $0["c"] }
            #expect(listed.count > 40)
            // A column of another name that refers to people, without a foreign key, would be missed.
            let named: [String] = try await fixture.owner.query(
                """
                SELECT c.relname || '.' || k.attname AS c FROM pg_class c JOIN pg_attribute k ON k.attrelid = c.oid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT k.attisdropped
                    AND k.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype) AND k.attname ~ '(person|people|member)' ORDER BY 1
                """
            ).map { try $0["c"] }
            #expect(named.allSatisfy { listed.contains($0) }, "\(named.filter { !listed.contains($0) })")
            let fixed: [String] = try await fixture.owner.query(
                """
                SELECT c.conname AS c FROM pg_constraint c
                    JOIN pg_attribute k ON k.attrelid = c.conrelid AND k.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND cardinality(c.conkey) > 1 AND k.attname IN ('person_id', 'subject_id')
                    AND NOT c.condeferrable
                """
            ).map { try $0["c"] }
            #expect(fixed.isEmpty, "references that cannot be moved with what they refer to: \(fixed)")
            let unique: [String] = try await fixture.owner.query(
                """
                SELECT DISTINCT i.indexrelid::regclass::text AS c FROM pg_index i JOIN person_columns() p
                    ON i.indrelid = p.relation::regclass AND NOT p.excepted
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = p.attribute
                WHERE (i.indisunique OR i.indisexclusion) AND a.attnum = ANY (i.indkey::smallint[])
                    AND NOT EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = i.indrelid AND o.attname IN ('id')
                        AND o.attnum = ANY (i.indkey::smallint[]))
                ORDER BY 1
                """
            ).map { try $0["c"] }
            #expect(unique == Self.considered)
        }
    }

    /// Each is a conflict or a double of `merge_people`, or holds of rows whose owner is unique by itself.
    private static let considered = [
        "absence_withdrawal_pk", "attendance_mark_pk", "class_nomination_once", "class_nomination_replaced_once",
        "class_result_pk", "credit_decision_pk", "credit_imported_once", "credit_reversed_once", "duty_once",
        "enrolment_event_pk", "enrolment_once", "membership_decision_annulment_pk", "membership_overlap",
        "membership_transfer_answer_pk", "membership_transfer_one_open", "notice_pk", "person_category_once",
        "points_claim_event_pk", "points_claim_once", "points_exemption_overlap", "points_fact_pk",
        "points_participation_overlap", "recruitment_admission_pk", "recruitment_case_one_open", "recruitment_due_pk",
        "recruitment_ruling_pk", "recruitment_step_key", "recruitment_step_pk", "recruitment_trait_once",
        "recruitment_trait_pk", "relief_withdrawal_pk", "seating_decision_withdrawal_pk",
    ]
}
