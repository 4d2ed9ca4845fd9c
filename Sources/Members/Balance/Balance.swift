import Civil
package import Kernel
package import Wire

/// Why members became more or fewer (党员增减).
package enum Movement: String, Choice {
    case admitted, restored
    case transferredIn = "transferred_in"
    case unexplainedIn = "unexplained_in"
    case withdrawn, persuaded, removed, expelled, cancelled, died, suspended
    case transferredOut = "transferred_out"
    case unexplainedOut = "unexplained_out"

    package var isIncrease: Bool {
        switch self {
        case .admitted, .restored, .transferredIn, .unexplainedIn: true
        default: false
        }
    }

    /// Nothing on file says why.
    package var isUnexplained: Bool { self == .unexplainedIn || self == .unexplainedOut }

    package var text: Text {
        switch self {
        case .admitted: Text(zh: "发展", en: "admitted")
        case .restored: Text(zh: "恢复党籍", en: "restored")
        case .transferredIn: Text(zh: "转入", en: "transferred in")
        case .unexplainedIn: Text(zh: "增加、原因不明", en: "more, without a reason on file")
        case .withdrawn: Text(zh: "退党", en: "withdrew")
        case .persuaded: Text(zh: "劝退", en: "persuaded to withdraw")
        case .removed: Text(zh: "除名", en: "removed")
        case .expelled: Text(zh: "开除党籍", en: "expelled")
        case .cancelled: Text(zh: "取消预备党员资格", en: "probation cancelled")
        case .died: Text(zh: "死亡", en: "died")
        case .suspended: Text(zh: "停止党籍", en: "suspended")
        case .transferredOut: Text(zh: "转出", en: "transferred out")
        case .unexplainedOut: Text(zh: "减少、原因不明", en: "fewer, without a reason on file")
        }
    }

    /// - Parameters:
    ///   - begins: whether a membership begins or ends.
    ///   - word: how it began or ended.
    ///   - beside: the standing directly before or after it in the same subtree.
    package init(begins: Bool, status: MembershipStatus, word: String?, beside: MembershipStatus?) {
        self =
            begins
            ? Self.increase(status, word, beside)
            : Self.decrease(word, beside)
    }

    private static func increase(_ status: MembershipStatus, _ word: String?, _ before: MembershipStatus?) -> Movement {
        switch (before, word) {
        case (.suspended?, _), (nil, "restored"?): .restored
        case (.applicant?, _), (.activist?, _), (.developmentTarget?, _): .admitted
        case (nil, "transferred"?): .transferredIn
        // Entered from a list while on probation: the admission itself is not on file here.
        case (nil, "registered"?) where status == .probationary: .admitted
        case (nil, nil) where status == .probationary: .admitted
        default: .unexplainedIn
        }
    }

    private static func decrease(_ word: String?, _ after: MembershipStatus?) -> Movement {
        if after == .suspended { return .suspended }
        switch word {
        case "transferred": return .transferredOut
        case "advanced", "restored", nil: return .unexplainedOut
        case let word?: return Movement(rawValue: word) ?? .unexplainedOut
        }
    }
}

