package import Foundation

/// A range over the materialised path of organisations: everything from `low` up to, but without, `high`.
package struct Scope: Sendable, Hashable {
    package let low: String
    package let high: String

    /// The subtree below an organisation's path, which ends in `.`.
    package init(path: String) {
        low = path
        high = path.hasSuffix(".") ? String(path.dropLast()) + "/" : path + "/"
    }

    package func contains(_ path: String) -> Bool {
        Array(path.utf8).lexicographicallyPrecedes(Array(high.utf8))
            && !Array(path.utf8).lexicographicallyPrecedes(Array(low.utf8))
    }

    /// The path above another; nil above the top.
    package static func parent(of path: String) -> String? {
        guard let dot = path.dropLast().lastIndex(of: ".") else { return nil }
        return String(path[...dot])
    }

    package func contains(_ other: Scope) -> Bool { contains(other.low) }

    /// Whether all of another range lies in it.
    package func encloses(_ other: Scope) -> Bool {
        !other.low.utf8.lexicographicallyPrecedes(low.utf8) && !high.utf8.lexicographicallyPrecedes(other.high.utf8)
    }

    /// What lies in both; nil for nothing.
    package func intersection(_ other: Scope) -> Scope? {
        let first = low.utf8.lexicographicallyPrecedes(other.low.utf8) ? other.low : low
        let last = high.utf8.lexicographicallyPrecedes(other.high.utf8) ? high : other.high
        return first.utf8.lexicographicallyPrecedes(last.utf8) ? Scope(low: first, high: last) : nil
    }
}

/// Somebody or something that asks: a person at a desk or a program.
package enum Account {}

/// What a caller showed to come in: a session or a token.
package struct Credential: Sendable {
    package let token: UUID
    /// Whether the person proved a second factor for it.
    package let hasSecondFactor: Bool

    package init(token: UUID, hasSecondFactor: Bool) {
        self.token = token
        self.hasSecondFactor = hasSecondFactor
    }
}

/// Who asks, in which roles, over which parts of the tree: every use case takes one.
package struct Caller: Sendable {
    /// The account behind the token; the operator at the machine's own command line has the nil UUID.
    package let account: Identifier<Account>
    package let name: String
    /// Where the caller works and in which roles: in the order of paths, without overlap, never empty.
    package let parts: [Part]
    /// The parts without their roles: those that adjoin are one.
    package let ranges: [Scope]
    /// From the beginning of the first part to the end of the last: the range that statements read. What lies in its
    /// gaps is neither seen nor written.
    package let scope: Scope
    /// Which door it came through: `cli`, `api`, `console`.
    package let door: String
    /// What roles give. Nil for the operator, who may do everything: the owner of the cluster's socket owns its data.
    private let matrix: RoleMatrix?
    /// What was shown; nil for the operator and for the program itself.
    package let credential: Credential?

    /// One who works in a single subtree.
    package init(
        account: Identifier<Account>, name: String, roles: Set<Role>, matrix: RoleMatrix, scope: Scope, door: String,
        credential: Credential? = nil
    ) {
        self.init(account, name, [Part(scope: scope, roles: roles)], matrix, door, credential)
    }

    /// One whose roles were given over several subtrees, which may lie within one another.
    /// - Precondition: at least one role was given.
    package init(
        account: Identifier<Account>, name: String, granted: [Part], matrix: RoleMatrix, door: String,
        credential: Credential? = nil
    ) {
        self.init(account, name, Part.united(granted), matrix, door, credential)
    }

    private init(
        _ account: Identifier<Account>, _ name: String, _ parts: [Part], _ matrix: RoleMatrix?, _ door: String,
        _ credential: Credential? = nil
    ) {
        precondition(!parts.isEmpty, "a caller works somewhere")
        self.account = account
        self.name = name
        self.parts = parts
        ranges = Part.ranges(of: parts)
        scope = Scope(low: parts[0].scope.low, high: parts[parts.count - 1].scope.high)
        self.door = door
        self.matrix = matrix
        self.credential = credential
    }

    package static let operatorAccount = Identifier<Account>(
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))

    /// Somebody who has shown nothing yet.
    package static func unknown(door: String, at scope: Scope = Scope(path: "0.")) -> Caller {
        Caller(unknownAccount, "-", [Part(scope: scope, roles: [])], .empty, door)
    }

    package static let unknownAccount = Identifier<Account>(
        UUID(uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)))

    /// The person at the command line of the private cluster.
    package static func localOperator(scope: Scope = .everything) -> Caller {
        Caller(operatorAccount, "operator", [Part(scope: scope, roles: [])], nil, "cli")
    }

    /// The roles of all parts, those of others in whose place the caller acts included.
    package var roles: Set<Role> { parts.reduce(into: []) { $0.formUnion($1.allRoles) } }

    private func gives(_ permission: Permission, _ part: Part) -> Bool {
        matrix?.gives(permission, to: part.allRoles) ?? true
    }

    /// A part as it is for something that one of some permissions allows: one's own act where an own role gives it.
    private func acting(_ part: Part, by permissions: [Permission]) -> Part {
        guard let matrix, !part.substitute.isEmpty else { return part }
        func gives(_ roles: Set<Role>) -> Bool { permissions.contains { matrix.gives($0, to: roles) } }
        return part.acting(for: gives(part.roles) ? [] : part.substitute.filter { gives([$0.role]) })
    }

    /// The caller by each lot of rights that may bear an act, the best first: by their own rights those that last
    /// longest, then more of them, and at last with those of others in whose place they act. An act is the caller's own
    /// where their own rights suffice, and ends with them.
    package var rights: [(caller: Caller, end: RightEnd, isOwn: Bool)] {
        let own = parts.flatMap { part in part.roles.map { part.end(of: $0) } }
        let others = parts.flatMap { $0.substitute.map(\.end) }
        let lots =
            Set(own).sorted(by: >).map { (end: $0, isOwn: true) }
            + (others.isEmpty ? [] : Set(own + others).sorted(by: >).map { (end: $0, isOwn: false) })
        guard !lots.isEmpty else { return [(self, .never, true)] }
        return lots.compactMap { lot in
            let kept = parts.compactMap { $0.lasting(lot.end, isOwn: lot.isOwn) }
            return kept.isEmpty ? nil : (among(kept), lot.end, lot.isOwn)
        }
    }

    private func among(_ parts: [Part]) -> Caller { Caller(account, name, parts, matrix, door, credential) }
}

