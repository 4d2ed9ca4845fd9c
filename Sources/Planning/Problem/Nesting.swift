/// Finds groups that nest: of any two, one contains the other or they have nobody in common (a laminar family). Under
/// the limits of such groups, taking the cheapest one that fits is optimal (a matroid; Edmonds, Mathematical
/// Programming 1, 1971), which the lower bound relies on. Other groups are ignored there, which keeps the bound valid.
enum Nesting {
    /// - Parameters:
    ///   - groups: the groups of each demand.
    ///   - limits: the limit of each group.
    /// - Returns: for each demand its groups that belong to the nesting family.
    static func nested(_ groups: FlatLists<Int32>, _ limits: [Int32]) -> FlatLists<Int32> {
        let members = groups.transposed(count: limits.count)
        let order = limits.indices.sorted { left, right in
            let (a, b) = (members.range(left).count, members.range(right).count)
            return a != b ? a < b : left < right
        }
        // The largest group accepted so far around each demand, and how many of each such group the candidate contains.
        var outermost = [Int32](repeating: -1, count: groups.count)
        var held = [Int32](repeating: 0, count: limits.count)
        var accepted = [Bool](repeating: false, count: limits.count)
        for group in order {
            let range = members.range(group)
            for place in range {
                let inner = outermost[Int(members.values[place])]
                if inner >= 0 { held[Int(inner)] += 1 }
            }
            var fits = true
            for place in range {
                let inner = Int(outermost[Int(members.values[place])])
                if inner >= 0, Int(held[inner]) != members.range(inner).count { fits = false }
            }
            for place in range {
                let demand = Int(members.values[place])
                let inner = outermost[demand]
                if inner >= 0 { held[Int(inner)] = 0 }
                if fits { outermost[demand] = Int32(group) }
            }
            accepted[group] = fits
        }
        var nested = FlatLists<Int32>()
        nested.start.reserveCapacity(groups.start.count)
        for demand in 0..<groups.count {
            for place in groups.range(demand) where accepted[Int(groups.values[place])] {
                nested.values.append(groups.values[place])
            }
            nested.endRow()
        }
        return nested
    }
}
