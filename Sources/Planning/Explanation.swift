package import Kernel

/// Why demands were left without a class: how many classes admit each, and what kept it from them.
package struct Explanation: Sendable {
    package struct Unassigned: Sendable {
        package let demand: String
        package let trainee: String
        package let admitting: Int
        package let full: Int
        package let tooSmall: Int
        package let otherwiseEngaged: Int
    }

    package let unassigned: [Unassigned]

    package init(_ plan: Plan, of problem: Problem) {
        let board = problem.board(plan)
        unassigned = (0..<problem.demandCount).filter { board.seat[$0] < 0 }.map { demand in
            let options = board.model.options(demand).map { Int(board.model.optionCourse[$0]) }
            let full = options.filter { !board.hasSpace($0) }
            let closed = options.filter { board.size[$0] == 0 && !board.isAlwaysOpen($0) }
            let item = problem.instance.demands[demand]
            return Unassigned(
                demand: item.id, trainee: item.trainee, admitting: options.count, full: full.count,
                tooSmall: closed.count,
                otherwiseEngaged: options.count - full.count - closed.count)
        }
    }
}

extension Explanation.Unassigned {
    package var reason: Text {
        if admitting == 0 {
            return Text(
                zh: "没有招收此人的班次（层级、领域、日期或本人不便）", en: "no class admits this person (level, field, days or absence)")
        }
        return Text(
            zh: "有 \(admitting) 个班次可去：\(full) 个已满，\(tooSmall) 个人数不足未开，\(otherwiseEngaged) 个与在外人数上限或其他班次冲突",
            en:
                "\(admitting) classes admit: \(full) are full, \(tooSmall) do not reach their minimum, \(otherwiseEngaged) clash with the limit on absences or another class"
        )
    }
}
