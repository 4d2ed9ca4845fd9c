package import Civil

/// Grades and ranks of everybody who is rated together: shares, ties, ranks within the branch and over all.
package struct RankingList<Key: Hashable & Sendable>: Sendable {
    /// One subject's score before the shares.
    package struct Candidate: Sendable {
        package let key: Key
        /// The branch it belongs to.
        package let branch: Key?
        package let group: String?
        package let score: Amount
        package let penalties: Amount
        /// Nil for those who are not graded: they are neither ranked nor counted.
        package let grade: String?
        package let isGradeSet: Bool
        /// The day of the last event that counts.
        package let last: Day?

        package init(
            key: Key, branch: Key?, group: String?, score: Amount, penalties: Amount = .zero, grade: String?,
            isGradeSet: Bool = false, last: Day? = nil
        ) {
            self.key = key
            self.branch = branch
            self.group = group
            self.score = score
            self.penalties = penalties
            self.grade = grade
            self.isGradeSet = isGradeSet
            self.last = last
        }
    }

    package struct Placed: Sendable {
        package let key: Key
        package let grade: String?
        /// The share that moved it to another grade, by its index in the scheme.
        package let movedBy: Int?
        package let rank: Int?
        package let rankInBranch: Int?
    }

    /// A share that does not hold and that no rule resolves: people have to decide.
    package struct Breach: Sendable, Equatable {
        package let rule: Int
        package let branch: Key?
        package let participants: Int
        package let found: Int
        package let allowed: Int
    }

    package let placed: [Placed]
    package let breaches: [Breach]

    /// - Parameter waived: shares that a decision has set aside, by index.
    package init(_ scheme: Scheme, _ candidates: [Candidate], waived: Set<Int> = []) {
        var grades = candidates.map(\.grade)
        var moved = [Int?](repeating: nil, count: candidates.count)
        var breaches: [Breach] = []
        var distributed: [(Int, ShareRule, [Key?: [Int]])] = []
        for (index, rule) in scheme.shares.enumerated() where !waived.contains(index) {
            var units: [Key?: [Int]] = [:]
            for (position, candidate) in candidates.enumerated() where candidate.grade != nil {
                units[rule.within == .branch ? candidate.branch : nil, default: []].append(position)
            }
            for members in units.values {
                for position in Self.moves(rule, to: members, candidates, grades) {
                    grades[position] = rule.atMost == nil ? rule.grades.first : rule.otherwise
                    moved[position] = index
                }
            }
            distributed.append((index, rule, units))
        }
        // What one share has moved may break another, and what people have set is not moved: so they are counted last.
        for (index, rule, units) in distributed {
            for (branch, members) in units.sorted(by: { $0.value[0] < $1.value[0] }) {
                guard let (found, allowed) = Self.breach(rule, members, grades) else { continue }
                breaches.append(
                    Breach(
                        rule: index, branch: rule.within == .branch ? branch : nil, participants: members.count,
                        found: found, allowed: allowed))
            }
        }
        let ranked = candidates.indices.filter { candidates[$0].grade != nil }
        let rankedAs = Dictionary(scheme.groups.map { ($0.key, $0.rankedAs) }, uniquingKeysWith: { $1 })
        func list(_ candidate: Candidate) -> String? {
            scheme.ranking.byGroup ? candidate.group.flatMap { rankedAs[$0] } : nil
        }
        let overall = Self.ranks(ranked, candidates, scheme.ranking) { list($0) }
        let inBranch = Self.ranks(ranked, candidates, scheme.ranking) {
            BranchAndGroup(branch: $0.branch, group: list($0))
        }
        placed = candidates.indices.map {
            Placed(
                key: candidates[$0].key, grade: grades[$0], movedBy: moved[$0], rank: overall[$0],
                rankInBranch: candidates[$0].branch == nil ? nil : inBranch[$0])
        }
        self.breaches = breaches
    }

    private struct BranchAndGroup: Hashable {
        let branch: Key?
        let group: String?
    }

    /// How far the numbering of one unit has come.
    private struct Place {
        var count = 0
        var rank = 0
        var score: Amount?
    }

    /// How many holders a share allows or wants among so many.
    private static func bound(_ rule: ShareRule, _ share: Ratio, _ count: Int) -> Int {
        max(rule.minimum, share.of(count, roundingUp: rule.roundsUp))
    }

    private static func breach(_ rule: ShareRule, _ members: [Int], _ grades: [String?]) -> (found: Int, allowed: Int)?
    {
        let found = members.count { grades[$0].map { rule.grades.contains($0) } ?? false }
        if let most = rule.atMost {
            let allowed = bound(rule, most, members.count)
            return found > allowed ? (found, allowed) : nil
        }
        guard let least = rule.atLeast else { return nil }
        let wanted = bound(rule, least, members.count)
        return found < wanted ? (found, wanted) : nil
    }

    /// The members that a share with a target moves to another grade.
    private static func moves(_ rule: ShareRule, to members: [Int], _ candidates: [Candidate], _ grades: [String?])
        -> [Int]
    {
        guard rule.otherwise != nil else { return [] }
        let holders = members.filter { grades[$0].map { rule.grades.contains($0) } ?? false }
        if let most = rule.atMost {
            let allowed = bound(rule, most, members.count)
            guard holders.count > allowed else { return [] }
            let movable = holders.filter { !candidates[$0].isGradeSet }.sorted {
                precedes(candidates[$0], candidates[$1])
            }
            let keep = max(0, allowed - (holders.count - movable.count))
            var cut = min(keep, movable.count)
            // Equal scores share one fate: those level with the first who does not fit do not fit either.
            if rule.ties == .together, cut < movable.count {
                let limit = candidates[movable[cut]].score
                while cut > 0, candidates[movable[cut - 1]].score == limit { cut -= 1 }
            }
            return Array(movable[cut...])
        }
        guard let least = rule.atLeast else { return [] }
        let wanted = bound(rule, least, members.count)
        guard holders.count < wanted else { return [] }
        let lowest = members.filter { !holders.contains($0) && !candidates[$0].isGradeSet }
            .sorted { precedes(candidates[$1], candidates[$0]) }
        return Array(lowest.prefix(wanted - holders.count))
    }

    /// Higher scores first; among equals the fewer penalties, then the earlier last entry; without entries one is
    /// first.
    private static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
        if left.score != right.score { return left.score > right.score }
        if left.penalties != right.penalties { return left.penalties < right.penalties }
        return (left.last?.number ?? .min) < (right.last?.number ?? .min)
    }

    private static func ranks<Unit: Hashable>(
        _ ranked: [Int], _ candidates: [Candidate], _ rule: RankingRule, by unit: (Candidate) -> Unit
    ) -> [Int: Int] {
        var ranks: [Int: Int] = [:]
        ranks.reserveCapacity(ranked.count)
        var places: [Unit: Place] = [:]
        for index in ranked.sorted(by: { candidates[$0].score > candidates[$1].score }) {
            let candidate = candidates[index]
            var place = places[unit(candidate)] ?? Place()
            place.count += 1
            if place.score != candidate.score {
                place.rank = rule.ties == .dense ? place.rank + 1 : place.count
                place.score = candidate.score
            }
            places[unit(candidate)] = place
            ranks[index] = place.rank
        }
        return ranks
    }
}
