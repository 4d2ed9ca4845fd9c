package import Civil
import Kernel

/// How a score comes out of a history: a function of values, whose order of steps is the same for every scheme.
///
/// 1. entries known on the day, reversals cancelled, 2. those that count in the period, 3. of one deed the largest,
/// 4. repetitions and follow-ups, 5. limits of items, 6. limits of blocks from the inside out, 7. base and total,
/// 8. what reversals and late repairs change in closed periods, 9. vetoes. A limit holds a sum and not a sequence, so
///   that the order of entries never changes a score.
package struct ScoreRule: Sendable {
    package let scheme: Scheme

    package init(_ scheme: Scheme) { self.scheme = scheme }

    /// The score of the period that `day` lies in, as of that day: events up to it, decisions known on `known`.
    /// - Parameters:
    ///   - day: the day to judge; the last day of a period judges it whole.
    ///   - known: entries posted after this day are not looked at; the day itself unless given.
    ///   - explains: without, the sheet has no lines: for whole counties at once.
    package func sheet(_ history: History, on day: Day, known: Day? = nil, explains: Bool = true) -> ScoreSheet {
        let period = scheme.period.span(containing: day)
        var run = ScoreRun(scheme: scheme, history: history, period: period, day: day, explains: explains)
        return run.sheet(known: known ?? day)
    }

    /// The last day of the period that lies in `day`, which judges all of it.
    package func close(of day: Day) -> Day { scheme.period.span(containing: day).upperBound.adding(days: -1) }
}

/// An entry with what the rules have made of it.
struct Weighed {
    let entry: PointEntry
    let item: Item
    var value: Amount
    /// The words of what changed the value, for its line.
    var notes: [Text]
}

struct ScoreRun {
    let scheme: Scheme
    let history: History
    let period: Range<Day>
    let day: Day
    let explains: Bool
    var lines: [ScoreSheet.Line] = []
    /// What a closing wrote down as the base, when a closed period is looked at again.
    var settledBase: Amount?
    /// Repairs that came after this period was closed and are looked at all the same.
    var late: Set<Int> = []
    /// Off where a closed period is looked at again: what it took over from others stays as it was.
    var corrects = true
    /// Entries of earlier periods that lie in the window of a limit longer than a period, by item.
    var earlier: [String: [Weighed]] = [:]

    init(scheme: Scheme, history: History, period: Range<Day>, day: Day, explains: Bool) {
        self.scheme = scheme
        self.history = history
        self.period = period
        self.day = day
        self.explains = explains
        if explains { lines.reserveCapacity(history.entries.count + 8) }
    }

    mutating func sheet(known: Day) -> ScoreSheet {
        let active = history.entries.filter { $0.posted <= known && ($0.kind.isRule || $0.kind == .reversal) }
        // A reversal that a later period took over leaves the closed one as it was published.
        let end = period.upperBound
        let reversed = Set(active.lazy.filter { $0.counts < end }.compactMap(\.reverses))
        return sheet(active, reversed: reversed)
    }

    /// - Parameter reversed: the numbers of entries that are as if they had never been.
    mutating func sheet(_ active: [PointEntry], reversed: Set<Int>) -> ScoreSheet {
        let (scheme, period) = (scheme, period)
        let group = history.group(on: day) ?? history.participations.last.flatMap(\.group)
        let standing = standing(group)
        let (counted, vetoes) = weigh(active, reversed: reversed)

        let base = base(group)
        if base != .zero || scheme.blocks.allSatisfy({ $0.start == .zero }) {
            line(.base, value: base, counts: base, Text.baseLine(scheme.base))
        }
        earlier = usedBefore(active, reversed: reversed)
        var score = base + tree(counted, group: group)
        score = held(score, scheme.total, block: nil, .totalName)
        score = corrected(score, active, reversed: reversed)
        score = zeroed(score, counted)
        let (vetoed, grade) = vetoed(score, vetoes)
        if let vetoed {
            line(.veto, value: vetoed, counts: vetoed - score, .vetoResult(vetoes.map(\.item)))
            score = vetoed
        }
        let rounded = score.rounded(places: scheme.places)
        if rounded != score {
            line(.rounding, value: rounded, counts: rounded - score, .rounding(scheme.places))
            score = rounded
        }
        line(.total, value: score, counts: .zero, .totalName)
        let graded = standing == .scored
        // A rating that people gave stands where no veto does; the last one counts.
        let rated = counted.filter { $0.item.effect == .grade }.max {
            ($0.entry.counts, $0.entry.number) < ($1.entry.counts, $1.entry.number)
        }
        return ScoreSheet(
            period: period, asOf: day, standing: standing, group: group, base: base, score: score,
            grade: graded ? grade ?? rated?.entry.level ?? scheme.grade(of: score, group: group)?.key : nil,
            isGradeSet: graded && (vetoed != nil || rated != nil),
            penalties: counted.lazy.filter { $0.value.isNegative }.map { -$0.value }.sum(),
            last: counted.lazy.map(\.entry.happened).max(), lines: lines)
    }

