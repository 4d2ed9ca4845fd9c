import Civil
package import Kernel

extension StepContent {
    package static let daysAllowed = 0...1000
    package static let hoursAllowed = 0...10_000
    package static let peopleAllowed = 1...20
    /// Characters of a name at most.
    package static let longestName = 100

    /// Figures and words that nobody can mean are refused whatever the rules say: no reason makes them a fact.
    /// - Throws: `value.invalid`, `value.missing` with the field and its range.
    package func requirePlausible() throws(AppError) {
        switch self {
        case .plain, .conclusion: return
        case .people(let people):
            try Plausible.count(people.count, "people", in: Self.peopleAllowed)
            for person in people { try Plausible.words(person.name, "people.name", atMost: Self.longestName) }
        case .notice(let through, _): try Plausible.day(through, "through")
        case .training(let days, let hours, let exemption, _):
            try Plausible.count(days, "days", in: Self.daysAllowed)
            try Plausible.count(hours, "hours", in: Self.hoursAllowed)
            try Plausible.words(optional: exemption, "exemption")
        case .resolution(let ballot, let outcome):
            try ballot.requirePlausible()
            if let until = outcome.until { try Plausible.day(until, "until") }
        case .decision(let outcome, _):
            if let until = outcome.until { try Plausible.day(until, "until") }
        }
    }
}

extension Ballot {
    /// Members of one branch: no figure of a ballot is larger.
    package static let figures = 0...100_000

    /// Figures that do not agree with each other are the business of a rule: old minutes have them.
    fileprivate func requirePlausible() throws(AppError) {
        let stated = [
            ("members", members), ("present", present), ("yes", yes), ("no", no), ("abstained", abstained),
            ("written_yes", writtenYes), ("written_no", writtenNo),
        ]
        for (name, figure) in stated { try Plausible.count(figure, name, in: Self.figures) }
        for (kind, figure) in excused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try Plausible.count(figure, "excused.\(kind.rawValue)", in: Self.figures)
        }
    }
}
