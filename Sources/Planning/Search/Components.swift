/// The parts of a problem that have no class, no demand and no cover in common: each can be solved by itself. Counties
/// separate where no city class admits from two of them; provinces where no national class does.
struct Components {
    struct Part {
        var courses: [Int32] = []
        var demands: [Int32] = []
    }

    /// In order of their first class; classes without demands and demands without classes are in none.
    private(set) var parts: [Part] = []

    init(_ model: Model) {
        var forest = DisjointSets(count: model.courseCount)
        var courseOfGroup = [Int32](repeating: -1, count: model.groupCount)
        for demand in 0..<model.demandCount {
            let options = model.options(demand)
            guard let first = options.first else { continue }
            let course = Int(model.optionCourse[first])
            for place in options.dropFirst() { forest.join(course, Int(model.optionCourse[place])) }
            for place in model.groups(demand) {
                let group = Int(model.groupOf[place])
                if courseOfGroup[group] < 0 { courseOfGroup[group] = Int32(course) }
                forest.join(course, Int(courseOfGroup[group]))
            }
        }
        var number = [Int32](repeating: -1, count: model.courseCount)
        for course in 0..<model.courseCount where !model.admitted(course).isEmpty {
            let root = forest.root(course)
            if number[root] < 0 {
                number[root] = Int32(parts.count)
                parts.append(Part())
            }
            parts[Int(number[root])].courses.append(Int32(course))
        }
        for demand in 0..<model.demandCount {
            guard let first = model.options(demand).first else { continue }
            parts[Int(number[forest.root(Int(model.optionCourse[first]))])].demands.append(Int32(demand))
        }
    }
}

/// Disjoint sets with path halving (Tarjan and van Leeuwen, Journal of the
/// ACM 31, 1984).
private struct DisjointSets {
    private var parent: [Int]

    init(count: Int) { parent = Array(0..<count) }

    mutating func root(_ element: Int) -> Int {
        var node = element
        while parent[node] != node {
            parent[node] = parent[parent[node]]
            node = parent[node]
        }
        return node
    }

    /// The smaller representative stays, so that the result does not depend on the order.
    mutating func join(_ left: Int, _ right: Int) {
        let (a, b) = (root(left), root(right))
        if a != b { parent[max(a, b)] = min(a, b) }
    }
}
