/// An interval of amounts with open or closed ends, in the notation of thresholds: `[90, 95]`, `(1040, 1060]`, `>
/// 1060`, `<= 599`.
package struct Interval: Sendable, Hashable, CustomStringConvertible {
    package struct End: Sendable, Hashable {
        package let value: Amount
        package let isIncluded: Bool

        package init(_ value: Amount, isIncluded: Bool) {
            self.value = value
            self.isIncluded = isIncluded
        }
    }

    package let lower: End?
    package let upper: End?

    package init(lower: End?, upper: End?) {
        self.lower = lower
        self.upper = upper
    }

    /// Parses the two notations in the description of the type, and a single amount; nil when malformed or empty.
    package init?(_ text: String) {
        let text = text.filter { !$0.isWhitespace }
        if let first = text.first, let last = text.last, "[(".contains(first), "])".contains(last) {
            let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 2, let low = Amount(String(parts[0])), let high = Amount(String(parts[1])) else {
                return nil
            }
            let (lower, upper) = (End(low, isIncluded: first == "["), End(high, isIncluded: last == "]"))
            guard low < high || (low == high && lower.isIncluded && upper.isIncluded) else { return nil }
            self.init(lower: lower, upper: upper)
            return
        }
        for (sign, isLower, isIncluded) in [
            (">=", true, true), ("≥", true, true), ("<=", false, true), ("≤", false, true), (">", true, false),
            ("<", false, false),
        ] where text.hasPrefix(sign) {
            guard let value = Amount(String(text.dropFirst(sign.count))) else { return nil }
            let end = End(value, isIncluded: isIncluded)
            self.init(lower: isLower ? end : nil, upper: isLower ? nil : end)
            return
        }
        guard let value = Amount(text) else { return nil }
        self.init(lower: End(value, isIncluded: true), upper: End(value, isIncluded: true))
    }

    package func contains(_ value: Amount) -> Bool {
        if let lower, value < lower.value || (value == lower.value && !lower.isIncluded) { return false }
        if let upper, value > upper.value || (value == upper.value && !upper.isIncluded) { return false }
        return true
    }

    /// The smallest multiple of `step` in the interval; nil without a lower end or such a multiple.
    package func least(step: Amount) -> Amount? {
        guard let lower, step > .zero, !lower.value.isTooLarge else { return nil }
        var (times, rest) = lower.value.parts(of: step)
        if rest.isNegative { (times, rest) = (times - 1, rest + step) }
        let start = rest == .zero && lower.isIncluded ? times : times + 1
        let value = step * start
        return contains(value) ? value : nil
    }

    package var description: String {
        switch (lower, upper) {
        case (let lower?, let upper?):
            lower.value == upper.value
                ? lower.value.description
                : (lower.isIncluded ? "[" : "(") + "\(lower.value), \(upper.value)" + (upper.isIncluded ? "]" : ")")
        case (let lower?, nil): (lower.isIncluded ? "≥ " : "> ") + lower.value.description
        case (nil, let upper?): (upper.isIncluded ? "≤ " : "< ") + upper.value.description
        case (nil, nil): "—"
        }
    }
}

extension Sequence<Interval> {
    /// The gaps between the intervals, and their overlaps, as far as they contain multiples of
    /// `step`.
    package func gapsAndOverlaps(step: Amount) -> (gaps: [Interval], overlaps: [(Interval, Interval)]) {
        let sorted = self.sorted { ($0.lower?.value.units ?? Int.min) < ($1.lower?.value.units ?? Int.min) }
        var gaps: [Interval] = []
        var overlaps: [(Interval, Interval)] = []
        for (below, above) in zip(sorted, sorted.dropFirst()) {
            guard let end = below.upper, let start = above.lower else {
                overlaps.append((below, above))
                continue
            }
            let between = Interval(
                lower: Interval.End(end.value, isIncluded: !end.isIncluded),
                upper: Interval.End(start.value, isIncluded: !start.isIncluded))
            if end.value < start.value || (end.value == start.value && !end.isIncluded && !start.isIncluded) {
                if between.least(step: step) != nil { gaps.append(between) }
            } else if end.value > start.value || (end.isIncluded && start.isIncluded) {
                overlaps.append((below, above))
            }
        }
        return (gaps, overlaps)
    }
}
