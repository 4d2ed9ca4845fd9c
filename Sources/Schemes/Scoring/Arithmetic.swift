package import Civil
package import Kernel

/// The value of one entry and the formula that gave it, as it is kept in the ledger.
package struct Calculation: Sendable, Equatable {
    package let value: Amount
    /// A formula that reads the same in both languages: `3 × 1`, `⌊1700 ÷ 500⌋ × 1`.
    package let formula: String
}

/// The arithmetic of values: pure, and the only place where an observation becomes points.
package struct Arithmetic: Sendable {
    package let item: Item

    package init(_ item: Item) { self.item = item }

    /// - Throws: `points.input_*` when the observation is missing, superfluous or outside the rule's range.
    ///   `number.too_large` when it brings more than an amount may be.
    package func value(_ seen: Observation) throws(AppError) -> Calculation {
        try refuseOthers(seen)
        let calculation = try calculate(seen)
        guard calculation.value.magnitude <= Amount.limit else { throw .tooLarge(item.id) }
        return calculation
    }

    private func calculate(_ seen: Observation) throws(AppError) -> Calculation {
        switch item.value {
        case .fixed(let value): return Calculation(value: value, formula: value.signed)
        case .range(let low, let high, let step):
            guard let points = seen.points else { throw .pointsMissing(item, low, high) }
            guard points >= low, points <= high, step.map({ (points - low).parts(of: $0).rest == .zero }) ?? true else {
                throw .pointsOutside(item, points, low, high, step)
            }
            return Calculation(value: points, formula: "\(points.signed) ∈ [\(low), \(high)]")
        case .rate(let rate): return try Self.calculate(rate, quantity(seen, rate.unit), item)
        case .ladder(let ladder): return try calculate(ladder, quantity(seen, ladder.unit))
        case .levels(let levels):
            guard let key = seen.level, let level = levels.first(where: { $0.key == key }) else {
                throw .levelUnknown(item, seen.level, levels)
            }
            return Calculation(value: level.value, formula: "\(level.key) → \(level.value.signed)")
        case .evaluation(let evaluation): return try calculate(evaluation, seen.marks ?? [:])
        case .undefined: throw .valueUndefined(item)
        }
    }

    private func refuseOthers(_ seen: Observation) throws(AppError) {
        let (takesPoints, takesLevel, takesQuantity, takesMarks) =
            switch item.value {
            case .range: (true, false, false, false)
            case .levels: (false, true, false, false)
            case .rate, .ladder: (false, false, true, false)
            case .evaluation: (false, false, false, true)
            case .fixed, .undefined: (false, false, false, false)
            }
        if seen.points != nil, !takesPoints { throw .inputNotAsked(item, "points") }
        if seen.quantity != nil, !takesQuantity { throw .inputNotAsked(item, "quantity") }
        if seen.level != nil, !takesLevel { throw .inputNotAsked(item, "level") }
        if let marks = seen.marks, !marks.isEmpty, !takesMarks { throw .inputNotAsked(item, "marks") }
    }

    private func quantity(_ seen: Observation, _ unit: String) throws(AppError) -> Amount {
        guard let quantity = seen.quantity else { throw .quantityMissing(item, unit) }
        guard quantity >= .zero else { throw .quantityOutside(item, quantity, unit, nil) }
        return quantity
    }

    private static func calculate(_ rate: UnitRate, _ quantity: Amount, _ item: Item) throws(AppError) -> Calculation {
        if let allowed = rate.quantity, !allowed.contains(quantity) {
            throw .quantityOutside(item, quantity, rate.unit, allowed)
        }
        var (value, formula) = points(rate, quantity)
        // The ends are ends of the size, so that they read alike for what is taken away.
        let sign = rate.points.isNegative ? -1 : 1
        if let least = rate.atLeast, value.magnitude < least {
            value = least * sign
            formula += " ⩾ \(value)"
        }
        if let most = rate.atMost, value.magnitude > most {
            value = most * sign
            formula += " ⩽ \(value)"
        }
        return Calculation(value: value, formula: formula)
    }

    private static func points(_ rate: UnitRate, _ quantity: Amount) -> (Amount, String) {
        let (times, rest) = quantity.parts(of: rate.per)
        switch rate.remainder {
        case .drop: return (rate.points * times, "⌊\(quantity) ÷ \(rate.per)⌋ × \(rate.points)")
        case .roundUp:
            return (rate.points * (times + (rest == .zero ? 0 : 1)), "⌈\(quantity) ÷ \(rate.per)⌉ × \(rate.points)")
        case .proRata:
            return (rate.points * quantity.ratio(to: rate.per), "\(quantity) ÷ \(rate.per) × \(rate.points)")
        }
    }

    private func calculate(_ ladder: Ladder, _ quantity: Amount) throws(AppError) -> Calculation {
        switch ladder.mode {
        case .whole:
            guard let step = ladder.steps.first(where: { $0.quantity.contains(quantity) }) else {
                throw .betweenSteps(item, quantity, ladder)
            }
            if let rate = step.rate {
                let (value, formula) = Self.points(rate, quantity)
                return Calculation(value: value, formula: "\(quantity) ∈ \(step.quantity): \(formula)")
            }
            let value = step.points ?? .zero
            return Calculation(value: value, formula: "\(quantity) ∈ \(step.quantity) → \(value.signed)")
        case .marginal:
            var value = Amount.zero
            var formulas: [String] = []
            for step in ladder.steps {
                let low = step.quantity.lower?.value ?? .zero
                guard quantity > low || (quantity == low && step.quantity.contains(quantity)) else { continue }
                let part = min(quantity, step.quantity.upper?.value ?? quantity) - low
                if let rate = step.rate {
                    let (points, formula) = Self.points(rate, part)
                    value += points
                    formulas.append(formula)
                } else if let points = step.points {
                    value += points
                    formulas.append(points.signed)
                }
            }
            return Calculation(value: value, formula: formulas.isEmpty ? "0" : formulas.joined(separator: " + "))
        }
    }

    private func calculate(_ evaluation: Evaluation, _ marks: [String: Amount]) throws(AppError) -> Calculation {
        for key in marks.keys where !evaluation.sources.contains(where: { $0.key == key }) {
            throw .markUnknown(item, key, evaluation)
        }
        var mean = Amount.zero
        var terms: [String] = []
        for source in evaluation.sources {
            guard let mark = marks[source.key] else { throw .markMissing(item, source) }
            guard mark >= .zero, mark <= evaluation.outOf else {
                throw .markOutside(item, source, mark, evaluation.outOf)
            }
            mean += mark * source.weight
            terms.append("\(mark) × \(source.weight)")
        }
        let value = mean * evaluation.into.ratio(to: evaluation.outOf)
        return Calculation(
            value: value, formula: "(\(terms.joined(separator: " + "))) × \(evaluation.into) ÷ \(evaluation.outOf)")
    }
}
