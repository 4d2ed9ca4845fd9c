package import Civil
package import Kernel

/// What a fact makes: an entry whose key lets it be made once.
package struct AutomaticEntry: Sendable, Equatable {
    package let item: String
    package let happened: Day
    package let seen: Observation
    /// The same fact under the same item has the same key, however often the rule runs.
    package let key: String
    package let because: Text
    /// Who did it, for items that are scored for others: what the fact is called.
    package let cause: String?
}

/// Turns facts into entries (自动记分). Pure: what a fact makes depends on the facts and the day alone.
package struct AutomaticRule: Sendable {
    package let scheme: Scheme

    package init(_ scheme: Scheme) { self.scheme = scheme }

    /// - Parameters:
    ///   - facts: everything known about one subject.
    ///   - period: only what belongs to it.
    ///   - asOf: sums are judged when the period is over; a missed make-up when its term is.
    package func entries(_ facts: [PointsFact], in period: Range<Day>, asOf: Day) -> [AutomaticEntry] {
        let madeUp = Dictionary(
            facts.filter { $0.kind == .makeUp }.map { ($0.reference, $0.happened) }, uniquingKeysWith: min)
        var made: [AutomaticEntry] = []
        for item in scheme.items {
            for rule in item.automatic {
                let fitting = facts.filter {
                    $0.kind == rule.kind && (rule.names.isEmpty || rule.names.contains($0.name)) && $0.happened <= asOf
                }
                switch rule.when {
                case .each(let outcomes):
                    for fact in fitting where period.contains(fact.happened) && outcomes.contains(fact.outcome) {
                        made.append(entry(item, fact, on: fact.happened))
                    }
                case .neverMadeUp(let within):
                    for fact in fitting where fact.outcome == "excused" {
                        let end = within.end(from: fact.happened)
                        // Over only when the term is: until then it may still be made up.
                        guard asOf >= end, period.contains(end.adding(days: -1)) || period.contains(fact.happened)
                        else {
                            continue
                        }
                        if let day = madeUp[fact.reference], day < end { continue }
                        made.append(entry(item, fact, on: fact.happened))
                    }
                case .total(let interval):
                    guard asOf >= period.upperBound.adding(days: -1) else { continue }
                    let sum = fitting.filter { period.contains($0.happened) }.compactMap(\.quantity).sum()
                    guard interval.contains(sum) else { continue }
                    let last = period.upperBound.adding(days: -1)
                    made.append(
                        AutomaticEntry(
                            item: item.id, happened: last, seen: seen(item, quantity: sum, level: nil),
                            key:
                                "fact:\(rule.kind.rawValue):\(rule.names.joined(separator: "+")):"
                                + "\(period.lowerBound):\(item.id)",
                            because: Text(
                                zh: "\(rule.kind.text.chinese)合计 \(sum)（\(interval)）",
                                en: "\(rule.kind.text.english) come to \(sum) (\(interval))"),
                            cause: cause(item, rule.names.joined(separator: "+"), rule.kind)))
                }
            }
        }
        return made
    }

    private func entry(_ item: Item, _ fact: PointsFact, on day: Day) -> AutomaticEntry {
        AutomaticEntry(
            item: item.id, happened: day, seen: seen(item, quantity: fact.quantity, level: fact.outcome),
            key: "fact:\(fact.kind.rawValue):\(fact.reference):\(item.id)",
            because: Text(
                zh: "\(fact.kind.text.chinese)：\(fact.happened) \(fact.name) \(fact.outcome)",
                en: "\(fact.kind.text.english): \(fact.name) \(fact.outcome) on \(fact.happened)"),
            cause: cause(item, fact.name, fact.kind))
    }

    private func cause(_ item: Item, _ name: String, _ kind: FactKind) -> String? {
        guard item.cause != nil else { return nil }
        return name.isEmpty ? kind.text.chinese : name
    }

    /// The part of a fact that the item's arithmetic asks for.
    private func seen(_ item: Item, quantity: Amount?, level: String?) -> Observation {
        switch item.value {
        case .rate, .ladder: Observation(quantity: quantity ?? Amount(1))
        case .levels: Observation(level: level)
        default: Observation()
        }
    }
}