extension Caller {
    /// Whether the permission is given in every part. To be asked of a caller that a verb has narrowed already.
    package func may(_ permission: Permission) -> Bool { parts.allSatisfy { gives(permission, $0) } }

    /// Whether the permission is given in some part.
    package func mayAnywhere(_ permission: Permission) -> Bool { parts.contains { gives(permission, $0) } }

    /// Whether the permission is given where something lies.
    package func may(_ permission: Permission, at path: String) -> Bool {
        parts.contains { $0.scope.contains(path) && gives(permission, $0) }
    }

    /// The caller in the parts that give a permission, which is all that a verb works with.
    /// - Throws: `access.forbidden` when no part gives it.
    package func with(_ permission: Permission) throws(AppError) -> Caller { try with(anyOf: permission) }

    /// Refuses early what the verb would refuse in every part, before a large body is read.
    /// - Throws: `access.forbidden` when no part gives it.
    package func demand(_ permission: Permission?) throws(AppError) {
        if let permission { _ = try with(permission) }
    }

    /// The caller in the parts that give one of some permissions.
    /// - Throws: `access.forbidden`, which names the first permission, when no part gives one of them.
    package func with(anyOf first: Permission, _ others: Permission...) throws(AppError) -> Caller {
        let permissions = [first] + others
        let fitting = parts.filter { part in permissions.contains { gives($0, part) } }
        guard !fitting.isEmpty else { throw forbidden(first) }
        return among(fitting.map { acting($0, by: permissions) })
    }

    /// - Throws: `access.forbidden` unless the permission is given where something lies.
    package func require(_ permission: Permission, at path: String) throws(AppError) {
        guard may(permission, at: path) else { throw forbidden(permission) }
    }

    private func forbidden(_ permission: Permission) -> AppError {
        .forbidden(permission, roles: matrix?.names(of: roles) ?? [], able: matrix?.roles(giving: permission) ?? [])
    }

    /// Whether a path lies in a part; the gaps between parts do not count.
    package func covers(_ path: String) -> Bool { ranges.contains { $0.contains(path) } }

    /// Whether a subtree lies in a part as a whole.
    package func covers(_ subtree: Scope) -> Bool { ranges.contains { $0.encloses(subtree) } }

    /// In whose place the caller acts on what lies somewhere; empty for the caller's own acts.
    package func actsFor(at path: String) -> [String] {
        parts.first { $0.scope.contains(path) }?.actsFor ?? []
    }

    /// Where in a scope the caller works.
    package func places(in scope: Scope) -> [Scope] { ranges.compactMap { $0.intersection(scope) } }

    /// The subtrees that something concerns, by the paths that it touches.
    package func places(of paths: some Sequence<String>) -> [String] {
        let touched = Set(paths.compactMap { path in ranges.firstIndex { $0.contains(path) } })
        return touched.sorted().map { ranges[$0].low }
    }

    /// The caller in what lies within a scope; nil when nothing of the caller's does.
    package func narrowed(to scope: Scope) -> Caller? {
        let within = parts.compactMap { $0.within(scope) }
        return within.isEmpty ? nil : among(within)
    }
}

extension Scope {
    /// Every path there can be: paths are made of ASCII letters, digits, `-`, `_` and `.`.
    package static let everything = Scope(low: "!", high: "~")

    /// Where something is recorded that concerns all of it.
    package var place: String { self == .everything ? "0." : low }

    package init(low: String, high: String) {
        self.low = low
        self.high = high
    }
}
