import Civil
import Foundation
import Kernel
import Members
import Policy
import TestSupport
import Testing

@testable import Training

/// The page on rule files says what each member means that a rule file may have.
struct RuleFilePageTests {
    private static let page = CommandRunner.repository + "/Sources/Server/Dangwu.docc/TrainingRules.md"

    /// The words in backquotes of the page, each part of `parts[].key` by itself.
    private func words() throws -> Set<String> {
        let text = try String(contentsOfFile: Self.page, encoding: .utf8)
        var words: Set<String> = []
        for (index, part) in text.components(separatedBy: "`").enumerated() where index % 2 == 1 {
            words.formUnion(part.split { !($0.isLetter || $0 == "_") }.map(String.init))
        }
        return words
    }

    /// The keys that the readers of rule files know.
    private func known() throws -> Set<String> {
        let folder = CommandRunner.repository + "/Sources/Training/Rules"
        var keys: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            for list in text.components(separatedBy: ".only([").dropFirst() {
                let quoted = list.prefix { $0 != "]" }.components(separatedBy: "\"")
                keys.formUnion(quoted.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
            }
            for condition in text.components(separatedBy: "case \"").dropFirst() where file == "AttendanceRule.swift" {
                keys.insert(String(condition.prefix { $0 != "\"" }))
            }
        }
        return keys
    }

    @Test func noMemberIsMissing() throws {
        let keys = try known()
        #expect(keys.count > 80)
        #expect(keys.subtracting(try words()).sorted() == [])
    }

    /// The smallest file that the page allows, and what holds where it says nothing.
    private static let smallest = """
        format: training-rules/1
        cycles:
          - key: c
            name: {zh: 甲, en: a}
            opens: 2026-01-01
            soft_end: 2026-12-31
            hard_end: 2026-12-31
            audience: [{who: secretary}]
            source: {document: d, place: p}
        conversions:
          - {key: k, name: {zh: 甲, en: a}, day: 8, half_day: 4, source: {document: d, place: p}}
        sets:
          - key: s
            from: 2026-01-01
            newly_appointed: {months: 6, source: {document: d, place: p}}
            rotation: {accepts: [county], hours: 24, source: {document: d, place: p}}
            annual: [{who: member, hours: 32, source: {document: d, place: p}}]
        attendance:
          - key: a
            name: {zh: 甲, en: a}
            conditions: {sums: [{marks: {late: 1}, below: 3}]}
            assessment: {parts: [{key: essay, name: {zh: 甲, en: a}, pass: 60}]}
            source: {document: d, place: p}
        windows: {due_soon_days: 90, forecast_days: 60, source: {document: d, place: p}}
        planning:
          {unassigned: 1, late_per_day: 1, travel: [0, 1, 2, 3], moved: 1, away_share: 34, source: {document: d, place: p}}
        hosts: {kinds: [committee], smallest: 1, source: {document: d, place: p}}
        class_defaults: {half_day_hours: 4, cost_per_person_day: 550, source: {document: d, place: p}}
        classes:
          reason_from: running
          hours_of_leavers: false
          group_size: 10
          reminders: {called_up_days: 15, marks_after_days: 1, closing_after_days: 3, decided_days: 31}
          source: {document: d, place: p}
        confirmation: {department: county, source: {document: d, place: p}}
        busy_seasons: []

        """

    @Test func whatIsLeftOutHasTheDefaultOfThePage() throws {
        let rules = try TrainingRules(PolicyLoader.parse(Self.smallest, file: "own.yaml"))
        let audience = try #require(rules.cycles.first?.audience.first)
        #expect(audience.levels == [.primary] && audience.fields == Field.allCases)
        #expect(audience.hours == nil && audience.accepts == nil)
        #expect(rules.categories.isEmpty && rules.courses.isEmpty)
        let conversion = try #require(rules.conversions.first)
        #expect(conversion.evening == .zero && conversion.mostPerDay.description == "24" && conversion.splitsYears)
        let set = rules.sets[0]
        #expect(set.newlyAppointed.map(\.who) == [["secretary", "first_secretary"]])
        #expect(set.newlyAppointed.map(\.stands) == [.afterCycle] && set.newMembers == nil)
        let annual = try #require(set.annual.first)
        #expect(annual.accepts == Level.allCases && !annual.isStanding && annual.forms == FormRule())
        let part = try #require(rules.attendance[0].assessment?.parts.first)
        #expect(part.weight == 0 && part.resits == 0 && part.after.isEmpty && part.resitAtMost == nil)
        #expect(rules.planning.awayCost == nil && !rules.classes.creditsIncomplete && rules.busySeasons.isEmpty)
        #expect(rules.budget.standards.first?.key == "class-3")
    }

