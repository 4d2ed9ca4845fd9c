import Civil
import Foundation
import Kernel
import Postgres

/// Everything about one subject that a writer has to know, read under its lock.
struct SubjectState {
    let id: UUID
    let path: String
    let born: Day?
    var participations: [UUID: [History.Participation]] = [:]
    var exemptions: [UUID: [History.Exemption]] = [:]
    var closed: [UUID: [Range<Day>]] = [:]
    var published: [UUID: [(start: Day, score: Amount)]] = [:]
    var entries: [UUID: [PointEntry]] = [:]
    /// The entry that a key belongs to.
    var keys: [String: (number: Int, item: String, happened: Day, value: Amount)] = [:]
    var head: LedgerHead

    /// What the rules look at, for one scheme.
    func history(_ scheme: UUID, carried: Amount? = nil, adding: [PointEntry] = []) -> History {
        History(
            entries: (entries[scheme] ?? []) + adding, participations: participations[scheme] ?? [],
            exemptions: exemptions[scheme] ?? [], born: born, carried: carried)
    }

    func isClosed(_ period: Range<Day>, of scheme: UUID) -> Bool {
        closed[scheme]?.contains { $0.overlaps(period) } ?? false
    }

    /// What the period before a day's ended with, where the scheme carries it on.
    func carried(_ scheme: Scheme, _ id: UUID, into start: Day) -> Amount? {
        guard case .carried(let from, _, _) = scheme.base else { return nil }
        let before = scheme.period.previous(to: start)
        let published = published[id]?.first { $0.start == before.lowerBound }?.score
        switch from {
        case .published: return published
        case .total:
            // Reckoned again, corrections included; what that period itself began with is what was published.
            guard published != nil || entries[id]?.contains(where: { before.contains($0.counts) }) ?? false else { return nil }
            let earlier = scheme.period.previous(to: before.lowerBound)
            let basis = self.published[id]?.first { $0.start == earlier.lowerBound }?.score
            return ScoreRule(scheme).sheet(
                history(id, carried: basis), on: before.upperBound.adding(days: -1), known: start, explains: false
            ).score
        }
    }
}

/// Reads states: the statements to ask with, and what their answers mean.
struct SubjectReader {
    let sql: QueryCatalog
    let subjects: [UUID]
    let keys: [String]
    let schemes: [UUID]
    let locks: Bool

    var statements: [Statement] {
        [
            sql(locks ? "LockPointsSubjects" : "PointsSubjects", [subjects.parameter]),
            sql("PointsStandingFacts", [subjects.parameter, keys.parameter]),
            sql("LedgerOf", [subjects.parameter]),
            sql("LedgerHeads", [subjects.parameter]),
        ] + (schemes.isEmpty ? [] : [sql("PublishedScores", [subjects.parameter, schemes.parameter])])
    }

    func read(_ rows: [Rows]) throws -> [UUID: SubjectState] {
        var states: [UUID: SubjectState] = [:]
        for row in rows[0] {
            let id: UUID = try row["subject_id"]
            states[id] = SubjectState(id: id, path: try row["path"], born: try row["born_on"], head: .start(of: id))
        }
        for row in rows[1] {
            let (id, scheme): (UUID, UUID) = (try row["subject_id"], try row["scheme_id"])
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
        for row in rows[2] {
            let (id, scheme): (UUID, UUID) = (try row["subject_id"], try row["scheme_id"])
            let entry = try row.pointEntry()
            states[id]?.entries[scheme, default: []].append(entry)
            states[id]?.keys[try row["key"]] = (entry.number, entry.item, entry.happened, entry.value)
        }
        for row in rows[3] {
            let id: UUID = try row["subject_id"]
            states[id]?.head = LedgerHead(number: try row["number"], hash: try row["hash"])
        }
        if rows.count > 4 {
            for row in rows[4] {
                states[try row["subject_id"]]?.published[try row["scheme_id"], default: []].append(
                    (try row["starts_on"], try row["score"]))
            }
        }
        return states
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
