import Kernel
import Planning
import Training

/// Plans as tables.
extension Listing {
    static func scores(_ plans: [(Text, Plan)], demands: Int) -> Listing {
        func column(_ key: String, _ zh: String, _ en: String) -> Column {
            .init(key: key, title: Text(zh: zh, en: en), right: true)
        }
        var listing = Listing(columns: [
            .init(key: "plan", title: Text(zh: "计划", en: "Plan")), column("assigned", "安排", "Assigned"),
            column("left", "未安排", "Left"),
            column("unassigned", "未安排代价", "Unassigned"), column("late", "迟", "Late"), column("travel", "路程", "Travel"),
            column("opened", "开班", "Opened"), column("moved", "改动", "Moved"), column("score", "总代价", "Score"),
        ])
        listing.rows = plans.map { name, plan in
            [
                .both(name), .number(plan.assignments.count), .number(demands - plan.assignments.count),
                .number(plan.score.unassigned),
                .number(plan.score.late), .number(plan.score.travel), .number(plan.score.opened),
                .number(plan.score.moved),
                .number(plan.score.total),
            ]
        }
        return listing
    }
}

extension Plan {
    /// The proven bound and what of the score could at most be saved, in words; nil where nothing is proved.
    var proof: Text? {
        guard let bound else { return nil }
        let hundredths = score.total <= 0 ? 0 : (score.total - bound) * 10_000 / score.total
        let gap = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
        return Text(
            zh: "已证明任何计划的总代价不低于 \(bound)；本计划最多还能省 \(gap)。",
            en: "Proven: no plan costs less than \(bound); at most \(gap) of this one's cost could be saved.")
    }
}

extension PlanProposal {
    func show() {
        var rows = [(Text(zh: "本计划", en: "this plan"), plan), (Text(zh: "现行名单", en: "as enrolled now"), current)]
        if let reference { rows.append((Text(zh: "先来先得", en: "first come"), reference)) }
        Terminal.write(Listing.scores(rows, demands: instance.demands.count).render(.table))
        if let proof = plan.proof { Terminal.write(proof.localized + "\n") }
        var sizes: [String: Int] = [:]
        for assignment in plan.assignments { sizes[assignment.course, default: 0] += 1 }
        var listing = Listing(columns: [
            .init(key: "class", title: Text(zh: "班次", en: "Class")),
            .init(key: "starts", title: Text(zh: "开班", en: "Starts")),
            .init(key: "people", title: Text(zh: "人数", en: "People"), right: true),
            .init(key: "capacity", title: Text(zh: "容量", en: "Capacity"), right: true),
        ])
        listing.rows = instance.classes.filter { sizes[$0.id] != nil }.prefix(20).map {
            [.text(classNames[$0.id] ?? $0.id), .day($0.start), .number(sizes[$0.id] ?? 0), .number($0.capacity)]
        }
        Terminal.write("\n" + listing.render(.table))
        guard !explanation.unassigned.isEmpty else { return }
        var left = Listing(columns: [
            .init(key: "person", title: Text(zh: "未安排", en: "Left out")),
            .init(key: "why", title: Text(zh: "原因", en: "Why")),
            .init(key: "remedy", title: Text(zh: "最省的变更", en: "Cheapest change")),
        ])
        left.rows = explanation.unassigned.prefix(20).map {
            [
                .text(personNames[$0.trainee] ?? $0.trainee), .both($0.reason),
                .both($0.remedies.first?.localized(classNames) ?? .verbatim("")),
            ]
        }
        Terminal.write("\n" + left.render(.table))
    }
}
