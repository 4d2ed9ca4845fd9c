import Foundation
import Kernel
import Testing

/// Several grants of one account as parts: for random trees and grants against a model that looks at each grant alone.
struct CallerPartsTests {
    private static let read = Permission("shop.read", zh: "看", en: "read the shop")
    private static let write = Permission("shop.write", zh: "写", en: "write the shop")
    private static let matrix = RoleMatrix([
        .init(
            role: Role("reader"), name: Text(zh: "读", en: "reader"), purpose: Text(zh: "读", en: "r"),
            permissions: [read]),
        .init(
            role: Role("writer"), name: Text(zh: "写", en: "writer"), purpose: Text(zh: "写", en: "w"),
            permissions: [read, write]),
        .init(role: Role("idle"), name: Text(zh: "闲", en: "idle"), purpose: Text(zh: "闲", en: "i"), permissions: []),
    ])
    private static let codes = ["1", "10", "2", "2-1", "A", "a"]

    /// Every path of a tree of three levels.
    private static let paths: [String] = codes.flatMap { first in
        ["\(first)."]
            + codes.flatMap { second in
                ["\(first).\(second)."] + codes.map { "\(first).\(second).\($0)." }
            }
    }

    private static func caller(_ granted: [Caller.Part]) -> Caller {
        Caller(account: .new(), name: "v", granted: granted, matrix: matrix, door: "api")
    }

    private static func grants(_ random: inout SeededRandom) -> [Caller.Part] {
        let roles = ["reader", "writer", "idle"].map { Role($0) }
        return (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Caller.Part(
                scope: Scope(path: paths[Int.random(in: 0..<paths.count, using: &random)]),
                roles: [roles[Int.random(in: 0..<roles.count, using: &random)]])
        }
    }

    private static func roles(_ granted: [Caller.Part], at path: String) -> Set<Role> {
        granted.filter { $0.scope.contains(path) }.reduce(into: []) { $0.formUnion($1.roles) }
    }

    @Test(arguments: 0..<400) func partsGiveEachPathTheRolesOfItsGrants(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let granted = Self.grants(&random)
        let caller = Self.caller(granted)
        for path in Self.paths {
            let parts = caller.parts.filter { $0.scope.contains(path) }
            #expect(parts.count <= 1, "\(path)")
            #expect(parts.first?.roles ?? [] == Self.roles(granted, at: path), "\(path)")
            #expect(caller.covers(path) == granted.contains { $0.scope.contains(path) })
            #expect(
                caller.may(Self.write, at: path) == Self.matrix.gives(Self.write, to: Self.roles(granted, at: path)))
        }
        for (one, next) in zip(caller.parts, caller.parts.dropFirst()) {
            #expect(one.scope.high <= next.scope.low)
            #expect(one.scope.high < next.scope.low || one.roles != next.roles, "parts of the same roles adjoin")
        }
        // Each range begins with a place that was granted: what is entered there has a real path.
        #expect(caller.ranges.allSatisfy { range in granted.contains { $0.scope.low == range.low } })
        #expect(caller.subtrees.allSatisfy { part in granted.contains { $0.scope == Scope(path: part.scope.low) } })
    }

    @Test(arguments: 0..<400) func aVerbWorksWhereItsPermissionIsGivenAndNowhereElse(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(1000 + seed))
        let granted = Self.grants(&random)
        let caller = Self.caller(granted)
        for permission in [Self.read, Self.write] {
            let given = Self.paths.filter { Self.matrix.gives(permission, to: Self.roles(granted, at: $0)) }
            #expect(caller.mayAnywhere(permission) == !given.isEmpty)
            guard let narrowed = try? caller.with(permission) else {
                #expect(given.isEmpty)
                continue
            }
            #expect(narrowed.may(permission))
            #expect(Self.paths.filter(narrowed.covers) == given)
            #expect(narrowed.ranges.allSatisfy { range in granted.contains { $0.scope.low == range.low } })
        }
    }

    @Test(arguments: 0..<200) func narrowingKeepsTheRolesAndNothingOutside(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(5000 + seed))
        let granted = Self.grants(&random)
        let place = Scope(path: Self.paths[Int.random(in: 0..<Self.paths.count, using: &random)])
        let inside = Self.paths.filter { place.contains($0) && !Self.roles(granted, at: $0).isEmpty }
        guard let narrowed = Self.caller(granted).narrowed(to: place) else {
            #expect(inside.isEmpty)
            return
        }
        #expect(Self.paths.filter(narrowed.covers) == inside)
        for path in inside {
            #expect(narrowed.may(Self.read, at: path) == Self.caller(granted).may(Self.read, at: path))
        }
    }

    @Test func aGrantBelowAnotherOfTheSameRoleIsPartOfIt() {
        let (upper, lower) = (Scope(path: "1."), Scope(path: "1.2."))
        let same = Self.caller([
            .init(scope: lower, roles: [Role("reader")]), .init(scope: upper, roles: [Role("reader")]),
        ])
        #expect(same.parts == [.init(scope: upper, roles: [Role("reader")])] && same.gaps.isEmpty)
        let more = Self.caller([
            .init(scope: lower, roles: [Role("writer")]), .init(scope: upper, roles: [Role("reader")]),
        ])
        #expect(more.parts.count == 3 && more.ranges == [upper] && more.gaps.isEmpty)
        #expect(!more.may(Self.write) && more.mayAnywhere(Self.write) && more.may(Self.read))
        #expect(more.subtrees.map(\.scope.low) == ["1.", "1.2."])
    }

    @Test func gapsAreWrittenFromTheEndOfEachToTheNext() {
        let apart = Self.caller(
            ["1.1.", "1.3.", "2."].map { .init(scope: Scope(path: $0), roles: [Role("reader")]) })
        #expect(apart.scope == Scope(low: "1.1.", high: "2/") && apart.gaps == "1.1/,1.3.,1.3/,2.")
        #expect(!apart.covers("1.2.") && !apart.covers(Scope(path: "1.")) && apart.covers(Scope(path: "1.3.7.")))
        #expect(apart.places(in: Scope(path: "1.")) == [Scope(path: "1.1."), Scope(path: "1.3.")])
        #expect(apart.places(of: ["2.5.", "1.3.", "1.2."]) == ["1.3.", "2."])
        #expect(Scope.pathAbove(apart.places(in: Scope(path: "1."))) == "1." && Scope.pathAbove(apart.ranges).isEmpty)
    }
}
