package import Civil

extension RollUp {
    /// The score of the long period out of those of its short ones, in order.
    package func score(_ scores: [Amount], places: Int) -> Amount? {
        guard let last = scores.last else { return nil }
        switch way {
        case .sum: return scores.sum().rounded(places: places)
        case .mean: return (scores.sum() * Ratio(1, scores.count)).rounded(places: places)
        case .last: return last
        }
    }
}

extension Scheme {
    /// The weighted score of the schemes that this one combines; nil while one of them has none.
    package func combined(_ scores: [String: Amount]) -> Amount? {
        guard !parts.isEmpty else { return nil }
        var sum = Amount.zero
        for part in parts {
            guard let score = scores[part.scheme] else { return nil }
            let brought = part.outOf.map { score * Amount(100).ratio(to: $0) } ?? score
            sum += brought * part.weight
        }
        return sum.rounded(places: places)
    }
}
