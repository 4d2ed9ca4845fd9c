import Civil
import Kernel
import Postgres
import Schemes

/// What has to be known of one participant.
struct RatedSubject: Sendable {
    let id: Identifier<PointsSubject>
    let path: String
    let born: Day?
    var participations: [History.Participation] = []
    var exemptions: [History.Exemption] = []
    /// The entries as the database packed them.
    var packed: String?
    var entries: [PointEntry] = []
    var head: LedgerHead
    /// Scores of earlier closed periods by their first days, where a scheme carries them on.
    var published: [Day: Amount] = [:]

    func unpacked() throws -> RatedSubject {
        var subject = self
        subject.entries = try packed.map { try StandingsReader.entries($0) } ?? []
        subject.packed = nil
        return subject
    }
}

/// Reads everybody whose standing in a period is asked for. Entries come as one packed text a subject: a county has
/// hundreds of thousands.
struct StandingsReader: Sendable {
    let period: Range<Day>
    /// Parts of the tree that closed the period for themselves: what they published stays.
    let closedBelow: [String]
    /// Who came from a part of the tree that had closed the period before they came.
    private let elsewhere: Set<Identifier<PointsSubject>>
    private var exemptions: [Identifier<PointsSubject>: [History.Exemption]] = [:]
    private var published: [Identifier<PointsSubject>: [Day: Amount]] = [:]

    init(period: Range<Day>, closedBelow: Rows?, elsewhere: Rows?, exemptions: Rows, published: Rows?) throws {
        self.period = period
        self.elsewhere = Set(try elsewhere.map(Array.init)?.map { try $0["subject_id"] } ?? [])
        self.closedBelow = try closedBelow.map(Array.init)?.map { try $0["path"] } ?? []
        for row in exemptions {
            self.exemptions[try row["subject_id"], default: []].append(
                History.Exemption(key: try row["exemption_key"], since: try row["since"], until: try row["until"]))
        }
        for row in published.map(Array.init) ?? [] {
            self.published[try row["subject_id"], default: [:]][try row["starts_on"]] = try row["score"] as Amount
        }
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
    func subjects(_ participants: Slice<Rows>, ledger: Rows) throws -> [RatedSubject] {
        var subjects: [RatedSubject] = []
        subjects.reserveCapacity(participants.count)
        for row in participants {
            let id: Identifier<PointsSubject> = try row["subject_id"]
            if subjects.last?.id != id {
                let born: Int? = try row["born"]
                subjects.append(
                    RatedSubject(
                        id: id, path: try row["path"], born: born.map { Day(number: $0) },
                        exemptions: exemptions[id] ?? [], head: .start(of: id), published: published[id] ?? [:]))
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
            } || elsewhere.contains(subject.id) || closedBelow.contains { subject.path.hasPrefix($0) }
        }
        var positions: [Identifier<PointsSubject>: Int] = [:]
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
