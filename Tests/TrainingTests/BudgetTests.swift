import Civil
import Foundation
import Kernel
import Policy
import TestSupport
import Testing
import Wire

@testable import Training

/// What classes cost: days of people by the standard, fees of lectures by titles, and sums.
struct BudgetTests {
    private static let loaded = Result {
        try TrainingRules(PolicyLoader().load("policy/training/training.yaml")).budget
    }

    private func sum(
        people: Int = 1, days: Int, travel: Int = 0, rate: Int = 550, standard: String = "class-3",
        _ lectures: [BudgetCalculation.Lecture] = [], ceiling: Int? = nil
    ) throws -> BudgetCalculation {
        let rules = try Self.loaded.get()
        return BudgetCalculation(
            rules: rules, people: people, classDays: days, travelDays: travel, rate: Amount(rate),
            standard: try rules.standard(standard), lectures: lectures, ceiling: ceiling.map { Amount($0) })
    }

    private func lecture(_ hours: String, _ fee: Int, _ title: String?) throws -> BudgetCalculation.Lecture {
        BudgetCalculation.Lecture(
            number: 1, hours: try #require(Hours(hours)), fee: Amount(fee), title: title)
    }

    /// Five classes of 160 people and five days at 550 yuan: 4,000 person-days, 2.2 million yuan.
    @Test func aCountysRotationOf2017Costs() throws {
        let one = try sum(people: 160, days: 5)
        #expect(one.living == Amount(440_000) && one.total == one.living && one.warnings.isEmpty)
        #expect((one.living * 5) == Amount(2_200_000))
    }

    /// Thirty days in full and the others with 70 %; arrival and departure are days like others.
    @Test(arguments: [
        (30, 0, "16500"), (31, 0, "16885"), (28, 2, "16500"), (33, 2, "18425"), (60, 0, "28050"), (1, 0, "550"),
    ])
    func daysBeyondThirtyCountWithAShare(days: Int, travel: Int, living: String) throws {
        #expect(try sum(days: days, travel: travel).living.description == living)
    }

    @Test func lecturesArePaidByTheHourAndFourOfThemAHalfDay() throws {
        let rules = try Self.loaded.get()
        #expect(rules.titles.map(\.perHour) == [Amount(500), Amount(1000), Amount(1500)])
        let sum = try sum(
            people: 60, days: 2,
            [lecture("4", 500, "deputy_senior"), lecture("6", 1000, "senior"), lecture("3.5", 1500, "academician")])
        #expect(sum.lectureFees == Amount(2000 + 4000 + 5250))
        #expect(sum.total == Amount(66_000 + 11_250) && sum.warnings.isEmpty)
    }

    @Test func whatIsAboveAStandardIsNamed() throws {
        #expect(try sum(days: 5, rate: 551).warnings.count == 1)
        #expect(try sum(days: 5, rate: 650, standard: "class-2").warnings.isEmpty)
        #expect(try sum(days: 5, [lecture("4", 501, "deputy_senior")]).warnings.count == 1)
        #expect(try sum(days: 5, [lecture("4", 1, nil)]).warnings.count == 1)
        #expect(try sum(days: 5, [lecture("4", 0, nil)]).warnings.isEmpty)
        #expect(try sum(days: 5, ceiling: 2750).warnings.isEmpty)
        #expect(try sum(days: 5, ceiling: 2749).warnings.count == 1)
    }

    @Test func aClassHasItsBudgetAndHostsHaveSums() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced("A", host: "610116", starts: "2014-09-01", days: 3, capacity: 30)
            _ = try await office.announced("B", host: "610102", starts: "2015-03-02", days: 2, capacity: 20)
            _ = try await office.announced("C", host: "610116", starts: "2015-04-07", days: 1, capacity: 10)
            _ = try await office.training.changeSession(
                1, of: course, SessionChange(teacher: "王教授", fee: Amount(800), teacherTitle: "senior"), expected: nil,
                caller: Fixture.root)
            let set = try await office.training.setBudget(
                course, ClassBudgetOrder(arrivalDays: 1, departureDays: 1, ceiling: Amount(85_000)),
                caller: Fixture.root)
            // Thirty people on three days and two of travel; four hours of a professor.
            #expect(set.days == 5 && set.personDays == 150 && set.living == Amount(82_500))
            #expect(set.lectures == Amount(3200) && set.total == Amount(85_700) && set.warnings.count == 1)
            // Travel adds no hours.
            #expect(try await office.sessions(course).map(\.hours).sum().description == "24")
            // What a later decision does not name stays.
            let later = try await office.training.setBudget(
                course, ClassBudgetOrder(ceiling: Amount(90_000), reason: "追加"), caller: Fixture.root)
            #expect(later.days == 5 && later.ceiling == Amount(90_000) && later.warnings.isEmpty)
            try await office.enrol(0, 1, in: course)
            let query = BudgetQuery(from: day("2014-01-01"), through: day("2015-12-31"))
            let table = try await office.training.budgets(query, on: office.today, caller: Fixture.root)
            #expect(table.items.map(\.code) == ["B", "A", "C"])
            #expect(table.items.map(\.people) == [20, 2, 10])
            #expect(table.hosts.map(\.part) == ["610102", "610116"])
            #expect(table.hosts.map(\.total) == [Amount(22_000), Amount(5500 + 3200 + 5500)])
            #expect(table.years.map(\.part) == ["2014", "2015"])
            #expect(table.years.map(\.personDays) == [10, 50])
            #expect(table.total.classes == 3 && table.total.total == Amount(36_200))
            let html = try await office.training.printedBudgets(query, .chinese, on: office.today, caller: Fixture.root)
            #expect(html.contains("培训班经费预算表") && html.contains("36200"))
            // A neighbour sees nothing of it.
            let neighbour = try await office.fixture.caller("610528")
            #expect(
                try await office.training.budgets(query, on: office.today, caller: neighbour).items.isEmpty)
        }
    }

    /// A rule file of an office that was written before there were budgets is read with those of the shipped one.
    @Test func aRuleFileWithoutABudgetHasTheShippedOne() throws {
        let text = try PolicyLoader().text("policy/training/training.yaml")
        let start = try #require(text.range(of: "\nbudget:\n")?.lowerBound)
        let end = try #require(text.range(of: "\nconfirmation:\n")?.lowerBound)
        #expect(start < end)
        let without = text.replacingCharacters(in: start..<end, with: "\n")
        let rules = try TrainingRules(PolicyLoader.parse(without, file: "own.yaml")).budget
        #expect(rules.standards.map(\.perPersonDay) == [Amount(550), Amount(650), Amount(760)])
        #expect(rules.fullDays == 30 && rules.beyondShare == Ratio(70, 100) && rules.travelDays == 1)
        #expect(rules.source.document.contains("财行〔2016〕540号"))
        let own = text.replacing("per_person_day: 550}", with: "per_person_day: 400}")
        #expect(
            try TrainingRules(PolicyLoader.parse(own, file: "own.yaml")).budget.standards[0].perPersonDay == Amount(400)
        )
        let wrong = text.replacing("  beyond_percent: 70\n", with: "")
        let error = #expect(throws: AppError.self) { try TrainingRules(PolicyLoader.parse(wrong, file: "own.yaml")) }
        #expect(error?.message.english.contains("beyond_percent") == true)
    }

    @Test func whatTheRulesForbidIsRefused() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced("A", host: "610116")
            for order in [
                ClassBudgetOrder(arrivalDays: 2), ClassBudgetOrder(departureDays: -1), ClassBudgetOrder(standard: "x"),
                ClassBudgetOrder(ceiling: Amount(units: -1)), ClassBudgetOrder(ceiling: Amount(units: 1)),
            ] {
                let error = try await office.refusal {
                    _ = try await office.training.setBudget(course, order, caller: Fixture.root)
                }
                #expect(error.code.hasPrefix("value."), "\(error.code)")
            }
            let error = try await office.refusal {
                _ = try await office.training.changeSession(
                    1, of: course, SessionChange(teacherTitle: "x"), expected: nil, caller: Fixture.root)
            }
            #expect(error.code == "value.invalid" && error.message.english.contains("deputy_senior"))
        }
    }

    /// The refusal named one of the two classes, and that among its facts.
    @Test func aTeacherInTwoClassesAtOnceIsRefusedWithBothNamed() async throws {
        try await ClassOffice.with { office in
            _ = try await office.announced("A", host: "610116", teacher: "李老师")
            let error = try await office.refusal {
                _ = try await office.announced("B", host: "610116", teacher: "李老师")
            }
            #expect(error.code == "class.teacher_busy")
            for text in [error.message.chinese, error.message.english] {
                #expect(text.contains("班次A") && text.contains("班次B"), "\(text)")
            }
        }
    }
}
