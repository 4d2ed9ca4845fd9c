import Civil
import Policy
import Recruitment
import Testing

struct RecruitmentRulesTests {
    @Test(arguments: [
        ("2014-05-09", "1990-trial"), ("2014-05-27", "1990-trial"), ("2014-05-28", "2014"), ("2026-05-10", "2014"),
        ("2026-05-11", "2026"), ("2026-05-12", "2026"),
    ])
    func theDayOfTheStepChoosesTheRules(day: String, key: String) throws {
        let rules = try RecruitmentRules(PolicyLoader().load("policy/recruitment/rule-sets.yaml"))
        #expect(try rules.set(on: #require(Day(day)))?.key == key)
    }

    @Test func probationEndsByTheCalendar() throws {
        let rules = try RecruitmentRules(PolicyLoader().load("policy/recruitment/rule-sets.yaml"))
        #expect(try rules.probationEnds(votedOn: #require(Day("2016-02-29")))?.description == "2017-02-28")
    }
}
