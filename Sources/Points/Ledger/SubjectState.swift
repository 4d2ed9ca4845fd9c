import Civil
import Kernel
import Postgres
import SQLFiles
import Schemes

/// Everything about one subject that a writer has to know, read under its lock.
struct SubjectState {
    let id: Identifier<PointsSubject>
    let path: String
    var born: Day?
    var participations: [Identifier<Scheme>: [History.Participation]] = [:]
    var exemptions: [Identifier<Scheme>: [History.Exemption]] = [:]
    var closed: [Identifier<Scheme>: [Range<Day>]] = [:]
    /// Scores of closed periods, by the first day.
    var published: [Identifier<Scheme>: [Day: Amount]] = [:]
    var entries: [Identifier<Scheme>: [PointEntry]] = [:]
    /// The entry that a key belongs to.
    var keys: [String: KnownKey] = [:]
    var head: LedgerHead

    struct KnownKey {
        let number: Int
        let scheme: Identifier<Scheme>
        let cause: String?
    }

    /// The entry that a key belongs to.
    func known(_ key: String) -> (entry: PointEntry, scheme: Identifier<Scheme>, cause: String?)? {
        guard let known = keys[key], let entry = entries[known.scheme]?.first(where: { $0.number == known.number })
        else {
            return nil
        }
        return (entry, known.scheme, known.cause)
    }

    /// What the rules look at, for one scheme.
    func history(_ scheme: Identifier<Scheme>) -> History {
        History(
            entries: entries[scheme] ?? [], participations: participations[scheme] ?? [],
            exemptions: exemptions[scheme] ?? [], born: born)
    }

    /// The same for the period that begins on a day, with what it begins with.
    func history(_ id: Identifier<Scheme>, _ scheme: Scheme, into start: Day, known: Day) -> History {
        let history = history(id)
        return history.beginning(
            with: ScoreRule(scheme).carried(history, published: published[id] ?? [:], into: start, known: known))
    }

    func isClosed(_ period: Range<Day>, of scheme: Identifier<Scheme>) -> Bool {
        closed[scheme]?.contains { $0.overlaps(period) } ?? false
    }
}

/// Reads states: the statements to ask with, and what their answers mean.
struct SubjectReader {
    let subjects: [Identifier<PointsSubject>]
    let schemes: [OwnedScheme]
    let locks: Bool
    private let carrying: [Identifier<Scheme>]
    private let asksBirthdays: Bool

    init(subjects: [Identifier<PointsSubject>], schemes: some Sequence<OwnedScheme>, locks: Bool) {
        self.subjects = subjects
        self.schemes = Array(schemes)
        self.locks = locks
        let all = self.schemes
        carrying = all.filter { $0.editions.contains { $0.scheme.carriesBase } }.map(\.id)
        asksBirthdays = all.contains { $0.editions.contains { $0.scheme.exemptions.contains { $0.fromAge != nil } } }
    }

    var statements: [Statement] {
        var statements: [Statement] = [
            locks ? .lockPointsSubjects(subjects: subjects) : .pointsSubjects(subjects: subjects),
            .pointsStandingFacts(subjects: subjects, schemes: schemes.map(\.id)), .ledgerOf(subjects: subjects),
        ]
        if !carrying.isEmpty { statements.append(.publishedScores(subjects: subjects, schemes: carrying)) }
        if asksBirthdays { statements.append(.pointsBirthdays(people: subjects)) }
        return statements
    }

    func read(_ rows: [Rows]) throws -> [Identifier<PointsSubject>: SubjectState] {
        var states: [Identifier<PointsSubject>: SubjectState] = [:]
        states.reserveCapacity(subjects.count)
        for row in rows[0] {
            let id: Identifier<PointsSubject> = try row["subject_id"]
            states[id] = SubjectState(id: id, path: try row["path"], head: .start(of: id))
        }
        for row in rows[1] {
            let (id, scheme): (Identifier<PointsSubject>, Identifier<Scheme>) = (
                try row["subject_id"], try row["scheme_id"]
            )
            let (since, until): (Day, Day?) = (try row["since"], try row["until"])
            let word: String? = try row["word"]
            switch try row["what"] as String {
            case "participation":
                states[id]?.participations[scheme, default: []].append(
                    History.Participation(group: word, since: since, until: until))
            case "exemption":
                states[id]?.exemptions[scheme, default: []].append(
                    History.Exemption(key: word ?? "", since: since, until: until))
            default:
                if let until { states[id]?.closed[scheme, default: []].append(since..<until) }
            }
        }
        try readLedger(rows[2], into: &states)
        var rest = rows.dropFirst(3)
        if !carrying.isEmpty, let published = rest.popFirst() {
            for row in published {
                states[try row["subject_id"]]?.published[try row["scheme_id"], default: [:]][try row["starts_on"]] =
                    try row["score"] as Amount
            }
        }
        if asksBirthdays, let birthdays = rest.popFirst() {
            for row in birthdays { states[try row["subject_id"]]?.born = try row["born_on"] as Day }
        }
        return states
    }

