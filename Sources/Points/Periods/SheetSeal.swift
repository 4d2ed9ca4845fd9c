import Civil
import Crypto
import Foundation
import Kernel
import Postgres

/// The seal of a published sheet: SHA-256 over its lines in the order of their subjects, kept with the closing, so that
/// grades, ranks and missing lines are checked as well as scores. Where a branch lies is not part of it, since trees
/// move.
struct SheetSeal {
    struct Line {
        let subject: Identifier<PointsSubject>
        let group: String?
        let standing: String
        let base: Amount
        let score: Amount
        let grade: String?
        let movedBy: Int?
        let rank: Int?
        let rankInBranch: Int?
        let head: Int
    }

    private var hasher = SHA256()
    private var bytes: [UInt8] = []

    init(period: Identifier<PointsPeriod>, revision: Int) {
        bytes.reserveCapacity(Self.full + 512)
        add("sheet \(period) \(revision)")
    }

    mutating func add(_ line: Line) {
        withUnsafeBytes(of: line.subject.value.uuid) { bytes.append(contentsOf: $0) }
        add(line.group)
        add(line.standing)
        add(line.base.units)
        add(line.score.units)
        add(line.grade)
        add(line.movedBy)
        add(line.rank)
        add(line.rankInBranch)
        add(line.head)
        guard bytes.count >= Self.full else { return }
        hasher.update(data: bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func finish() -> Bytes {
        hasher.update(data: bytes)
        bytes.removeAll()
        return Bytes(hasher.finalize())
    }

    /// Bytes that are gathered before they are hashed.
    private static let full = 65_536

    private mutating func add(_ text: String?) {
        add(text?.utf8.count)
        if let text { bytes.append(contentsOf: text.utf8) }
    }

    /// A mark, since nothing and zero differ, then eight bytes.
    private mutating func add(_ number: Int?) {
        bytes.append(number == nil ? 0 : 1)
        withUnsafeBytes(of: Int64(number ?? 0).littleEndian) { bytes.append(contentsOf: $0) }
    }
}

extension Row {
    func sealedLine() throws -> SheetSeal.Line {
        SheetSeal.Line(
            subject: try self["subject_id"], group: try self["group_key"], standing: try self["standing"],
            base: try self["base"], score: try self["score"], grade: try self["grade"], movedBy: try self["moved_by"],
            rank: try self["rank"], rankInBranch: try self["rank_in_branch"], head: try self["head"])
    }
}
