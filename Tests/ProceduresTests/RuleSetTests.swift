import Civil
import Kernel
import Policy
import Procedures
import TestSupport
import Testing

struct RuleSetTests {
    @Test(arguments: [
        ("2014-05-09", "1990-trial"), ("2014-05-27", "1990-trial"), ("2014-05-28", "2014"), ("2026-05-10", "2014"),
        ("2026-05-11", "2026"), ("2026-05-12", "2026"),
    ])
    func theDayOfTheStepChoosesTheRules(day: String, key: String) throws {
        let rules = try RecruitmentPolicy.rules(PolicyLoader())
        #expect(rules.set(on: TestSupport.day(day))?.key == key)
    }

    @Test func everyRuleOfEverySetIsCited() throws {
        for set in try RecruitmentPolicy.rules(PolicyLoader()).sets {
            #expect(!set.rules.isEmpty)
            for rule in set.rules {
                #expect(!rule.source.document.isEmpty && !rule.source.place.isEmpty, "\(set.key) \(rule.id)")
                #expect(!rule.name.chinese.isEmpty && !rule.name.english.isEmpty, "\(rule.id)")
            }
        }
    }

    @Test func numbersShiftByOneAfterTheEighteenth() throws {
        let rules = try RecruitmentPolicy.rules(PolicyLoader())
        let old = day("2026-05-10")
        let new = day("2026-05-11")
        #expect(rules.rule("target.one_year", on: old)?.source.place == "第十三条")
        #expect(rules.rule("target.one_year", on: new)?.source.place == "第十三条")
        #expect(rules.rule("meeting.quorum", on: old)?.source.place == "第二十条")
        #expect(rules.rule("meeting.quorum", on: new)?.source.place == "第十九条")
        #expect(rules.rule("approval.months", on: new)?.source.place == "第二十五条")
        #expect(rules.rule("full_meeting.probation", on: new)?.source.place == "第三十一条")
        #expect(rules.rule("archive.five", on: new)?.source.place == "第三十六条")
    }

    @Test func whatIsNotVerifiedSaysSo() throws {
        let rules = try RecruitmentPolicy.rules(PolicyLoader())
        let trial = try #require(rules.set(on: day("2010-01-01")))
        #expect(trial.rules.allSatisfy { !$0.source.verified })
        #expect(
            rules.rule("meeting.quorum", on: day("2020-01-01"))?.source.text.english.contains("unverified") == true)
    }

    @Test func aSwitchTurnsARuleOffAndOn() throws {
        let off = try RecruitmentPolicy.rules(PolicyLoader(), switches: ["notice.listing": false])
        #expect(off.rule("notice.listing", on: day("2026-06-01"))?.isOn == false)
        let on = try RecruitmentPolicy.rules(PolicyLoader(), switches: ["report.quarter": true])
        #expect(on.rule("report.quarter", on: day("2020-06-01"))?.isOn == true)
    }

    @Test func localRulesComeOnTopFromTheirDay() throws {
        let rules = try RecruitmentPolicy.rules(PolicyLoader(), local: ["notice-at-every-stage"])
        let before = try #require(rules.set(on: day("2019-05-16")))
        let after = try #require(rules.set(on: day("2019-05-17")))
        #expect(after.key == "2014")
        #expect(Set(after.rules.map(\.id)).isSuperset(of: before.rules.map(\.id)))
        #expect(after.rules.count == before.rules.count + 6)
    }
}
