import Civil
import Foundation
import Kernel
import Postgres

/// What a closing has to know of one participant.
struct ClosingSubject: Sendable {
    let id: UUID
    let path: String
    let born: Day?
    var participations: [History.Participation] = []
    var exemptions: [History.Exemption] = []
    /// The entries as the database packed them.
    var packed: String?
    var entries: [PointEntry] = []
    var head: LedgerHead
    var published: Amount?
}

/// The rules of a closing, applied to everybody at once: scores, grades and ranks, and the entries by which each ledger
/// adds up to its score. Pure; shares of the subjects can be reckoned side by side.
struct Closing: Sendable {
    let scheme: Scheme
    let schemeID: UUID
    let version: String
    let period: Range<Day>
    let periodID: UUID
    let revision: Int
    let decided: Day
    let waived: Set<Int>
    /// The scheme with a village's own items, for the subjects of a path.
    let local: @Sendable (String) throws -> Scheme

    struct Line: Sendable {
        let subject: ClosingSubject
        let sheet: ScoreSheet
        let entries: [LedgerEntry]
    }

    /// Some thousand subjects, reckoned.
    struct Share: Sendable {
        let lines: [Line]
        /// The entries of its lines for COPY.
        let entries: CopyText
        let count: Int
    }

    struct Result: Sendable {
        let list: RankingList<Int>
        /// The sheet for COPY.
        let sheet: CopyText
        let subjects: Int
    }

    /// How many participants are reckoned together, while the database goes on with others.
    static let shareSize = 4000

    func share(_ subjects: [ClosingSubject]) throws -> Share {
        var lines: [Line] = []
        lines.reserveCapacity(subjects.count)
        var entries = CopyText(reserving: subjects.count * 300)
        var count = 0
        for subject in subjects {
            let line = try line(subject)
            for entry in line.entries {
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
            count += line.entries.count
            lines.append(line)
        }
        return Share(lines: lines, entries: entries, count: count)
    }

    /// Grades and ranks over all shares together.
    func result(_ lines: [Line]) -> Result {
        var branches: [String: Int] = [:]
        let candidates = lines.enumerated().map { index, line in
            let branch = scheme.subject == .person ? branches[line.subject.path] ?? -(branches.count + 1) : nil
            if let branch { branches[line.subject.path] = branch }
            return RankingList<Int>.Candidate(
                key: index, branch: branch, group: line.sheet.group, score: line.sheet.score,
                penalties: line.sheet.penalties, grade: line.sheet.standing == .scored ? line.sheet.grade ?? "" : nil,
                isGradeSet: line.sheet.isGradeSet)
        }
        let list = RankingList(scheme, candidates, waived: waived)
        var sheet = CopyText(reserving: lines.count * 140)
        for (line, placed) in zip(lines, list.placed) {
            sheet.value(line.subject.id)
            sheet.value(line.subject.path)
            sheet.value(line.sheet.group)
            sheet.value(line.sheet.standing.word)
            sheet.value(line.sheet.base)
            sheet.value(line.sheet.score)
            sheet.value(placed.grade?.isEmpty == false ? placed.grade : nil)
            sheet.value(placed.movedBy)
            sheet.value(placed.rank)
            sheet.value(placed.rankInBranch)
            sheet.value(line.subject.head.number)
            sheet.endRow()
        }
        return Result(list: list, sheet: sheet, subjects: lines.count)
    }

    private func line(_ packed: ClosingSubject) throws -> Line {
        var subject = packed
        subject.entries = try packed.packed.map { try ClosingReader.entries($0) } ?? []
        subject.packed = nil
        let last = period.upperBound.adding(days: -1)
        let history = History(
            entries: subject.entries, participations: subject.participations, exemptions: subject.exemptions,
            born: subject.born, carried: carried(subject))
        let sheet = ScoreRule(try local(subject.path)).sheet(
            history, on: last, known: decided, explains: false)
        guard scheme.counting == .period else { return Line(subject: subject, sheet: sheet, entries: []) }
        let mine = subject.entries.lazy.filter { period.contains($0.counts) }
        var drafts: [EntryDraft] = []
        func add(_ kind: PointEntry.Kind, _ value: Amount, _ formula: String) {
            drafts.append(
                EntryDraft(
                    subject: subject.id, scheme: schemeID, version: version, kind: kind, item: "", value: value,
                    formula: formula, happened: last, counts: last, posted: decided, decision: decision,
                    key: "\(kind.rawValue):\(periodID.text):\(revision)"))
        }
        var sum = mine.map(\.value).sum()
        if sheet.base != .zero, !mine.contains(where: { $0.kind == .base }) {
            add(.base, sheet.base, sheet.base.description)
            sum += sheet.base
        }
        if sum != sheet.score { add(.adjustment, sheet.score - sum, "\(sum) → \(sheet.score)") }
        return Line(subject: subject, sheet: sheet, entries: LedgerSeal.sealed(drafts, after: subject.head))
    }

    /// The words that each entry of the closing cites.
    var decision: String { "closing \(periodID.text) revision \(revision)" }

    private func carried(_ subject: ClosingSubject) -> Amount? {
        guard case .carried(let from, _, _) = scheme.base else { return nil }
        guard from == .total else { return subject.published }
        let before = scheme.period.previous(to: period.lowerBound)
        guard subject.published != nil || subject.entries.contains(where: { before.contains($0.counts) }) else {
            return nil
        }
        let history = History(
            entries: subject.entries, participations: subject.participations, exemptions: subject.exemptions,
            born: subject.born)
        return ScoreRule(scheme).sheet(
            history, on: before.upperBound.adding(days: -1), known: period.lowerBound, explains: false
        ).score
    }
}

/// Reads everybody that a closing is about. Entries come as one packed text a subject: a county has hundreds of thousands.
struct ClosingReader: Sendable {
    let period: Range<Day>
    /// Parts of the tree that closed the period for themselves: what they published stays.
    let closedBelow: [String]
    private var exemptions: [UUID: [History.Exemption]] = [:]
    private var published: [UUID: Amount] = [:]

