package import Civil
package import Kernel
package import Organisations
package import Planning
package import Wire

/// What to plan, and how long and on how many cores to search.
package struct PlanOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let asOf: Day?
    package let yearly: Bool?
    package let seconds: Double?
    package let threads: Int?
    package let seed: Int?
    package let steps: Int?

    package init(
        scope: Reference<Organisation>? = nil, asOf: Day? = nil, yearly: Bool? = nil, seconds: Double? = nil,
        threads: Int? = nil, seed: Int? = nil, steps: Int? = nil
    ) {
        self.scope = scope
        self.asOf = asOf
        self.yearly = yearly
        self.seconds = seconds
        self.threads = threads
        self.seed = seed
        self.steps = steps
    }

    static let yearlyText = Text(
        zh: "年度学时也排：所差学时要几个班就排几个",
        en: "Plan the hours of the year, too: as many classes as the missing hours take")
    package static let usualSeconds = 5.0
    package static let usualThreads = 2
    package static let usualSeed = 1
    /// Over the network many share the cores; at the machine itself somebody decides about it.
    private static let mostSeconds = (network: 10.0, machine: 86_400.0)
    private static let mostThreads = (network: 2, machine: 64)

    package static let memberLimits: [String: MemberLimit] = [
        "seconds": .number(0...mostSeconds.network), "threads": .count(1...mostThreads.network),
        "seed": .count(0...Int.max), "steps": .count(0...Int.max),
    ]

    package static let memberTexts = [
        "scope": Text(zh: "为哪个党组织及其下级排计划，默认全部", en: "The organisation whose subtree is planned; all by default"),
        "as_of": Text(zh: "从哪一天起排计划，默认今天", en: "The day to plan from, by default today"),
        "yearly": yearlyText,
        "seconds": Text(
            zh: "计算秒数，默认 \(Int(usualSeconds))；经网络最多 \(Int(mostSeconds.network))",
            en:
                "Seconds to search, by default \(Int(usualSeconds)); "
                + "over the network \(Int(mostSeconds.network)) at most"
        ),
        "threads": Text(
            zh: "使用的处理器核数，默认 \(usualThreads)；经网络最多 \(mostThreads.network)",
            en: "Cores to use, by default \(usualThreads); over the network \(mostThreads.network) at most"),
        "seed": Text(zh: "随机种子，默认 \(usualSeed)", en: "Seed, by default \(usualSeed)"),
        "steps": Text(
            zh: "每核最多试算次数，默认不限；不到时限时同种子同结果",
            en: "Trials of a core at most, unlimited by default; below the time limit the same seed gives the same plan"
        ),
    ]
}

extension PlanOrder {
    /// - Parameter isLocal: whether it is asked for at the machine itself.
    /// - Throws: `value.invalid` with the range.
    package func search(isLocal: Bool) throws(AppError) -> (limits: Planner.Limits, seconds: Double) {
        let seconds = seconds ?? Self.usualSeconds
        let threads = threads ?? Self.usualThreads
        let seed = seed ?? Self.usualSeed
        let most = isLocal ? Self.mostSeconds.machine : Self.mostSeconds.network
        guard seconds >= 0, seconds <= most else {
            throw .invalidValue(
                "seconds", "\(seconds)", expected: Text(zh: "0 到 \(Int(most))", en: "0 to \(Int(most))"))
        }
        try Plausible.count(threads, "threads", in: 1...(isLocal ? Self.mostThreads.machine : Self.mostThreads.network))
        try Plausible.count(seed, "seed", in: 0...Int.max)
        try Plausible.count(steps ?? .max, "steps", in: 0...Int.max)
        return (Planner.Limits(threads: threads, steps: steps ?? .max, seed: UInt64(seed)), seconds)
    }
}

extension Plan.Assignment: Limited {}

