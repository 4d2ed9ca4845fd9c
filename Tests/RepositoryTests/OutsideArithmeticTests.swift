import Foundation
import TestSupport
import Testing

/// Outside data never traps: the values of orders are calculated with types whose operators cannot, and what is an
/// integer all the same is not added up, subscripted or made a range of in rules and services.
struct OutsideArithmeticTests {
    /// Rules and services: what stands between the doors and the database.
    private static let layers = SourceTree.features + ["Planning", "Schemes", "Procedures", "Civil"]

    /// What is found and right all the same, each with its reason.
    private static let allowed: [String: String] = [
        "Planning": "an instance is checked whole before it is searched (InstanceCheck): no sum of it overflows",
        "Recruitment/Quota/LinearProgram.swift": "floating point, which does not trap",
        "Recruitment/Quota/Allocation.swift": "quotas are shares of a total that was checked, and finite",
        "Recruitment/Quota/AllocationModel.swift": "whole values of a program whose bounds are seats",
        "Access/AccessService+Tokens.swift": "floating point, of days that were checked",
    ]

    /// Arithmetic on a member of what came from outside, ranges and subscripts of it, sums, and numbers cut to
    /// integers.
    private static let patterns: [String] = [
        #"\b(?:order|query|change|statement)\.\w+(?:\.\w+)*(?: \?\? [\w.]+\)?)? [-+*/%] "#,
        #"[-+*/%] (?:order|query|change|statement)\.\w"#,
        #"\b(?:order|query|change)\.[\w.]*(?:number|count|seats|year|days|months|years) ?(?:\.\.\.|\.\.<)"#,
        #"(?:\.\.\.|\.\.<)(?:order|query|change)\.[\w.]*(?:number|count|seats|year|days)\b"#,
        #"\[(?:order|query|change)\.(?:number|index|position|year|count)\b"#,
        #"\.reduce\(\w[\w.]*, \+\)"#, #"\.reduce\(0\) \{ \$0 \+"#,
        #"\bInt\([^()]*(?:\([^()]*\)[^()]*)*\.rounded\("#, #"\bInt\(Double\("#,
    ]

    private func findings(_ text: String) throws -> [String] {
        var found: [String] = []
        let patterns = try Self.patterns.map { try Regex($0) }
        for whole in text.split(separator: "\n") where !whole.drop(while: { $0 == " " }).hasPrefix("//") {
            // Texts are no arithmetic.
            let line = String(whole).replacing(/"[^"]*"/, with: "")
            for pattern in patterns where try pattern.firstMatch(in: line) != nil {
                found.append(String(line.drop { $0 == " " }))
            }
        }
        return found
    }

    @Test func integersFromOutsideAreNotCalculatedWith() throws {
        let root = CommandRunner.repository + "/Sources/"
        var (files, used) = (0, Set<String>())
        for layer in Self.layers {
            let walk = try #require(FileManager.default.enumerator(atPath: root + layer))
            for case let name as String in walk where name.hasSuffix(".swift") {
                files += 1
                let path = layer + "/" + name
                let found = try findings(String(contentsOfFile: root + path, encoding: .utf8))
                guard !found.isEmpty else { continue }
                if let key = Self.allowed.keys.first(where: { path.hasPrefix($0) }) {
                    used.insert(key)
                } else {
                    Issue.record("\(path): \(found)")
                }
            }
        }
        #expect(files > 200)
        #expect(used == Set(Self.allowed.keys), "no longer needed: \(Set(Self.allowed.keys).subtracting(used))")
    }

    @Test(arguments: [
        "let end = order.seats + 1", "kept.reduce(order.seats, +) <= capacity", "let x = 3 * query.months",
        "for n in 1...order.count {", "let y = rows[order.index]", "seats = Int(quota.rounded(.down))",
        "counts.values.reduce(0, +)", "units.reduce(0) { $0 + $1.seats }", "let d = (order.days ?? usual) * 86_400",
    ])
    func whatTrapsIsFound(line: String) throws { #expect(try !findings(line).isEmpty, "\(line)") }

    @Test(arguments: ["try Plausible.count(order.seats, \"seats\")", "counts.values.sum()", "limit: page.limit + 1"])
    func whatDoesNotIsLeft(line: String) throws { #expect(try findings(line).isEmpty, "\(line)") }

    /// The operators of these types are the only ones there are: none is written on the bare number elsewhere.
    @Test func amountsHoursAndDaysAreCalculatedInTheirOwnFilesAlone() throws {
        let root = CommandRunner.repository + "/Sources/"
        let bare = try Regex(#"\.(?:units|tenths) [-+*] |[-+*] (?:left|right|value|amount|hours)\.(?:units|tenths)\b"#)
        for layer in Self.layers where layer != "Civil" {
            let walk = try #require(FileManager.default.enumerator(atPath: root + layer))
            for case let name as String in walk where name.hasSuffix(".swift") {
                for line in try String(contentsOfFile: root + layer + "/" + name, encoding: .utf8).split(
                    separator: "\n")
                {
                    #expect(line.firstMatch(of: bare) == nil, "\(layer)/\(name): \(line)")
                }
            }
        }
    }
}
