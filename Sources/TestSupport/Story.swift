package import Civil
import Policy
package import Procedures
import Synchronization

/// A synthetic case in which everything was done in time, to be changed one thing at a time.
package struct Story {
    package static let days: [(Milestone, String)] = [
        (.application, "2024-03-01"), (.talk, "2024-03-15"), (.recommendation, "2024-09-10"),
        (.activistDecision, "2024-09-20"), (.activistFiling, "2024-09-25"), (.contacts, "2024-09-26"),
        (.activistReview, "2025-03-25"), (.opinions, "2025-09-24"), (.targetDecision, "2025-09-26"),
        (.targetFiling, "2025-10-09"), (.targetNotice, "2025-10-10"), (.targetListing, "2025-10-20"),
        (.introducers, "2025-10-21"), (.politicalReview, "2025-11-20"), (.shortTraining, "2025-12-03"),
        (.committeeReview, "2025-12-10"), (.preReview, "2025-12-20"), (.form, "2025-12-22"),
        (.branchMeeting, "2026-01-10"), (.approvalTalk, "2026-02-01"), (.approval, "2026-03-10"),
        (.oath, "2026-04-01"), (.fullApplication, "2026-12-20"), (.fullOpinions, "2027-01-05"),
        (.fullCommitteeReview, "2027-01-08"), (.fullMeeting, "2027-01-12"), (.fullApproval, "2027-03-01"),
        (.archive, "2027-03-05"),
    ]

    package static let members = [Sponsor(name: "合成甲"), Sponsor(name: "合成乙")]
    package static let ballot = Ballot(members: 12, present: 10, yes: 9, no: 1)
    package static let letters: Set<String> = [
        "application_letter", "full_application_letter", "conclusion", "application_form", "political_review",
        "training_register",
    ]

    package static func content(_ milestone: Milestone, on day: Day) -> StepContent {
        switch milestone {
        case .branchMeeting: .resolution(ballot, .admit)
        case .approval: .decision(.admit, by: .primaryCommittee)
        case .fullMeeting: .resolution(ballot, .convert)
        case .fullApproval: .decision(.convert, by: .primaryCommittee)
        case .shortTraining: .training(days: 3, hours: 24, exemption: nil)
        default:
            switch milestone.shape {
            case .people: .people(members)
            case .notice: .notice(through: day.adding(days: 6), isObjected: false)
            case .conclusion: .conclusion(passed: true)
            default: .plain
            }
        }
    }

    package static func step(_ milestone: Milestone, _ date: String, _ content: StepContent? = nil) -> CaseStep {
        let stated = StatedDate(date) ?? StatedDate(day(date))
        return CaseStep(
            milestone, stated, content ?? Self.content(milestone, on: stated.first), evidence: letters)
    }

    /// Everything before a milestone, with other days where they are given; an empty day leaves the step out.
    package static func before(
        _ milestone: Milestone, _ changes: [Milestone: String] = [:], contents: [Milestone: StepContent] = [:],
        born: String = "1998-06-15"
    ) -> CaseFacts {
        var steps: [CaseStep] = []
        for (each, day) in days {
            if each == milestone { break }
            let day = changes[each] ?? day
            guard !day.isEmpty else { continue }
            steps.append(step(each, day, contents[each]))
        }
        return CaseFacts(born: StatedDate(born) ?? StatedDate(TestSupport.day(born)), steps: steps)
    }

    /// Rules by their local additions and switches, read once: hundreds of cases ask for the same.
    private static let rules = Mutex<[String: CaseRule]>([:])

    package static func rule(local: [String] = [], switches: [String: Bool] = [:]) throws -> CaseRule {
        let key = "\(local) \(switches.sorted { $0.key < $1.key })"
        if let known = rules.withLock({ $0[key] }) { return known }
        let loader = PolicyLoader()
        let rule = CaseRule(
            rules: try RecruitmentPolicy.rules(loader, local: local, switches: switches),
            workingDays: try loader.workingDays())
        rules.withLock { $0[key] = rule }
        return rule
    }
}
