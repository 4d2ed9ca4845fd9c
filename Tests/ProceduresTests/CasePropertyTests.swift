import Civil
import Kernel
import Procedures
import TestSupport
import Testing

/// What must hold for every case, tried on random ones.
struct CasePropertyTests {
    private static let kinds = Milestone.allCases

    /// A step with random content, mostly in order.
    private func step(_ milestone: Milestone, on day: Day, _ random: inout SeededRandom) -> CaseStep {
        func chance(_ one: Int) -> Bool { random.below(one) == 0 }
        let content: StepContent
        switch milestone.shape {
        case .plain: content = .plain
        case .people:
            let count = chance(6) ? random.below(4) : 2
            content = .people((0..<count).map { Sponsor(name: "合成\($0)", isFullMember: !chance(12)) })
        case .notice: content = .notice(through: day.adding(days: random.below(9)), isObjected: chance(10))
        case .conclusion: content = .conclusion(passed: !chance(8))
        case .training: content = .training(days: random.below(5), hours: random.below(40), exemption: nil)
        case .resolution, .decision:
            var outcome: Resolution = milestone == .branchMeeting || milestone == .approval ? .admit : .convert
            if chance(8) { outcome = .extend(until: day.adding(months: random.below(15))) }
            if chance(20) { outcome = [.cancel, .refuse, .postpone(until: day.adding(months: 4))][random.below(3)] }
            if milestone.shape == .decision {
                content = .decision(outcome, by: chance(10) ? .generalBranch : .primaryCommittee)
            } else {
                let members = 3 + random.below(10)
                let present = random.below(members + 1)
                let yes = random.below(present + 1)
                content = .resolution(
                    chance(3) ? Ballot(members: members, present: present, yes: yes, no: present - yes) : Story.ballot,
                    outcome)
            }
        }
        return CaseStep(
            milestone, StatedDate(day), content, evidence: chance(15) ? [] : Story.letters)
    }

    /// A random walk: steps are tried in any order on days that go on, and those that are permitted are recorded.
    private func walk(_ rule: CaseRule, seed: UInt64, from first: Day) -> CaseFacts {
        var random = SeededRandom(seed: seed)
        var facts = CaseFacts(born: StatedDate(first.adding(years: -20)))
        var day = first
        for _ in 0..<220 {
            day = day.adding(days: random.below(14))
            var milestone = Self.kinds[random.below(Self.kinds.count)]
            if random.below(4) > 0, let next = rule.outlook(facts, on: day).first(where: { $0.opens <= day }) {
                milestone = next.milestone
            }
            let step = step(milestone, on: day, &random)
            if rule.verdict(step, facts).isPermitted { facts.add(step) }
        }
        return facts
    }

    @Test func noOrderOfStepsReachesFullMembershipAgainstAGate() throws {
        let rule = try Story.rule()
        var admitted = 0
        for seed in 0..<60 {
            let first = day(["2011-03-05", "2013-01-20", "2016-02-29", "2024-08-01"][seed % 4])
            let facts = walk(rule, seed: UInt64(seed), from: first)
            guard facts.end == .admitted else { continue }
            admitted += 1
            // Written a second time in plain code, without the engine's own reader.
            func days(_ milestone: Milestone) -> [Day] {
                facts.steps.filter { $0.milestone == milestone && $0.carries }.map(\.date.first)
            }
            let applied = try #require(days(.application).first)
            let filed = try #require(days(.activistFiling).first)
            let target = try #require(days(.targetDecision).last)
            let listed = try #require(days(.targetListing).first)
            let introduced = try #require(days(.introducers).last)
            let reviewed = try #require(days(.politicalReview).first)
            let trained = try #require(facts.steps.last { $0.milestone == .shortTraining })
            let meeting = try #require(facts.steps.last { $0.milestone == .branchMeeting && $0.carries })
            let approved = try #require(days(.approval).first)
            let full = try #require(facts.steps.last { $0.milestone == .fullMeeting && $0.content.outcome == .convert })
            #expect(applied >= first.adding(years: -2))
            #expect(target >= filed.adding(months: 12))
            #expect(listed >= target)
            #expect(introduced >= listed && reviewed >= listed)
            if case .training(let days, let hours, _, _) = trained.content { #expect(days >= 3 || hours >= 24) }
            #expect(meeting.date.first >= reviewed)
            for vote in [meeting, full] {
                let ballot = try #require(vote.content.ballot)
                #expect(2 * ballot.present > ballot.members && 2 * ballot.yes > ballot.members)
            }
            #expect(approved >= meeting.date.first)
            #expect(full.date.first >= meeting.date.first.adding(months: 12))
            if listed >= day("2026-05-11") { #expect(!days(.targetNotice).isEmpty) }
            let extensions = facts.steps.filter { $0.milestone == .fullApproval && $0.content.outcome?.word == .extend }
            #expect(extensions.count <= 1)
            if let until = extensions.first?.content.outcome?.until { #expect(full.date.first >= until) }
        }
        #expect(admitted > 5, "the walks have to get somewhere: \(admitted)")
    }

    @Test func theFirstPermittedDayIsPermittedAndTheDayBeforeIsNot() throws {
        let rule = try Story.rule(local: ["notice-at-every-stage"])
        var named = 0
        for seed in 0..<24 {
            let facts = walk(
                rule, seed: UInt64(seed + 1000), from: TestSupport.day(seed % 2 == 0 ? "2023-06-10" : "2012-10-01"))
            var random = SeededRandom(seed: UInt64(seed))
            for milestone in Self.kinds {
                let day = TestSupport.day("2012-06-01").adding(days: random.below(6000))
                let step = step(milestone, on: day, &random)
                let verdict = rule.verdict(step, facts)
                guard verdict.obstacle == nil, let first = verdict.firstPermitted else { continue }
                func moved(_ day: Day) -> CaseStep {
                    // A notice that begins on another day ends on another.
                    if case .notice(let through, let isObjected) = step.content {
                        return CaseStep(
                            milestone, StatedDate(day),
                            .notice(through: day.adding(days: through - step.date.first), isObjected: isObjected),
                            evidence: step.evidence)
                    }
                    return CaseStep(milestone, StatedDate(day), step.content, evidence: step.evidence)
                }
                #expect(rule.verdict(moved(first), facts).isPermitted)
                if first > day {
                    named += 1
                    #expect(!verdict.isPermitted)
                    #expect(!rule.verdict(moved(first.adding(days: -1)), facts).isPermitted)
                }
            }
        }
        #expect(named > 20)
    }

    @Test func movingAnEarlyDateLaterMakesNothingLegalThatWasNot() throws {
        let rule = try Story.rule()
        var refused = 0
        for seed in 0..<40 {
            var random = SeededRandom(seed: UInt64(seed))
            let target = Story.days[5 + random.below(Story.days.count - 5)]
            let position = random.below(Story.days.firstIndex { $0.0 == target.0 } ?? 1)
            let moved = Story.days[position]
            let shift = 1 + random.below(500)
            for offset in stride(from: -420, through: 60, by: 12) {
                let day = TestSupport.day(target.1).adding(days: offset)
                let before = Story.before(target.0)
                let after = Story.before(target.0, [moved.0: TestSupport.day(moved.1).adding(days: shift).description])
                let step = Story.step(target.0, day.description)
                if !rule.verdict(step, before).isPermitted {
                    refused += 1
                    #expect(!rule.verdict(step, after).isPermitted, "\(target.0) \(day), \(moved.0) +\(shift)")
                }
            }
        }
        #expect(refused > 200)
    }
}
