import Civil
package import Kernel

extension StepContent {
    /// Figures and words that nobody can mean are refused whatever the rules say: no reason makes them a fact.
    /// - Throws: `value.invalid`, `value.missing` with the field and its range.
    package func requirePlausible() throws(AppError) {
        switch self {
        case .plain, .conclusion: return
        case .people(let people):
            try Plausible.count(people.count, "people", in: 1...20)
            for person in people { try Plausible.words(person.name, "people.name", atMost: 100) }
        case .notice(let through, _): try Plausible.day(through, "through")
        case .training(let days, let hours, let exemption, _):
            try Plausible.count(days, "days", in: 0...1000)
            try Plausible.count(hours, "hours", in: 0...10_000)
            try Plausible.words(optional: exemption, "exemption", atMost: 500)
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