/// How many members an organisation and everything below it had a year ago, what came and went, and how many there are:
/// last year's end + increases − decreases must be this year's end.
package struct Balance: Codable, Sendable {
    package struct Line: Codable, Sendable {
        package let movement: Movement
        package let increase: Bool
        package let people: Int
        /// Names with days, twenty at most, of what nothing on file explains.
        package let examples: [String]

        init(_ movement: Movement, people: Int, examples: [String] = []) {
            self.movement = movement
            increase = movement.isIncrease
            self.people = people
            self.examples = movement.isUnexplained ? Array(examples.prefix(20)) : []
        }
    }

    /// What was sent as the end of a year, and under which document.
    package struct Submission: Codable, Sendable {
        package let closing: Int
        package let document: String
    }

    package let organisationCode: String
    package let organisationName: String
    package let year: Int
    /// On 31 December of the year before.
    package let opening: Int
    package let increases: Int
    package let decreases: Int
    package let expected: Int
    /// On 31 December of the year, or today if that comes first.
    package let closing: Int
    /// Nothing when the books are in order.
    package let difference: Int
    /// People without a reason on file for their arrival or departure.
    package let unexplained: Int
    package let balanced: Bool
    package let lines: [Line]
    package let reportedLastYear: Submission?
    /// What the register says of the end of last year now, less what was reported then: corrections made since.
    package let offReportOfLastYear: Int
    package let reported: Submission?

    init(
        of organisation: (code: String, name: String), year: Int, opening: Int, closing: Int, lines parts: [Line],
        reportedLastYear: Submission?, reported: Submission?
    ) {
        let lines = Self.merged(parts)
        func sum(_ isCounted: (Line) -> Bool) -> Int { lines.filter(isCounted).map(\.people).sum() }
        (organisationCode, organisationName) = organisation
        self.year = year
        self.opening = opening
        self.closing = closing
        self.lines = lines
        self.reportedLastYear = reportedLastYear
        self.reported = reported
        increases = sum { $0.increase && !$0.movement.isUnexplained }
        decreases = sum { !$0.increase && !$0.movement.isUnexplained }
        unexplained = sum(\.movement.isUnexplained)
        expected = opening + increases - decreases
        difference = closing - expected
        offReportOfLastYear = reportedLastYear.map { opening - $0.closing } ?? 0
        balanced = difference == 0 && offReportOfLastYear == 0 && unexplained == 0
    }

    private static func merged(_ lines: [Line]) -> [Line] {
        Movement.allCases.compactMap { movement in
            let parts = lines.filter { $0.movement == movement }
            guard !parts.isEmpty else { return nil }
            return Line(
                movement, people: parts.map(\.people).sum(), examples: parts.flatMap(\.examples))
        }
    }
}

extension Balance: Tabular {
    /// The head of the balance; what came and went are its lines.
    package static let columns: [Column<Balance>] = [
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("year", zh: "年度", en: "Year", \.year),
        Column("opening", zh: "上年末党员数", en: "Members at the end of last year", \.opening),
        Column("reported_last_year", zh: "上年上报数", en: "Reported last year") { balance in
            balance.reportedLastYear.map { "\($0.closing) \($0.document)" }
        },
        Column("increases", zh: "增加", en: "Increases", \.increases),
        Column("decreases", zh: "减少", en: "Decreases", \.decreases),
        Column("expected", zh: "应有", en: "Expected", \.expected),
        Column("closing", zh: "实有", en: "Members at the end of the year", \.closing),
        Column("difference", zh: "差额", en: "Difference", \.difference),
        Column("off_report_of_last_year", zh: "与上年上报数相差", en: "Off the report of last year", \.offReportOfLastYear),
        Column("unexplained", zh: "原因不明", en: "Without a reason on file", \.unexplained),
        Column("balanced", zh: "平衡", en: "Balanced", \.balanced),
        Column("reported", zh: "本年上报数", en: "Reported this year") { balance in
            balance.reported.map { "\($0.closing) \($0.document)" }
        },
    ]
}

extension Balance.Line: Tabular {
    package static let columns: [Column<Balance.Line>] = [
        Column("movement", zh: "增减", en: "Movement") { line in
            let (sign, name) = (line.increase ? "＋" : "－", line.movement.text)
            return .word(
                line.movement.rawValue, Text(zh: "\(sign) \(name.chinese)", en: "\(sign) \(name.english)"))
        },
        Column("people", zh: "人数", en: "People", \.people),
        Column("examples", zh: "人员", en: "People named") { $0.examples.joined(separator: "；") },
    ]
}

/// The document under which a year's balance is sent.
package struct BalanceReport: Codable, Described, Sendable {
    package let document: String

    package init(document: String) { self.document = document }

    package static let memberTexts = ["document": Text(zh: "上报文号", en: "Document under which it is sent")]
}

package struct BalanceReported: Outcome {
    package let balance: Balance

    package var summary: Text {
        let document = balance.reported?.document ?? ""
        return Text(
            zh: "「\(balance.organisationName)」\(balance.year) 年末党员 \(balance.closing) 人，已按 \(document) 存档。",
            en:
                "\(balance.closing) members of “\(balance.organisationName)” at the end of \(balance.year), "
                + "kept as reported under \(document)."
        )
    }
}
