/// For each class the classes that compete with it for the same demands, strongest first: the candidates for an
/// exchange.
struct Rivals: Sendable {
    private let start: [Int32]
    private let values: [Int32]

    /// - Parameter most: rivals kept for each class.
    init(_ model: Model, most: Int = 12) {
        var weight = [Int](repeating: 0, count: model.courseCount)
        var rows = FlatLists<Int32>()
        var seen: [Int] = []
        for course in 0..<model.courseCount {
            seen.removeAll(keepingCapacity: true)
            for place in model.admitted(course) {
                let demand = Int(model.admittedDemand[place])
                let own = Int(model.admittedCost[place])
                for option in model.options(demand) {
                    let other = Int(model.optionCourse[option])
                    guard other != course else { continue }
                    if weight[other] == 0 { seen.append(other) }
                    // A demand that pays about the same in both counts for more.
                    weight[other] += 1 + 27 * model.grain / (model.grain + abs(own - Int(model.optionCost[option])))
                }
            }
            seen.sort { weight[$0] != weight[$1] ? weight[$0] > weight[$1] : $0 < $1 }
            for other in seen.prefix(most) { rows.values.append(Int32(other)) }
            rows.endRow()
            for other in seen { weight[other] = 0 }
        }
        start = rows.start
        values = rows.values
    }

    func of(_ course: Int) -> [Int] {
        values[Int(start[course])..<Int(start[course + 1])].map { Int($0) }
    }
}