    /// Entries come by subject and number: each subject's are gathered before they are put in their place.
    private func readLedger(_ rows: Rows, into states: inout [Identifier<PointsSubject>: SubjectState]) throws {
        let columns = try EntryColumns(rows)
        var index = 0
        // Every row repeats one of the same few schemes.
        var (schemeText, scheme) = ("", Identifier<Scheme>(PathKey.first))
        while index < rows.count {
            let text = try columns.subjectText(rows[index])
            let id = try columns.subject(rows[index])
            var entries: [Identifier<Scheme>: [PointEntry]] = [:]
            var keys: [String: SubjectState.KnownKey] = [:]
            var last = rows[index]
            while index < rows.count {
                let row = rows[index]
                guard try columns.subjectText(row) == text else { break }
                let entry = try columns.entry(row)
                let word = try columns.schemeText(row)
                if word != schemeText { (schemeText, scheme) = (word, try columns.scheme(row)) }
                entries[scheme, default: []].append(entry)
                keys[try columns.key(row)] = SubjectState.KnownKey(
                    number: entry.number, scheme: scheme, cause: columns.cause(row))
                last = row
                index += 1
            }
            states[id]?.entries = entries
            states[id]?.keys = keys
            states[id]?.head = LedgerHead(number: try last["number"], hash: try last["hash"])
        }
    }
}

/// The positions of the ledger's columns in an answer: looked up once, since a member has hundreds of rows.
private struct EntryColumns {
    private let positions: [Int]
    private static let names = [
        "subject_id", "number", "scheme_id", "kind", "item", "value", "happened_on", "counts_on", "posted_on",
        "continuing",
        "deed", "level", "follows", "reverses", "key", "cause",
    ]

    init(_ rows: Rows) throws {
        let found = Dictionary(rows.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        positions = try Self.names.map { name in
            guard let position = found[name] else { throw Row.unreadable(name, "ledger", "no such column") }
            return position
        }
    }

    private func text(_ row: Row, _ index: Int) throws -> String {
        guard let text = row.text(at: positions[index]) else {
            throw Row.unreadable(Self.names[index], "ledger", "NULL")
        }
        return text
    }

    private func value<Value: PostgresDecodable>(_ row: Row, _ index: Int, _: Value.Type) throws -> Value {
        guard let value = Value(postgresText: try text(row, index)) else {
            throw Row.unreadable(Self.names[index], "ledger", "a value that is none")
        }
        return value
    }

    func subjectText(_ row: Row) throws -> String { try text(row, 0) }
    func schemeText(_ row: Row) throws -> String { try text(row, 2) }
    func subject(_ row: Row) throws -> Identifier<PointsSubject> { try value(row, 0, Identifier<PointsSubject>.self) }
    func scheme(_ row: Row) throws -> Identifier<Scheme> { try value(row, 2, Identifier<Scheme>.self) }
    func key(_ row: Row) throws -> String { try text(row, 14) }
    func cause(_ row: Row) -> String? { row.text(at: positions[15]) }

    func entry(_ row: Row) throws -> PointEntry {
        guard let kind = PointEntry.Kind(rawValue: try text(row, 3)) else {
            throw Row.unreadable("kind", "kind of entry", "another")
        }
        return PointEntry(
            number: try value(row, 1, Int.self), kind: kind, item: try text(row, 4),
            value: try value(row, 5, Amount.self), happened: try value(row, 6, Day.self),
            counts: try value(row, 7, Day.self), posted: try value(row, 8, Day.self),
            isContinuing: try text(row, 9) == "t", act: row.text(at: positions[10]), level: row.text(at: positions[11]),
            follows: row.text(at: positions[12]).flatMap { Int($0) },
            reverses: row.text(at: positions[13]).flatMap { Int($0) })
    }
}

extension Row {
    func pointEntry() throws -> PointEntry {
        PointEntry(
            number: try self["number"], kind: try entryKind(), item: try self["item"], value: try self["value"],
            happened: try self["happened_on"], counts: try self["counts_on"], posted: try self["posted_on"],
            isContinuing: try self["continuing"], act: try self["deed"], level: try self["level"],
            follows: try self["follows"], reverses: try self["reverses"])
    }
}