    /// What the page marks as having no default is refused where it is missing.
    @Test(arguments: [
        "due_soon_days: 90, ", "forecast_days: 60, ", "unassigned: 1, ", "travel: [0, 1, 2, 3], ", "away_share: 34, ",
        "kinds: [committee], ", "smallest: 1, ", "half_day_hours: 4, ", "  group_size: 10\n", "busy_seasons: []\n",
        "department: county, ", "months: 6, ", "  reason_from: running\n", "  hours_of_leavers: false\n",
    ])
    func whatHasNoDefaultIsNeeded(member: String) throws {
        #expect(Self.smallest.contains(member))
        #expect(throws: AppError.self) {
            _ = try TrainingRules(
                PolicyLoader.parse(Self.smallest.replacing(member, with: ""), file: "own.yaml"))
        }
    }

    /// `standing: true` of every member was read and meant nothing.
    @Test(arguments: ["member", "[secretary, member]"])
    func standingHoursOfEveryMemberAreRefused(who: String) throws {
        let text = Self.smallest.replacing("{who: member, hours: 32,", with: "{who: \(who), hours: 32, standing: true,")
        #expect(text != Self.smallest)
        let error = try #require(
            #expect(throws: AppError.self) { _ = try TrainingRules(PolicyLoader.parse(text, file: "own.yaml")) })
        #expect(error.cells.isEmpty && error.message.both.contains("open-year"))
        let office = text.replacing("{who: \(who),", with: "{who: secretary,")
        #expect(try TrainingRules(PolicyLoader.parse(office, file: "own.yaml")).sets[0].annual[0].isStanding)
    }

    /// Only yearly hours could ask for forms of training.
    @Test func everyDutyCanAskForForms() throws {
        let needs = "needs: [{forms: [concentrated], times: 1}], at_most: {online: 8}, "
        let own = FormRule(
            needs: [HoursNeed(forms: [.concentrated], levels: Level.allCases, times: 1, hours: .zero)],
            caps: [.online: Hours(tenths: 80)])
        func rules(_ old: String, _ new: String) throws -> TrainingRules {
            #expect(Self.smallest.contains(old))
            return try TrainingRules(
                PolicyLoader.parse(Self.smallest.replacing(old, with: new), file: "own.yaml"))
        }
        let rotation = try rules("rotation: {", "rotation: {" + needs)
        #expect(rotation.sets[0].rotationForms == own && rotation.sets[0].newlyAppointed[0].forms == nil)
        let newly = try rules("newly_appointed: {", "newly_appointed: {" + needs)
        #expect(newly.sets[0].newlyAppointed[0].forms == own && newly.sets[0].rotationForms == FormRule())
        let members = try rules(
            "    annual:",
            "    new_members: {probation_months: 12, first_year_months: 12, accepts: [county], \(needs)"
                + "source: {document: d, place: p}}\n    annual:")
        #expect(members.sets[0].newMembers?.forms == own)
        #expect(throws: AppError.self) { _ = try rules("rotation: {", "rotation: {at_most: {nowhere: 8}, ") }
        // And duties carry them: of the rotation, and of the appointment, which has the rotation's unless it says more.
        func drafts(_ rules: TrainingRules, since: String) throws -> DutyRule.Draft {
            let cycle = rules.cycles[0]
            return try #require(
                DutyRule.duty(
                    DutyRule.Office(
                        tenure: .new(), person: .new(), organisation: .new(), path: "61.", level: .primary,
                        field: .rural, title: .secretary, nature: .substantive, since: day(since), until: nil),
                    to: DutyRule.Cycle(
                        id: .new(), opens: cycle.opens, softEnd: cycle.softEnd, hardEnd: cycle.hardEnd,
                        audience: cycle.audience, range: .everything), rules: rules))
        }
        let opens = rotation.cycles[0].opens
        let old = try drafts(rotation, since: opens.adding(days: -30).description)
        #expect(old.kind == .rotation && old.needs == own.needs && old.caps == own.caps)
        let new = try drafts(rotation, since: opens.adding(days: 3).description)
        #expect(new.kind == .newlyAppointed && new.needs == own.needs)
        #expect(try drafts(newly, since: opens.adding(days: -30).description).needs.isEmpty)
        #expect(try drafts(newly, since: opens.adding(days: 3).description).caps == own.caps)
    }

    @Test func theShippedFileIsWrittenOutAsItIs() throws {
        let (path, text) = try PolicyLoader.shipped("training.yaml")
        let own = try PolicyLoader().text(path)
        #expect(path == "policy/training/training.yaml" && text == own)
        #expect(try PolicyLoader.shipped(path).path == path && PolicyLoader.shipped("training").path == path)
        #expect(try PolicyLoader.shipped("2026.yaml", refusal: "reference.ambiguous"))
        #expect(try PolicyLoader.shipped("../../etc/passwd", refusal: "not_found"))
        #expect(PolicyLoader.shipped.contains { $0.path == path && $0.lines > 300 })
    }
}

extension PolicyLoader {
    /// Whether a name is refused with a code.
    fileprivate static func shipped(_ name: String, refusal: String) throws -> Bool {
        do {
            _ = try shipped(name)
            return false
        } catch {
            return error.code == refusal
        }
    }
}
