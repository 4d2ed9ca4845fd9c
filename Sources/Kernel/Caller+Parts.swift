/// The parts of the tree that a caller works in, made of the subtrees that roles were given over.
extension Caller {
    /// When a right ends: before the day of a number, or never. What lasts longer is greater.
    package enum RightEnd: Sendable, Hashable, Comparable {
        case day(Int), never
    }

    /// A role of somebody in whose place the caller acts.
    package struct SubstituteRole: Sendable, Hashable {
        package let role: Role
        package let holder: Identifier<Account>
        package let holderName: String
        package let end: RightEnd

        package init(role: Role, holder: Identifier<Account>, holderName: String, end: RightEnd = .never) {
            self.role = role
            self.holder = holder
            self.holderName = holderName
            self.end = end
        }
    }

    /// A range and the roles that hold in all of it.
    package struct Part: Sendable, Hashable {
        package let scope: Scope
        /// The caller's own.
        package let roles: Set<Role>
        /// Those of the caller's own that end.
        package let ends: [Role: RightEnd]
        package let substitute: Set<SubstituteRole>
        /// Where a verb rests on roles of others alone: their names.
        package let actsFor: [String]

        package init(
            scope: Scope, roles: Set<Role>, ends: [Role: RightEnd] = [:], substitute: Set<SubstituteRole> = []
        ) {
            self.init(scope, roles, ends, substitute, actsFor: roles.isEmpty ? substitute : [])
        }

        private init(
            _ scope: Scope, _ roles: Set<Role>, _ ends: [Role: RightEnd], _ substitute: Set<SubstituteRole>,
            actsFor: Set<SubstituteRole>
        ) {
            self.scope = scope
            self.roles = roles
            self.ends = ends
            self.substitute = substitute
            self.actsFor = Set(actsFor.map(\.holderName)).sorted()
        }

        /// Own roles and those of others.
        package var allRoles: Set<Role> { roles.union(substitute.lazy.map(\.role)) }

        /// The same in less of the tree.
        func within(_ scope: Scope) -> Part? {
            self.scope.intersection(scope).map {
                Part($0, roles, ends, substitute, actsFor: substitute.filter(isActing))
            }
        }

        /// The same for something that roles of others alone give; with no such roles, of one's own.
        func acting(for holders: Set<SubstituteRole>) -> Part {
            Part(scope, roles, ends, substitute, actsFor: holders)
        }

        func end(of role: Role) -> RightEnd { ends[role] ?? .never }

        /// The same by the rights that last at least so long; nil where none does.
        func lasting(_ end: RightEnd, isOwn: Bool) -> Part? {
            let kept = roles.filter { self.end(of: $0) >= end }
            let others: Set<SubstituteRole> = isOwn ? [] : substitute.filter { $0.end >= end }
            guard !kept.isEmpty || !others.isEmpty else { return nil }
            return Part(scope: scope, roles: kept, ends: ends, substitute: others)
        }

        private func isActing(_ role: SubstituteRole) -> Bool { actsFor.contains(role.holderName) }
    }
}

extension Caller.Part {
    /// Roles over subtrees as ranges that do not overlap: a role given further down adds to those from above, so the
    /// upper subtree is cut around the lower one, unless that adds nothing.
    static func united(_ granted: [Caller.Part]) -> [Caller.Part] {
        let borders = Set(granted.flatMap { [$0.scope.low, $0.scope.high] })
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var parts: [Caller.Part] = []
        for (low, high) in zip(borders, borders.dropFirst()) {
            let holding = granted.filter { $0.scope.contains(low) }
            guard !holding.isEmpty else { continue }
            let roles = holding.reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
            let ends = ends(of: roles, in: holding)
            let substitute = holding.reduce(into: Set<Caller.SubstituteRole>()) { $0.formUnion($1.substitute) }
            var scope = Scope(low: low, high: high)
            if let last = parts.last, last.scope.high == low, last.roles == roles, last.ends == ends,
                last.substitute == substitute
            {
                scope = Scope(low: last.scope.low, high: high)
                parts.removeLast()
            }
            parts.append(Caller.Part(scope: scope, roles: roles, ends: ends, substitute: substitute))
        }
        return parts
    }

    /// When roles end that were given several times: with the last of them.
    private static func ends(of roles: Set<Role>, in granted: [Caller.Part]) -> [Role: Caller.RightEnd] {
        var ends: [Role: Caller.RightEnd] = [:]
        for role in roles {
            let last = granted.filter { $0.roles.contains(role) }.map { $0.end(of: role) }.max() ?? .never
            if last != .never { ends[role] = last }
        }
        return ends
    }

    /// Parts without their roles, those that adjoin as one. Roles reach down from where they were given, so each range
    /// begins with the path of an organisation.
    static func ranges(of parts: [Caller.Part]) -> [Scope] {
        parts.reduce(into: []) { ranges, part in
            if let last = ranges.last, last.high == part.scope.low {
                ranges[ranges.count - 1] = Scope(low: last.low, high: part.scope.high)
            } else {
                ranges.append(part.scope)
            }
        }
    }
}

extension Caller {
    /// What lies between the ranges, as the database reads it: the end of each and the beginning of the next, separated
    /// by commas, which no path has. Empty for a single range.
    package var gaps: String {
        ranges.flatMap { [$0.low, $0.high] }.dropFirst().dropLast().joined(separator: ",")
    }

    /// The subtrees as they were given, with all roles that hold in each.
    package var subtrees: [Part] {
        // What goes on behind a subtree that was cut out begins with the end of that one.
        parts.filter { !$0.scope.low.hasSuffix("/") }
    }
}

extension Scope {
    /// The longest path that all of some subtrees begin with; the path of a single one.
    package static func pathAbove(_ subtrees: [Scope]) -> String {
        guard var path = subtrees.first?.low else { return "" }
        while let shorter = path.isEmpty ? nil : parent(of: path) ?? "",
            !subtrees.allSatisfy({ $0.low.hasPrefix(path) })
        {
            path = shorter
        }
        return path
    }
}
