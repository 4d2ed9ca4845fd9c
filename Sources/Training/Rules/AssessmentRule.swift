package import Civil
package import Kernel
import Policy

/// The result of one sitting where it is not a score.
package enum ResultVerdict: String, Choice {
    case passed, failed
    /// Did not sit it, or handed in nothing.
    case missed

    package var text: Text {
        switch self {
        case .passed: Text(zh: "合格", en: "passed")
        case .failed: Text(zh: "不合格", en: "failed")
        case .missed: Text(zh: "缺考", en: "missed")
        }
    }
}

/// What somebody got in one sitting.
package enum SittingResult: Sendable, Hashable {
    case score(Amount)
    case verdict(ResultVerdict)

    package var text: Text {
        switch self {
        case .score(let score): Text(zh: "\(score) 分", en: "\(score)")
        case .verdict(let verdict): verdict.text
        }
    }
}

/// What a class asks for beside attendance, as its rule file says: examinations, essays, modules, marks for conduct,
/// each with its share in the total. Pure.
package struct AssessmentRule: Sendable {
    /// How a part comes to its result.
    package enum Source: String, Choice {
        case score, verdict, attendance

        package var text: Text {
            switch self {
            case .score: Text(zh: "评分", en: "a score")
            case .verdict: Text(zh: "评合格或不合格", en: "passed or failed")
            case .attendance: Text(zh: "由考勤计算", en: "calculated from attendance")
            }
        }
    }

    package struct Part: Sendable {
        package let key: String
        package let name: Text
        package let source: Source
        /// Hundredths of the total.
        let weight: Int
        /// Points below which the part is failed whatever the total; nil where the total alone decides.
        let pass: Amount?
        /// How often it may be repeated.
        let resits: Int
        /// The most that a repeated sitting counts for.
        let resitAtMost: Amount?
        /// Parts, or `attendance` for the conditions of attendance, that come first.
        let after: [String]
    }

    package struct Grade: Sendable {
        let from: Amount
        let name: Text
    }

    /// The attendance of one person: whether it can still meet the rule, and the points that it is worth.
    package struct Attendance: Sendable {
        let holds: Bool
        let points: Amount

        package init(holds: Bool, points: Amount) {
            self.holds = holds
            self.points = points
        }
    }

    /// Results by part and number of the sitting.
    package typealias Sittings = [String: [Int: SittingResult]]

    package struct Judgement: Sendable, Equatable {
        package let passed: Bool
        /// Nil without weights, and as long as a part has no result.
        package let total: Amount?
        package let grade: Text?
        /// What was not reached, in words.
        package let failures: [Text]
        /// Parts without a result to which the person is admitted.
        package let missing: [String]
    }

    /// What `after` calls the conditions of attendance.
    static let attendance = "attendance"
    static let points = Amount.zero...Amount(100)

    package let parts: [Part]
    /// Points of the total.
    let pass: Amount?
    /// The highest first.
    let grades: [Grade]

    func part(_ key: String) -> Part? { parts.first { $0.key == key } }

    /// Those whose results are entered.
    package var entered: [Part] { parts.filter { $0.source != .attendance } }

    package func judge(_ sittings: Sittings, _ attendance: Attendance) -> Judgement {
        var (failures, missing): ([Text], [String]) = ([], [])
        var total = Amount.zero
        for part in parts {
            let points = points(part, sittings, attendance)
            if let points {
                total += points * Ratio(part.weight, 100)
                if let failure = failure(part, points, sittings) { failures.append(failure) }
            } else if let barred = bar(part, sittings, attendance) {
                failures.append(.barred(part.name, barred))
            } else {
                missing.append(part.key)
            }
        }
        let isWeighted = parts.contains { $0.weight > 0 }
        let reached = isWeighted && missing.isEmpty ? total : nil
        if let pass, let reached, reached < pass { failures.append(.totalFailed(reached, pass)) }
        let passed = failures.isEmpty && missing.isEmpty
        var grade: Text?
        if passed {
            grade =
                reached.flatMap { reached in grades.first { $0.from <= reached }?.name } ?? ResultVerdict.passed.text
        } else if missing.isEmpty {
            grade = ResultVerdict.failed.text
        }
        return Judgement(passed: passed, total: reached, grade: grade, failures: failures, missing: missing)
    }

    /// Why a result cannot be; nil when it can. What is on file already may be corrected in any case.
    func objection(
        _ part: Part, sitting: Int, _ result: SittingResult, _ sittings: Sittings, _ attendance: Attendance
    ) -> Text? {
        switch (part.source, result) {
        case (.attendance, _): return .calculated(part.name)
        case (.score, .verdict(.passed)), (.verdict, .score): return .otherResult(part)
        case (.score, .score(let score)):
            guard Self.points.contains(score), score.rounded(places: 1) == score else { return .noScore(score) }
        default: break
        }
        guard sitting <= 1 + part.resits else { return .resitsUsed(part.name, part.resits) }
        let own = sittings[part.key] ?? [:]
        if own[sitting] != nil { return nil }
        if sitting > 1 {
            guard own[sitting - 1] != nil else { return .sittingBefore(part.name, sitting - 1) }
            let earlier = own.filter { $0.key < sitting }
            if part.pass != nil || part.source == .verdict,
                let points = points(part, [part.key: earlier], attendance),
                failure(part, points, [part.key: earlier]) == nil
            {
                return .passedBefore(part.name)
            }
        }
        return bar(part, sittings, attendance).map { .barred(part.name, $0) }
    }

    // MARK: one part

    /// The points of the best sitting, a repeated one capped; nil without any.
    private func points(_ part: Part, _ sittings: Sittings, _ attendance: Attendance) -> Amount? {
        if part.source == .attendance { return attendance.points }
        return (sittings[part.key] ?? [:]).map { sitting, result in
            let points: Amount
            switch result {
            case .score(let score): points = score
            case .verdict(.passed): points = Self.points.upperBound
            case .verdict: points = .zero
            }
            return sitting > 1 ? min(points, part.resitAtMost ?? points) : points
        }.max()
    }

    private func failure(_ part: Part, _ points: Amount, _ sittings: Sittings) -> Text? {
        if part.source == .verdict {
            guard points == .zero else { return nil }
            let own = sittings[part.key] ?? [:]
            return .partFailed(part.name, own.max { $0.key < $1.key }?.value ?? .verdict(.missed))
        }
        guard let pass = part.pass, points < pass else { return nil }
        return .partBelow(part.name, points, pass)
    }

    /// What keeps somebody from a part; nil when nothing does.
    private func bar(_ part: Part, _ sittings: Sittings, _ attendance: Attendance) -> Text? {
        for key in part.after {
            if key == Self.attendance {
                if !attendance.holds { return .attendanceFailed }
            } else if let first = self.part(key) {
                guard let points = points(first, sittings, attendance) else { return .resultFirst(first.name) }
                if let failure = failure(first, points, sittings) { return failure }
            }
        }
        return nil
    }
}
