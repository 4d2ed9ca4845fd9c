import Civil
import Kernel
import Postgres
import Schemes

/// The rules of a closing, applied to everybody at once: their standings, and the entries by which each ledger adds up
/// to its score.
struct Closing: Sendable {
    let standings: Standings
    let schemeID: Identifier<Scheme>
    let version: String
    let periodID: Identifier<PointsPeriod>
    let revision: Int
    let decided: Day

    var scheme: Scheme { standings.scheme }
    var period: Range<Day> { standings.period }

    /// Some thousand subjects, calculated.
    struct Share: Sendable {
        let lines: [Standings.Line]
        /// The entries of its lines for COPY.
        let entries: CopyText
        let count: Int
    }

    struct Result: Sendable {
        let list: RankingList<Int>
        /// The sheet for COPY.
        let sheet: CopyText
        /// The seal of the sheet, kept with the closing.
        let hash: Bytes
        let subjects: Int
    }

    func share(_ subjects: [RatedSubject]) throws -> Share {
        var lines: [Standings.Line] = []
        lines.reserveCapacity(subjects.count)
        var entries = CopyText(reserving: subjects.count * 300)
        var count = 0
        for subject in subjects {
            let line = try standings.line(subject, isFinal: true)
            _ = try line.sheet.required()
            let closing = self.entries(line)
            for entry in closing {
                entries.value(entry.subject)
                entries.value(entry.number)
                entries.value(entry.kind.rawValue)
                entries.value(entry.value)
                entries.value(entry.formula)
                entries.value(entry.key)
                entries.value(entry.previous)
                entries.value(entry.hash)
                entries.endRow()
            }
            count += closing.count
            lines.append(line)
        }
        return Share(lines: lines, entries: entries, count: count)
    }

    /// Grades and ranks over all shares together.
    func result(_ lines: [Standings.Line]) -> Result {
        let list = standings.list(lines)
        var sheet = CopyText(reserving: lines.count * 140)
        var seal = SheetSeal(period: periodID, revision: revision)
        for (line, placed) in zip(lines, list.placed) {
            let grade = placed.grade?.isEmpty == false ? placed.grade : nil
            sheet.value(line.subject.id)
            sheet.value(line.subject.path)
            sheet.value(line.sheet.group)
            sheet.value(line.sheet.standing.word.rawValue)
            sheet.value(line.sheet.base)
            sheet.value(line.sheet.score)
            sheet.value(grade)
            sheet.value(placed.movedBy)
            sheet.value(placed.rank)
            sheet.value(placed.rankInBranch)
            sheet.value(line.subject.head.number)
            sheet.endRow()
            seal.add(
                SheetSeal.Line(
                    subject: line.subject.id, group: line.sheet.group, standing: line.sheet.standing.word.rawValue,
                    base: line.sheet.base, score: line.sheet.score, grade: grade, movedBy: placed.movedBy,
                    rank: placed.rank, rankInBranch: placed.rankInBranch, head: line.subject.head.number))
        }
        return Result(list: list, sheet: sheet, hash: seal.finish(), subjects: lines.count)
    }

    private func entries(_ line: Standings.Line) -> [LedgerEntry] {
        guard scheme.counting == .period else { return [] }
        let (subject, sheet, last) = (line.subject, line.sheet, period.upperBound.adding(days: -1))
        let mine = subject.entries.lazy.filter { period.contains($0.counts) }
        var drafts: [EntryDraft] = []
        func add(_ kind: PointEntry.Kind, _ value: Amount, _ formula: String) {
            drafts.append(
                EntryDraft(
                    subject: subject.id, scheme: schemeID, version: version, kind: kind, item: "", value: value,
                    formula: formula, happened: last, counts: last, posted: decided, decision: decision,
                    key: "\(kind.rawValue):\(periodID):\(revision)"))
        }
        var sum = mine.map(\.value).sum()
        // After a reopening the base may have become another: the bases of a period always come to the last one.
        let known = mine.filter { $0.kind == .base }.map(\.value).sum()
        if sheet.base != known {
            add(.base, sheet.base - known, known == .zero ? sheet.base.description : "\(known) → \(sheet.base)")
            sum += sheet.base - known
        }
        if sum != sheet.score { add(.adjustment, sheet.score - sum, "\(sum) → \(sheet.score)") }
        return LedgerSeal.sealed(drafts, after: subject.head)
    }

    /// The words that each entry of the closing cites.
    var decision: String { "closing \(periodID) revision \(revision)" }
}
