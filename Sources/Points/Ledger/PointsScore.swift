package import Civil
package import Kernel
package import Schemes
package import Wire

/// What became of somebody in a period.
package enum ScoreStanding: String, Choice {
    case scored, exempt, absent, ungraded

    package var text: Text {
        switch self {
        case .scored: Text(zh: "计分", en: "scored")
        case .exempt: Text(zh: "免予积分", en: "exempt")
        case .absent: Text(zh: "未参加", en: "not taking part")
        case .ungraded: Text(zh: "不定等", en: "not graded")
        }
    }
}

extension ScoreSheet.Standing {
    var word: ScoreStanding {
        switch self {
        case .scored: .scored
        case .exempt: .exempt
        case .absent: .absent
        case .ungraded: .ungraded
        }
    }
}

/// A score and every line that made it.
package struct PointsScore: Codable, Sendable {
    package let scheme: String
    package let schemeName: Text
    package let version: String
    package let from: Day
    /// The first day after the period.
    package let until: Day
    package let asOf: Day
    package let standing: ScoreStanding
    package let group: String?
    package let score: Amount
    package let grade: String?
    package let gradeName: Text?
    package let lines: [ScoreSheet.Line]

    init(_ scheme: Scheme, _ sheet: ScoreSheet) {
        self.scheme = scheme.key
        schemeName = scheme.name
        version = scheme.version
        from = sheet.period.lowerBound
        until = sheet.period.upperBound
        asOf = sheet.asOf
        standing = sheet.standing.word
        group = sheet.group
        score = sheet.score
        grade = sheet.grade
        gradeName = sheet.grade.flatMap { scheme.grade($0) }.map(\.name)
        lines = sheet.lines
    }
}

/// The head of a score; its lines are a table of their own.
extension PointsScore: Tabular {
    package static let columns: [Column<PointsScore>] = [
        Column("scheme_name", zh: "办法", en: "Scheme", \.schemeName),
        Column("from", zh: "周期起", en: "From", \.from),
        Column("as_of", zh: "截至", en: "As of", \.asOf),
        Column("standing", zh: "状态", en: "Standing", \.standing),
        Column("score", zh: "得分", en: "Score", \.score),
        Column("grade_name", zh: "等次", en: "Grade", \.gradeName),
    ]
}

extension ScoreSheet.Line: Tabular {
    package static let columns: [Column<ScoreSheet.Line>] = [
        Column("entry", zh: "号", en: "No.", \.entry),
        Column("step", zh: "步骤", en: "Step", \.step),
        Column("day", zh: "日期", en: "Day", \.day),
        Column("item", zh: "项目", en: "Item", \.item),
        Column("value", zh: "数值", en: "Value", \.value),
        Column("counts", zh: "计入", en: "Counts", isNumeric: true) { .text($0.counts.signed) },
        Column("text", zh: "说明", en: "Why", \.text),
    ]
}

/// Which score of a subject is wanted.
package struct ScoreQuery: Codable, Described, Sendable {
    package var scheme: String
    package var asOf: Day?
    package var known: Day?
    package var rolledUp: Bool?

    package init(scheme: String, asOf: Day? = nil, known: Day? = nil, rolledUp: Bool? = nil) {
        self.scheme = scheme
        self.asOf = asOf
        self.known = known
        self.rolledUp = rolledUp
    }

    package static let memberTexts = [
        "known": Text(zh: "只看此日及以前的记账，默认今天", en: "Look only at what was posted until this day, by default today"),
        "rolled_up": Text(zh: "按办法汇总到长周期", en: "The long period that the scheme rolls up into"),
    ]
}

/// The person behind an account and the schemes they take part in.
package struct OwnPoints: Codable, Sendable {
    package let person: Identifier<PointsSubject>
    package let schemes: [String]
}

extension OwnPoints: Tabular {
    package static let columns: [Column<OwnPoints>] = [
        Column("schemes", zh: "参加的办法", en: "Schemes") { $0.schemes.joined(separator: " ") },
        Column("person", zh: "人员编号", en: "Person", \.person),
    ]
}
