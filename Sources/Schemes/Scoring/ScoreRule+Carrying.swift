package import Civil

extension ScoreRule {
    /// What the period before one ended with, where the scheme carries that on: what was published, or while that
    /// period is still open, and the scheme goes by the total, what it has come to.
    /// - Parameters:
    ///   - published: the scores of closed periods, by their first days.
    ///   - start: the first day of the period that begins with it.
    /// - Returns: nil for a scheme that carries nothing on and for somebody's first period.
    package func carried(_ history: History, published: [Day: Amount], into start: Day, known: Day) -> Amount? {
        guard case .carried(let from, _, _) = scheme.base else { return nil }
        // Back to a period that was published, or to the first with anything in it, and forth again.
        var (open, next): ([Range<Day>], Day) = ([], start)
        var score: Amount?
        while true {
            let before = scheme.period.previous(to: next)
            score = published[before.lowerBound]
            guard score == nil, from == .total, history.reachesBack(before: next, published) else { break }
            open.append(before)
            next = before.lowerBound
        }
        for period in open.reversed() {
            score =
                sheet(
                    history.beginning(with: score), on: period.upperBound.adding(days: -1), known: known,
                    explains: false
                ).score
        }
        return score
    }

    /// Whether a period cannot be closed yet for somebody: the one before it, on which it builds, is still open.
    package func waits(_ history: History, published: [Day: Amount], start: Day) -> Bool {
        guard case .carried = scheme.base, published[scheme.period.previous(to: start).lowerBound] == nil else {
            return false
        }
        return history.reachesBack(before: start, published)
    }
}

extension History {
    /// Whether anything was entered or published before a day.
    fileprivate func reachesBack(before start: Day, _ published: [Day: Amount]) -> Bool {
        published.keys.contains { $0 < start } || entries.contains { $0.counts < start }
    }

    package func beginning(with carried: Amount?) -> History {
        History(
            entries: entries, participations: participations, exemptions: exemptions, born: born, carried: carried)
    }
}

extension Scheme {
    /// Whether a period begins with what the one before it ended with.
    package var carriesBase: Bool { if case .carried = base { true } else { false } }
}
