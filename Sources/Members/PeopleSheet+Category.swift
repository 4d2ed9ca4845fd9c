import Civil
import Kernel
import Sheets

/// Says what kind of member each row of a sheet of people is about.
///
/// Offices write it below 人员类别, below 党籍状态 or as 政治面貌. Which of them a sheet means is decided once for all its
/// rows: an empty cell of that column is one to fill in, and makes nobody a full member.
struct CategoryColumn: Sendable {
    private enum Source {
        case status, standing, politicalStatus
        /// 党籍状态 alone: whether a membership is in force says nothing of what kind it is.
        case missing
        /// A sheet without any of the columns is a list of full members.
        case members
    }

    private let source: Source

    init(_ sheet: Sheet) {
        guard let first = sheet.rows.first else {
            source = .members
            return
        }
        if first.has("status") {
            source = .status
        } else if Self.holdsCategories(sheet) {
            source = .standing
        } else if first.has("political_status") {
            source = .politicalStatus
        } else {
            source = first.has("standing") ? .missing : .members
        }
    }

    /// Whether 党籍状态 is what the sheet calls the category. 停止党籍 alone is one; beside 正常 it is a state.
    private static func holdsCategories(_ sheet: Sheet) -> Bool {
        var (holdsSuspended, holdsNormal) = (false, false)
        for row in sheet.rows {
            let word = row["standing"]
            let status: MembershipStatus? = CellReader.meaning(of: word)
            if let status, status != .suspended { return true }
            holdsSuspended = holdsSuspended || status != nil
            let state: RollState? = CellReader.meaning(of: word)
            holdsNormal = holdsNormal || state == .normal
        }
        return holdsSuspended && !holdsNormal
    }

    func status(_ row: Sheet.Row, _ reader: inout CellReader) -> MembershipStatus? {
        switch source {
        case .status: return reader.choice(row, "status")
        case .standing: return reader.choice(row, "standing")
        case .politicalStatus: return politicalStatus(row, &reader)
        case .members: return .full
        case .missing:
            reader.fail(
                row, "standing",
                Text(
                    zh: "没有说是正式党员还是预备党员：请加「人员类别」一列，或导入时用 --fill status=正式党员",
                    en:
                        "it does not say whether this is a full or a probationary member: add a column for the "
                        + "standing, or import with --fill status=full"))
            return nil
        }
    }

    /// Whether the membership is in force, which is so where the column holds the category.
    func roll(_ row: Sheet.Row, _ reader: inout CellReader) -> RollState? {
        source == .standing ? .normal : reader.choice(row, "standing", default: RollState.normal)
    }

    private func politicalStatus(_ row: Sheet.Row, _ reader: inout CellReader) -> MembershipStatus? {
        switch row["political_status"].halfWidth.filter({ !$0.isWhitespace }) {
        case "中共党员", "中国共产党党员", "党员", "中共正式党员", "正式党员", "01": return .full
        case "中共预备党员", "中国共产党预备党员", "预备党员", "02": return .probationary
        default:
            reader.fail(
                row, "political_status",
                Text(
                    zh: "没有人员类别列时，这里应为中共党员或中共预备党员",
                    en: "without a column for the standing, a member or a probationary member"))
            return nil
        }
    }
}
