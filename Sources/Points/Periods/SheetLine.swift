import Access
package import Civil
package import Kernel
import Postgres
import Schemes
import Sheets
package import Wire

/// One line of a published sheet or of a ranking.
package struct SheetLine: Codable, Placed, Sendable {
    package let subject: Identifier<PointsSubject>
    package let name: String
    package let organisation: String?
    package let group: String?
    package internal(set) var groupName: Text?
    package let standing: ScoreStanding
    package let base: Amount
    package let score: Amount
    package let grade: String?
    package internal(set) var gradeName: Text?
    package let rank: Int?
    package let rankInBranch: Int?
    package let path: String

    /// In place of a name that lies outside the caller's scope since the member moved away.
    static let elsewhere = "—"
}

extension SheetLine: Tabular {
    package static let columns: [Column<SheetLine>] = [
        Column("rank", zh: "名次", en: "Rank", \.rank),
        Column("rank_in_branch", zh: "支部名次", en: "In branch", \.rankInBranch),
        Column("name", zh: "对象", en: "Subject", \.name),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("group", zh: "类别", en: "Group") { .named($0.group, $0.groupName) },
        Column("base", zh: "基础分", en: "Base", \.base),
        Column("score", zh: "得分", en: "Score", \.score),
        Column("grade", zh: "等次", en: "Grade") { .named($0.grade, $0.gradeName) },
        Column("standing", zh: "状态", en: "Standing", \.standing),
        Column("subject", zh: "对象编号", en: "Subject identifier", \.subject),
    ]

    private static let note = Column<SheetLine>("note", zh: "备注", en: "Note") {
        $0.standing == .exempt ? .sentence(ScoreStanding.exempt.text) : .text("")
    }

    /// The columns of an office's own sheet (公示表), under its headings.
    static func columns(of scheme: Scheme) -> [Column<SheetLine>] {
        SheetLayout.columns("publicity", of: scheme).compactMap { column in
            (columns + [note]).first { $0.key == column.key }.map { known in
                Column(
                    known.key, zh: column.chinese,
                    en: scheme.sheets["publicity"] == nil ? known.title.english : column.chinese,
                    isNumeric: known.isNumeric, cell: known.cell)
            }
        }
    }

    /// The same line with the names of its group and grade.
    func named(by scheme: Scheme?) -> SheetLine {
        guard let scheme else { return self }
        var line = self
        line.groupName = group.flatMap { scheme.group($0)?.name }
        line.gradeName = grade.flatMap { scheme.grade($0)?.name }
        return line
    }
}

extension Cell {
    /// The key of a group or grade, with its name where the scheme is known.
    fileprivate static func named(_ key: String?, _ name: Text?) -> Cell {
        guard let key else { return .text("") }
        return .word(key, name ?? .verbatim(key))
    }
}

/// The mean score of a branch in a closed period.
package struct BranchAverage: Codable, Sendable {
    package let path: String
    package let organisation: String?
    package let members: Int
    package let mean: Amount
    package let lowest: Amount
    package let highest: Amount
}

extension BranchAverage: Tabular {
    package static let columns: [Column<BranchAverage>] = [
        Column("organisation", zh: "党组织", en: "Organisation") { $0.organisation ?? $0.path },
        Column("members", zh: "人数", en: "Members", \.members),
        Column("mean", zh: "平均", en: "Mean", \.mean),
        Column("lowest", zh: "最低", en: "Lowest", \.lowest),
        Column("highest", zh: "最高", en: "Highest", \.highest),
    ]
}

/// A low score and what it suggests; nothing follows from it by itself.
package struct ProposalLine: Codable, Sendable {
    /// Nil for proposals about a branch.
    package let subject: Identifier<PointsSubject>?
    package let name: String
    package let organisation: String?
    package let scores: [Amount]
    package let text: Text
    package let place: String
}

extension ProposalLine: Tabular {
    package static let columns: [Column<ProposalLine>] = [
        Column("name", zh: "对象", en: "Subject", \.name),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("scores", zh: "得分", en: "Scores") { $0.scores.map(\.description).joined(separator: " ") },
        Column("text", zh: "建议", en: "Proposal", \.text),
        Column("place", zh: "依据", en: "Rule", \.place),
        Column("subject", zh: "对象编号", en: "Subject identifier", \.subject),
    ]
}

extension Row {
    func sheetLine() throws -> SheetLine {
        SheetLine(
            subject: try self["subject_id"], name: try self["name"] ?? SheetLine.elsewhere,
            organisation: try self["organisation"], group: try self["group_key"], standing: try choice("standing"),
            base: try self["base"], score: try self["score"], grade: try self["grade"], rank: try self["rank"],
            rankInBranch: try self["rank_in_branch"], path: try self["path"])
    }
}