    // MARK: participation and base

    private func standing(_ group: String?) -> ScoreSheet.Standing {
        if let rule = exemption(on: day), rule.treatment == .excluded { return .exempt(rule.key) }
        if !history.participations.isEmpty, !history.participations.contains(where: { $0.contains(day) }) {
            return .absent
        }
        if let group, let rule = scheme.group(group), !rule.isGraded { return .ungraded }
        return .scored
    }

    /// The exemption that holds on a day: by decision, or by age.
    func exemption(on day: Day) -> ExemptionRule? {
        if let granted = history.exemptions.first(where: { $0.contains(day) }) {
            return scheme.exemptions.first { $0.key == granted.key }
        }
        guard let born = history.born else { return nil }
        return scheme.exemptions.first { $0.fromAge.map { day.age(bornOn: born) >= $0 } ?? false }
    }

    private func base(_ group: String?) -> Amount {
        if let settledBase { return settledBase }
        var base: Amount
        switch scheme.base {
        case .fixed(let amount): base = group.flatMap { scheme.group($0)?.base } ?? amount
        case .carried(_, let share, let first): base = history.carried.map { $0 * share } ?? first
        }
        let rules = Set(history.exemptions.map(\.key)).compactMap { key in
            scheme.exemptions.first { $0.key == key && $0.treatment == .proRata }
        }
        guard !rules.isEmpty else { return base }
        let keys = Set(rules.map(\.key))
        let away = history.exemptions.filter { keys.contains($0.key) }
        let days = (period.lowerBound.number..<period.upperBound.number).lazy.filter { number in
            !away.contains { $0.contains(Day(number: number)) }
        }.count
        return base * Ratio(days, period.upperBound - period.lowerBound)
    }

    private func usedBefore(_ entries: [PointEntry], reversed: Set<Int>) -> [String: [Weighed]] {
        guard scheme.counting == .period, let window = scheme.longestWindow, window.months > scheme.period.months else {
            return [:]
        }
        let start = window.span(containing: period.lowerBound).lowerBound
        guard start < period.lowerBound else { return [:] }
        var run = ScoreRun(
            scheme: scheme, history: history, period: start..<period.lowerBound,
            day: period.lowerBound.adding(days: -1),
            explains: false)
        run.late = late
        let (counted, _) = run.weigh(entries, reversed: reversed)
        return Dictionary(grouping: counted) { $0.item.id }
    }

    // MARK: vetoes

    /// The result that the vetoes set: of several the lowest.
    private func vetoed(_ score: Amount, _ vetoes: [Weighed]) -> (score: Amount?, grade: String?) {
        var lowest: (score: Amount, grade: String?)?
        for veto in vetoes {
            guard case .veto(let rule) = veto.item.effect else { continue }
            let set: Amount
            switch rule.score {
            case .value(let value): set = value
            case .lowestOfGrade:
                let grade = rule.grade.flatMap { scheme.grade($0) }
                // A grade without a lower end: the score stays, but not above the grade.
                let least = grade?.score?.least(step: scheme.step)
                set = least ?? min(score, grade?.score?.upper?.value ?? score)
            }
            if lowest.map({ set < $0.score }) ?? true { lowest = (set, rule.grade) }
        }
        return (lowest?.score, lowest?.grade)
    }

    // MARK: limits

    /// Holds a sum within bounds and says so.
    mutating func held(_ sum: Amount, _ bounds: Bounds, block: String?, _ name: Text) -> Amount {
        var held = sum
        if let cap = bounds.cap, held > cap { held = cap }
        if let floor = bounds.floor, held < floor { held = floor }
        if held != sum {
            line(
                .limit, block: block, value: sum, counts: held - sum,
                held < sum ? .capped(name, sum: sum, at: held) : .floored(name, sum: sum, at: held))
        }
        return held
    }

    private mutating func zeroed(_ score: Amount, _ counted: [Weighed]) -> Amount {
        guard let zero = counted.first(where: { $0.item.effect == .zero(block: nil) }), score > .zero else {
            return score
        }
        line(
            .zero, entry: zero.entry.number, item: zero.item.id, value: score, counts: -score,
            .zeroed(.totalName, by: zero.item))
        return .zero
    }

    mutating func line(
        _ step: ScoreSheet.Step, entry: Int? = nil, item: String? = nil, block: String? = nil, day: Day? = nil,
        value: Amount, counts: Amount, _ text: @autoclosure () -> Text
    ) {
        guard explains else { return }
        lines.append(
            ScoreSheet.Line(
                step: step, entry: entry, item: item, block: block, day: day, value: value, counts: counts, text: text()
            ))
    }
}

extension PointEntry.Kind {
    /// Entries that the rules weigh; those of a closing follow from them.
    package var isRule: Bool { self == .award || self == .followUp || self == .repair }
}
