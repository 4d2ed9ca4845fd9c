package import Civil

/// A day that a test writes down; a misspelt one ends the run.
package func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("no day: \(text)") }
    return day
}

/// An amount that a test writes down.
package func amount(_ text: String) -> Amount {
    guard let amount = Amount(text) else { preconditionFailure("no amount: \(text)") }
    return amount
}

/// A share that a test writes down.
package func ratio(_ text: String) -> Ratio {
    guard let ratio = Ratio(text) else { preconditionFailure("no share: \(text)") }
    return ratio
}
