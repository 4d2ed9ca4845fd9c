package import Civil
package import Kernel

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
            sum += part.contribution(score)
        }
        return sum.rounded(places: places)
    }
}

extension Part {
    /// What a score of the part's scheme adds to the whole.
    fileprivate func contribution(_ score: Amount) -> Amount {
        (outOf.map { score * Amount(100).ratio(to: $0) } ?? score) * weight
    }
}

extension ScoreSheet {
    /// The sheet of a scheme that combines others by weight.
    /// - Parameter scores: the score of each part, with the name of its scheme.
    package static func combined(
        _ scheme: Scheme, _ scores: [(part: Part, name: Text, score: Amount)], on day: Day
    ) -> ScoreSheet {
        let score = scheme.combined(Dictionary(scores.map { ($0.part.scheme, $0.score) }) { $1 }) ?? .zero
        var lines = scores.map { part, name, score in
            Line(
                step: .part, entry: nil, item: nil, block: nil, day: nil, value: score,
                counts: part.contribution(score), text: .part(name, part.weight))
        }
        let plain = lines.map(\.counts).sum()
        if plain != score {
            lines.append(
                Line(
                    step: .rounding, entry: nil, item: nil, block: nil, day: nil, value: score, counts: score - plain,
                    text: .rounding(scheme.places)))
        }
        lines.append(
            Line(
                step: .total, entry: nil, item: nil, block: nil, day: nil, value: score, counts: .zero, text: .totalName
            ))
        return ScoreSheet(
            period: scheme.period.span(containing: day), asOf: day, standing: .scored, group: nil, base: .zero,
            score: score, grade: scheme.grade(of: score, group: nil)?.key, isGradeSet: false, penalties: .zero,
            last: nil, lines: lines)
    }

    /// The sheet of a long period out of those of its short ones.
    package static func rolled(
        _ sheets: [ScoreSheet], _ scheme: Scheme, _ rule: RollUp, _ long: Range<Day>, on day: Day
    )
        -> ScoreSheet
    {
        // Periods in which somebody was not in the scheme, or not rated, are no part of the long one.
        let rated = sheets.filter(\.standing.isRated)
        let score = rule.score(rated.map(\.score), places: scheme.places) ?? .zero
        let lines = sheets.map { sheet in
            Line(
                step: .part, entry: nil, item: nil, block: nil, day: sheet.period.lowerBound, value: sheet.score,
                counts: rule.way == .sum && sheet.standing.isRated ? sheet.score : .zero,
                text: sheet.standing.isRated ? .periodScore(sheet.period) : .periodNotRated(sheet.period))
        }
        let last = rated.last ?? sheets.last
        return ScoreSheet(
            period: long, asOf: day, standing: last?.standing ?? .absent, group: last?.group, base: .zero, score: score,
            grade: last?.standing == .scored ? scheme.grade(of: score, group: last?.group)?.key : nil,
            isGradeSet: false,
            penalties: sheets.map(\.penalties).sum(), last: sheets.compactMap(\.last).max(),
            lines: lines + [
                Line(
                    step: .total, entry: nil, item: nil, block: nil, day: nil, value: score,
                    counts: rule.way == .sum ? .zero : score, text: .rollUp(rule))
            ])
    }
}

extension Text {
    fileprivate static func part(_ name: Text, _ weight: Ratio) -> Text {
        Text(zh: "「\(name.chinese)」占 \(weight)", en: "“\(name.english)”, \(weight)")
    }

    fileprivate static func periodScore(_ period: Range<Day>) -> Text {
        Text(zh: "\(period.lowerBound) 起的周期", en: "the period from \(period.lowerBound)")
    }

    fileprivate static func periodNotRated(_ period: Range<Day>) -> Text {
        Text(
            zh: "\(period.lowerBound) 起的周期：没有参加或免予积分，不计入",
            en: "the period from \(period.lowerBound): not in the scheme or exempt, left out")
    }

    fileprivate static func rollUp(_ rule: RollUp) -> Text {
        switch rule.way {
        case .sum: Text(zh: "各期之和", en: "the sum of the periods")
        case .mean: Text(zh: "各期平均", en: "the mean of the periods")
        case .last: Text(zh: "最后一期", en: "the last period")
        }
    }
}