    init(period: Range<Day>, closedBelow: Rows, exemptions: Rows, published: Rows?) throws {
        self.period = period
        self.closedBelow = try closedBelow.map { try $0["path"] }
        for row in exemptions {
            self.exemptions[try row["subject_id"], default: []].append(
                History.Exemption(key: try row["exemption_key"], since: try row["since"], until: try row["until"]))
        }
        for row in published.map(Array.init) ?? [] { self.published[try row["subject_id"]] = try row["score"] }
    }

    /// Cuts participants into shares of about a size, each with all rows of its subjects.
    static func shares(_ rows: Rows, of size: Int) -> [Range<Int>] {
        var shares: [Range<Int>] = []
        var start = 0
        while start < rows.count {
            var end = min(start + size, rows.count)
            while end < rows.count, rows[end].text("subject_id") == rows[end - 1].text("subject_id") { end += 1 }
            shares.append(start..<end)
            start = end
        }
        return shares
    }

    /// Those who take part at some time of the period, with everything that was ever posted for them.
    /// - Parameter participants: ordered by subject and first day.
    func subjects(_ participants: Slice<Rows>, ledger: Rows) throws -> [ClosingSubject] {
        var subjects: [ClosingSubject] = []
        subjects.reserveCapacity(participants.count)
        for row in participants {
            let id: UUID = try row["subject_id"]
            if subjects.last?.id != id {
                let born: Int? = try row["born"]
                subjects.append(
                    ClosingSubject(
                        id: id, path: try row["path"], born: born.map { Day(number: $0) },
                        exemptions: exemptions[id] ?? [], head: .start(of: id), published: published[id]))
            }
            let until: Int? = try row["until"]
            subjects[subjects.count - 1].participations.append(
                History.Participation(
                    group: try row["group_key"], since: Day(number: try row["since"]),
                    until: until.map { Day(number: $0) }))
        }
        subjects.removeAll { subject in
            !subject.participations.contains {
                $0.since < period.upperBound && $0.until.map { $0 > period.lowerBound } ?? true
            } || closedBelow.contains { subject.path.hasPrefix($0) }
        }
        var positions: [UUID: Int] = [:]
        positions.reserveCapacity(subjects.count)
        for (position, subject) in subjects.enumerated() { positions[subject.id] = position }
        for row in ledger {
            guard let position = positions[try row["subject_id"]] else { continue }
            subjects[position].head = LedgerHead(number: try row["head"], hash: try row["hash"])
            subjects[position].packed = try row["entries"]
        }
        return subjects
    }

    static func entries(_ packed: String) throws -> [PointEntry] {
        try packed.utf8.split(separator: 0x1E).map { record in
            let fields = record.split(separator: 0x1F, omittingEmptySubsequences: false)
            guard fields.count == 12, let number = fields[0].number,
                let kind = PointEntry.Kind(rawValue: fields[1].text),
                let value = fields[3].tenThousandths, let happened = fields[4].number, let counts = fields[5].number,
                let posted = fields[6].number
            else { throw Row.unreadable("entries", "packed entry", "another form") }
            return PointEntry(
                number: number, kind: kind, item: fields[2].text, value: Amount(units: value),
                happened: Day(number: happened), counts: Day(number: counts), posted: Day(number: posted),
                isContinuing: fields[7].first == 0x31, act: fields[8].isEmpty ? nil : fields[8].text,
                level: fields[9].isEmpty ? nil : fields[9].text, follows: fields[10].number,
                reverses: fields[11].number)
        }
    }
}

extension Substring.UTF8View {
    /// A number with four decimals, as `numeric(14,4)` is printed; nil when it is anything else.
    fileprivate var tenThousandths: Int? {
        guard let point = lastIndex(of: 0x2E), self[point...].count == 5, let whole = self[..<point].number,
            let part = self[point...].dropFirst().number
        else { return nil }
        return whole * 10_000 + (first == 0x2D ? -part : part)
    }

    fileprivate var text: String { String(Substring(self)) }

    /// A whole number in decimal; nil when it is empty or anything else.
    fileprivate var number: Int? {
        var (value, negative, any) = (0, false, false)
        for byte in self {
            if byte == 0x2D, !any {
                negative = true
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
            any = true
        }
        return any ? (negative ? -value : value) : nil
    }
}
