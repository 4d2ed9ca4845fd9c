import Civil
package import Kernel

/// Checks a plan against its instance by the conditions of the exchange format, independently of the search.
package enum PlanCheck {
    /// The violated conditions, as texts; empty for a valid plan.
    package static func violations(_ plan: Plan, _ instance: Instance) -> [Text] {
        let demands = Dictionary(instance.demands.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let courses = Dictionary(instance.classes.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let trainees = Dictionary(instance.trainees.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var found: [Text] = []
        var chosen: [String: Instance.Course] = [:]
        for assignment in plan.assignments {
            guard demands[assignment.demand] != nil, let course = courses[assignment.course] else {
                found.append(
                    .planViolation(assignment.demand, assignment.course, zh: "编号不存在", en: "unknown identifier"))
                continue
            }
            if chosen.updateValue(course, forKey: assignment.demand) != nil {
                found.append(.planViolation(assignment.demand, assignment.course, zh: "安排了两次", en: "assigned twice"))
            }
        }
        var spans: [String: [Instance.Course]] = [:]
        var size: [String: Int] = [:]
        var places: [String: [String]] = [:]
        for demand in instance.demands {
            let course = chosen[demand.id]
            if let pinned = demand.pinned, course?.id != pinned {
                found.append(
                    .planViolation(demand.id, pinned, zh: "固定的班次没有安排", en: "is pinned there but assigned elsewhere"))
            }
            guard let course, let trainee = trainees[demand.trainee] else { continue }
            found += admission(demand, trainee, course)
            spans[trainee.id, default: []].append(course)
            size[course.id, default: 0] += 1
            places[course.id, default: []].append(trainee.place)
        }
        for trainee in instance.trainees {
            let own = (spans[trainee.id] ?? []).sorted { $0.start < $1.start }
            for (one, next) in zip(own, own.dropFirst()) where next.start <= one.end {
                found.append(.planViolation(trainee.id, next.id, zh: "与另一班次同期", en: "overlaps another class"))
            }
        }
        for course in instance.classes {
            let count = size[course.id] ?? 0
            if count > course.capacity {
                found.append(.planViolation(course.id, "\(count)", zh: "超过容量", en: "over capacity"))
            }
            if count > 0, count < course.minimum, !(course.committed ?? false) {
                found.append(.planViolation(course.id, "\(count)", zh: "不足最少人数", en: "below the minimum"))
            }
            if let quotas = course.quotas, !fit(places[course.id] ?? [], course.capacity, quotas) {
                found.append(
                    .planViolation(course.id, "\(count)", zh: "占用了为别处保留的名额", en: "seats kept for others are taken"))
            }
        }
        return found + covers(instance, spans)
    }

    private static func admission(_ demand: Instance.Demand, _ trainee: Instance.Trainee, _ course: Instance.Course)
        -> [Text]
    {
        var found: [Text] = []
        if !course.kinds.contains(demand.kind) || !course.domains.contains(trainee.domain)
            || !trainee.place.hasPrefix(course.scope)
        {
            found.append(.planViolation(demand.id, course.id, zh: "班次不招收", en: "the class does not admit it"))
        }
        if let accepts = demand.accepts, let level = course.level, !accepts.contains(level) {
            found.append(
                .planViolation(demand.id, course.id, zh: "班次层级不符合任务要求", en: "a class of its level does not count"))
        }
        if !course.isLongEnough(for: demand) {
            found.append(
                .planViolation(demand.id, course.id, zh: "班次学时不够", en: "the class has too few hours"))
        }
        if trainee.excluded?.contains(course.id) ?? false {
            found.append(.planViolation(demand.id, course.id, zh: "不安排此人", en: "the trainee is excluded from it"))
        }
        if course.start < demand.earliest {
            found.append(.planViolation(demand.id, course.id, zh: "开班过早", en: "starts too early"))
        }
        if demand.hardDue ?? false, course.end > demand.due {
            found.append(.planViolation(demand.id, course.id, zh: "超过最后期限", en: "ends after the hard due day"))
        }
        for span in trainee.unavailable ?? [] where span.count == 2 && course.start <= span[1] && span[0] <= course.end
        {
            found.append(.planViolation(demand.id, course.id, zh: "本人不能参训", en: "the trainee is unavailable"))
        }
        return found
    }

    /// Whether everybody finds a seat: of the smallest scope that has one left, or an open one.
    private static func fit(_ places: [String], _ capacity: Int, _ quotas: [Instance.Quota]) -> Bool {
        var left = quotas.map(\.seats)
        var open = capacity - left.reduce(0, +)
        for place in places {
            let fitting = quotas.indices.filter { place.hasPrefix(quotas[$0].scope) && left[$0] > 0 }
            if let quota = fitting.max(by: { quotas[$0].scope.utf8.count < quotas[$1].scope.utf8.count }) {
                left[quota] -= 1
            } else {
                open -= 1
            }
        }
        return open >= 0
    }

    private static func covers(_ instance: Instance, _ spans: [String: [Instance.Course]]) -> [Text] {
        var found: [Text] = []
        for cover in instance.covers ?? [] where cover.excessCost == nil {
            var changes: [Day: Int] = [:]
            for member in cover.members {
                for course in spans[member] ?? [] {
                    changes[course.start, default: 0] += 1
                    changes[course.end.adding(days: 1), default: 0] -= 1
                }
            }
            var away = 0
            for day in changes.keys.sorted() {
                away += changes[day] ?? 0
                if away > cover.limit {
                    found.append(
                        .planViolation(
                            cover.id, day.description, zh: "在外人数 \(away) 超过 \(cover.limit)",
                            en: "\(away) away, limit \(cover.limit)"))
                    break
                }
            }
        }
        return found
    }
}

extension Text {
    fileprivate static func planViolation(_ subject: String, _ other: String, zh: String, en: String) -> Text {
        Text(zh: "\(subject)（\(other)）：\(zh)", en: "\(subject) (\(other)): \(en)")
    }
}