/// A plan to be accepted: its assignments against the duties and classes as they are now.
package struct PlanAcceptance: Codable, Described, Sendable {
    package let name: String
    package let scope: Reference<Organisation>?
    package let asOf: Day?
    package let assignments: [Plan.Assignment]
    package let withdraw: Bool?

    package init(
        name: String, scope: Reference<Organisation>? = nil, asOf: Day? = nil, assignments: [Plan.Assignment],
        withdraw: Bool? = nil
    ) {
        self.name = name
        self.scope = scope
        self.asOf = asOf
        self.assignments = assignments
        self.withdraw = withdraw
    }

    package static let memberTexts = [
        "name": Text(zh: "计划名称", en: "Name of the plan"),
        "scope": PlanOrder.memberTexts["scope"] ?? .verbatim(""),
        "as_of": PlanOrder.memberTexts["as_of"] ?? .verbatim(""),
        "assignments": assignmentsText,
        "withdraw": Text(
            zh: "允许计划收回席位而不另安排；否则有人因此失去席位时拒绝",
            en:
                "Whether the plan may take seats away without giving others; "
                + "otherwise it is refused when somebody loses one"
        ),
    ]

    fileprivate static let assignmentsText = Text(zh: "哪项任务进哪个班次", en: "Which duty goes into which class")
}

/// A plan that is to be read by name before anybody accepts it.
package struct PlanPreview: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let asOf: Day?
    package let assignments: [Plan.Assignment]

    package init(scope: Reference<Organisation>? = nil, asOf: Day? = nil, assignments: [Plan.Assignment]) {
        self.scope = scope
        self.asOf = asOf
        self.assignments = assignments
    }

    package static let memberTexts = [
        "scope": PlanOrder.memberTexts["scope"] ?? .verbatim(""),
        "as_of": PlanOrder.memberTexts["as_of"] ?? .verbatim(""),
        "assignments": PlanAcceptance.assignmentsText,
    ]
}

/// What a plan would do, by name.
package struct PreviewedPlan: Codable, Sendable {
    /// Seats that are others than before.
    package let changes: Int
    package let seats: [PlanSeat]
    /// Drafted classes that accepting it announces.
    package let announces: [AnnouncedClass]
    /// Who enters from a waiting list the seats that the plan frees.
    package let movesUp: [MovedUp]
    /// Who would still lack hours.
    package let short: [ShortOfHours]
}

/// A drafted class that is announced with the plan that uses it.
package struct AnnouncedClass: Codable, Sendable {
    package let code: String
    package let name: String
    package let starts: Day

    init(_ course: PlannableClass) {
        code = course.code
        name = course.name
        starts = course.starts
    }
}

extension [AnnouncedClass] {
    /// Codes shown in a sentence; more are counted.
    private static var most: Int { 20 }

    /// What is announced, in words; nil where nothing is.
    package func text(isDone: Bool) -> Text? {
        guard !isEmpty else { return nil }
        let codes = prefix(Self.most).map(\.code).joined(separator: "、") + (count > Self.most ? " …" : "")
        return isDone
            ? Text(zh: "同时通知了 \(count) 个班次草案：\(codes)。", en: "Announced with it, \(count) drafted classes: \(codes).")
            : Text(
                zh: "采纳时将通知 \(count) 个班次草案：\(codes)。",
                en: "Accepting it announces \(count) drafted classes: \(codes).")
    }
}

/// A plan that was accepted.
package struct AcceptedPlan: Outcome {
    package let id: Identifier<AcceptedPlan>
    package let path: String
    package let accepted: Day
    package let name: String
    package let score: Int
    package let assigned: Int
    package let unassigned: Int
    /// Drafted classes that were announced with it; known when it is accepted.
    package var announced: [AnnouncedClass]?
    /// Who entered from a waiting list the seats that the plan freed; known when it is accepted.
    package var movedUp: [MovedUp]?

    package var summary: Text {
        let text = Text(
            zh: "已采纳计划「\(name)」：安排 \(assigned) 项，未安排 \(unassigned) 项，总代价 \(score)；名单见 plan show。",
            en: "Accepted plan “\(name)”: \(assigned) duties assigned, \(unassigned) left, score \(score); "
                + "plan show has the names.")
        return .sentences(
            [text, announced?.text(isDone: true), movedUp?.text(isDone: true)].compactMap(\.self))
    }
}

extension AcceptedPlan: Tabular {
    package static let columns: [Column<AcceptedPlan>] = [
        Column("name", zh: "名称", en: "Name", \.name),
        Column("accepted", zh: "采纳", en: "Accepted", \.accepted),
        Column("assigned", zh: "安排", en: "Assigned", \.assigned),
        Column("unassigned", zh: "未安排", en: "Left", \.unassigned),
        Column("score", zh: "总代价", en: "Score", \.score),
        Column("path", zh: "范围", en: "Scope", \.path),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}
