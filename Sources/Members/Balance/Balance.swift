import Civil
package import Kernel

/// Why members became more or fewer (党员增减).
package enum Movement: String, Sendable, CaseIterable, Codable {
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
package struct Balance: Sendable {
    package struct Line: Sendable {
        package let movement: Movement
        package let people: Int
        /// Names with days, twenty at most, of what nothing on file explains.
        package let examples: [String]
    }

    package let year: Int
    /// On 31 December of the year before, and of the year or today if that comes first.
    package let opening: Int
    package let closing: Int
    package let lines: [Line]
    /// What was reported as the end of the year before, and of this one, with the documents.
    package let reportedOpening: Reported?
    package let reported: Reported?

    package struct Reported: Sendable {
        package let closing: Int
        package let document: String
    }

    package init(
        year: Int, opening: Int, closing: Int, lines: [Line], reportedOpening: Reported? = nil,
        reported: Reported? = nil
    ) {
        self.year = year
        self.opening = opening
        self.closing = closing
        self.lines = Self.merged(lines)
        self.reportedOpening = reportedOpening
        self.reported = reported
    }

    private static func merged(_ lines: [Line]) -> [Line] {
        Movement.allCases.compactMap { movement in
            let parts = lines.filter { $0.movement == movement }
            guard !parts.isEmpty else { return nil }
            return Line(
                movement: movement, people: parts.map(\.people).reduce(0, +),
                examples: movement.isUnexplained ? Array(parts.flatMap(\.examples).prefix(20)) : [])
        }
    }

    private func sum(_ increases: Bool) -> Int {
        lines.filter { $0.movement.isIncrease == increases && !$0.movement.isUnexplained }.map(\.people).reduce(0, +)
    }

    package var increases: Int { sum(true) }
    package var decreases: Int { sum(false) }
    package var expected: Int { opening + increases - decreases }
    /// Nothing when the books are in order.
    package var difference: Int { closing - expected }
    /// What was reported a year ago and what the register says of that day now: corrections made since.
    package var openingDrift: Int { reportedOpening.map { opening - $0.closing } ?? 0 }
    package var unexplained: Int { lines.filter(\.movement.isUnexplained).map(\.people).reduce(0, +) }
    package var isBalanced: Bool {
        difference == 0 && openingDrift == 0 && unexplained == 0
    }
}
