import Civil
package import Kernel

extension Instance {
    /// Weights of a cost; with the largest priorities and days no sum overflows.
    private static let weightRange = 0...10_000_000
    private static let priorityRange = 0...10_000
    private static let excessRange = 0...100_000
    fileprivate static let peopleRange = 0...1_000_000
    private static let minutesRange = 0...1_000_000

    /// Checks every figure and every span; identifiers are checked when they are turned into indices.
    /// - Throws: `plan.instance` naming what is wrong, its value and what it may be.
    package func check() throws(AppError) {
        guard format == Self.format else { throw .planInstance("format", format, expected: .verbatim(Self.format)) }
        try checkWeights()
        guard horizon.start <= horizon.end else {
            throw .planInstance("horizon", "\(horizon.start)…\(horizon.end)", expected: Self.inOrderText)
        }
        for trainee in trainees {
            for span in trainee.unavailable ?? [] where span.count != 2 || span[1] < span[0] {
                throw .planInstance(
                    "unavailable", span.map(\.description).joined(separator: ", "), of: trainee.id,
                    expected: Self.inOrderText)
            }
        }
        for demand in demands {
            try Self.check(demand.priority, "priority", of: demand.id, in: Self.priorityRange)
            try Self.check(demand.minutes ?? 0, "minutes", of: demand.id, in: Self.minutesRange)
        }
        for item in classes {
            try Self.check(item.capacity, "capacity", of: item.id, in: Self.peopleRange)
            try Self.check(item.minimum, "minimum", of: item.id, in: Self.peopleRange)
            try Self.check(item.fixedCost, "fixed_cost", of: item.id, in: Self.weightRange)
            try Self.check(item.minutes ?? 0, "minutes", of: item.id, in: Self.minutesRange)
            try item.checkQuotas()
            guard item.start <= item.end, item.start >= horizon.start, item.end <= horizon.end else {
                throw .planInstance(
                    "start, end", "\(item.start)…\(item.end)", of: item.id,
                    expected: Text(
                        zh: "先后有序，并在计划期 \(horizon.start) 到 \(horizon.end) 之内",
                        en: "in order and within the horizon, \(horizon.start) to \(horizon.end)"))
            }
        }
        var known: Set<String> = []
        for cover in covers ?? [] {
            guard known.insert(cover.id).inserted else {
                throw .planInstance("cover", cover.id, expected: Text(zh: "不重复的编号", en: "an identifier used once"))
            }
            try Self.check(cover.limit, "limit", of: cover.id, in: Self.peopleRange)
            try Self.check(cover.excessCost ?? 0, "excess_cost", of: cover.id, in: Self.excessRange)
        }
    }

    private func checkWeights() throws(AppError) {
        try Self.check(weights.unassigned, "weights.unassigned", in: Self.weightRange)
        try Self.check(weights.latePerDay, "weights.late_per_day", in: Self.weightRange)
        try Self.check(weights.moved, "weights.moved", in: Self.weightRange)
        guard weights.travel.count == 4 else {
            throw .planInstance(
                "weights.travel", "\(weights.travel.count)", expected: Text(zh: "四个数", en: "four figures"))
        }
        for cost in weights.travel { try Self.check(cost, "weights.travel", in: Self.weightRange) }
    }

    private static let inOrderText = Text(zh: "两个日期，先后有序", en: "two days in order")

    fileprivate static func check(
        _ value: Int, _ what: String, of id: String? = nil, in range: ClosedRange<Int>
    ) throws(AppError) {
        guard range.contains(value) else {
            throw .planInstance(
                what, String(value), of: id,
                expected: Text(
                    zh: "\(range.lowerBound) 到 \(range.upperBound)", en: "\(range.lowerBound) to \(range.upperBound)"))
        }
    }
}

extension Instance.Course {
    fileprivate func checkQuotas() throws(AppError) {
        var (left, known): (Int, Set<String>) = (capacity, [])
        for quota in quotas ?? [] {
            try Instance.check(quota.seats, "seats", of: id, in: Instance.peopleRange)
            left -= quota.seats
            guard left >= 0 else {
                throw .planInstance(
                    "quotas", String(capacity - left), of: id,
                    expected: Text(zh: "合计不超过容量 \(capacity)", en: "together at most the capacity, \(capacity)"))
            }
            guard known.insert(quota.scope).inserted else {
                throw .planInstance(
                    "quotas", quota.scope, of: id, expected: Text(zh: "每个范围一个名额", en: "one quota for each scope"))
            }
        }
    }
}

extension AppError {
    /// - Parameter id: of the trainee, demand, class or cover.
    fileprivate static func planInstance(
        _ what: String, _ value: String, of id: String? = nil, expected: Text
    ) -> AppError {
        let (value, id) = (value.quotable, id?.quotable)
        return AppError(
            .invalid, "plan.instance",
            Text(
                zh: "计划问题文件有误：\(id.map { "「\($0)」的 " } ?? "")\(what) 是「\(value)」，应为 \(expected.chinese)。",
                en: "The instance is invalid: \(what)\(id.map { " of “\($0)”" } ?? "") is “\(value)”; "
                    + "expected: \(expected.english)."),
            hint: Text(
                zh: "请改正文件后重试；格式见 Planning.md。", en: "Correct the file and try again; Planning.md has the format."))
    }
}
