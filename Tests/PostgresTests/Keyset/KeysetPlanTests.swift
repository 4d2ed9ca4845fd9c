import Access
import Foundation
import Kernel
import Postgres
import SQLFiles
import TestSupport
import Testing

/// Every list reads its pages from an index at the cursor at every position in a province and for every caller.
///
/// Each plan is run as the application's role, under row-level security, with the plan that a prepared statement keeps.
struct KeysetPlanTests {
    @Test func everyListHasASample() {
        let blocks = Set(KeysetList.blocks.map(\.name))
        let sampled = Set(PageSample.all.map(\.block))
        #expect(blocks.count > 25)
        #expect(blocks.subtracting(sampled) == Set(KeysetList.bounded.keys), "lists without a plan test")
        #expect(sampled.subtracting(blocks) == [])
    }

    @Test(arguments: KeysetList.blocks.map(\.name))
    func pagesAreReadAtTheCursor(name: String) async throws {
        guard let block = KeysetList.blocks.first(where: { $0.name == name }) else { return }
        let (settings, subjects) = try await Province.shared.database()
        let connection = try await Connection.connect(settings)
        for sample in PageSample.all where sample.block == name {
            func pages(_ scope: Scope, asked caller: Scope = Province.whole) async throws -> [PlanNode] {
                var plans: [PlanNode] = []
                for isLate in [false, true] {
                    let place = PagePlace(scope: scope, isLate: isLate, subjects: subjects)
                    let plan = try await Province.plan(sample.statement(place), caller: caller, on: connection)
                    plans.append(try #require(plan))
                }
                check(plans[0], sample, block, "\(scope.low), first page")
                check(plans[1], sample, block, "\(scope.low), late page")
                #expect(plans[0].rows > 0, "\(name): nothing is listed")
                compare(plans[1], plans[0], "\(name), \(scope.low): the late page and the first")
                return plans
            }
            let last = try await pages(Province.lastCounty)
            guard !sample.isAboutOne else { continue }
            let first = try await pages(Province.firstCounty)
            compare(last[0], first[0], "\(name): the last county's page and the first county's")
            _ = try await pages(Province.whole)
            // Their own clerk sees the same range by row-level security alone.
            guard KeysetList.high(block) != nil else { continue }
            let own = try await pages(Province.lastCounty, asked: Province.lastCounty)
            compare(own[0], last[0], "\(name): asked by the county and by the province")
        }
    }

    /// Nothing is read that the page does not show: no more than as many rows again may be dropped.
    private func check(_ plan: PlanNode, _ sample: PageSample, _ block: QueryBlock, _ page: String) {
        let nodes = plan.run
        for node in nodes {
            #expect(
                node.type != "Seq Scan" && node.type != "Bitmap Heap Scan",
                "\(block.name), \(page): \(node.relation ?? "")")
            #expect(
                (node.removed ?? 0) <= Double(2 * PageSample.limit),
                "\(block.name), \(page): \(node.removed ?? 0) rows of \(node.relation ?? "") removed by filter")
        }
        guard !Self.isMerged(block, plan) else { return }
        let cursor = KeysetList.cursor(block)
        // What is about one thing needs no range: the thing is the range.
        let wanted = sample.isAboutOne ? cursor : cursor.union(KeysetList.high(block).map { [$0] } ?? [])
        #expect(
            nodes.contains {
                sample.isAboutOne ? !wanted.isDisjoint(with: $0.bounds) : wanted.isSubset(of: $0.bounds)
            },
            "\(block.name), \(page): no index condition holds \(wanted.sorted()): \(nodes.compactMap(\.condition))")
    }

    /// The trail of a wide range is read backwards in time, and that of a narrow one place by place: `$1` and `$2` lead
    /// to the places, `$3` is the cursor within each.
    private static func isMerged(_ block: QueryBlock, _ plan: PlanNode) -> Bool {
        block.name == "AuditEvents" && plan.run.contains { $0.bounds == [3] }
    }

    /// A page may read no more of its indexes than another of its size. An index that is read from a place before the
    /// range drops nothing by filter; it only shows here.
    private func compare(_ page: PlanNode, _ other: PlanNode, _ text: String) {
        func buffers(_ plan: PlanNode) -> Int { plan.run.filter { $0.condition != nil }.map(\.buffers).reduce(0, +) }
        #expect(Double(buffers(page)) <= 1.3 * Double(buffers(other)) + 24, "\(text)")
    }

    /// A page is read by `readPage`, or in one round trip with others after the same setting.
    @Test func pagesAreAskedForByReadPage() throws {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/Sources")
        let walk = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
        var seen: Set<String> = []
        for case let file as URL in walk where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for block in KeysetList.blocks
            where KeysetList.bounded[block.name] == nil && !KeysetList.cursor(block).isEmpty {
                let member = block.name.prefix(1).lowercased() + block.name.dropFirst()
                guard let word = block.parameters.first?.split(separator: "_").first else { continue }
                let call = try Regex("\\.\(member)\\(\\s*\(word)[A-Za-z]*:")
                for match in text.matches(of: call) {
                    seen.insert(block.name)
                    let before = text[..<match.range.lowerBound].suffix(500)
                    let after = text[match.range.upperBound...].prefix(500)
                    let isPage = [before, after].contains { $0.contains("readPage") }
                    #expect(
                        isPage || before.contains("preferIndexOrder"), "\(file.lastPathComponent): \(block.name)")
                }
            }
        }
        #expect(seen.count > 20)
    }

    /// The whole list of a province, page by page as the export reads it: its end costs no more than its beginning.
    @Test func theWholeOverdueListIsLinear() async throws {
        let (settings, _) = try await Province.shared.database()
        let connection = try await Connection.connect(settings)
        let scope = Province.whole
        let (size, day) = (500, TestSupport.day("2016-09-01"))
        var costs: [(rows: Int, buffers: Int)] = []
        var next: String?
        repeat {
            let (path, id) = try PathKey.read(next, within: scope)
            let page = Statement.overdue(
                asOf: day, dueSoonDays: 90, forecastDays: 60, low: scope.low, high: scope.high, afterPath: path,
                afterID: id, levels: ["overdue", "past_hard"], field: String?.none, kind: String?.none, limit: size + 1,
                placeLow: scope.low, placeHigh: scope.high)
            let plan = try #require(try await Province.plan(page, caller: scope, on: connection))
            let rows = try await connection.transaction(.read, prelude: []) { transaction in
                _ = try await transaction.query(Province.signer.get().statement(scope))
                _ = try await transaction.query(.preferIndexOrder)
                return try await transaction.query(page)
            }
            costs.append((min(rows.count, size), plan.buffers))
            next = rows.count > size ? PathKey.write(try rows[size - 1]["path"], try rows[size - 1]["id"] as UUID) : nil
        } while next != nil
        #expect(costs.map(\.rows).reduce(0, +) > 10_000)
        func perRow(_ pages: ArraySlice<(rows: Int, buffers: Int)>) -> Double {
            Double(pages.map(\.buffers).reduce(0, +)) / Double(max(1, pages.map(\.rows).reduce(0, +)))
        }
        let tenth = max(1, costs.count / 10)
        #expect(perRow(costs.suffix(tenth)) <= 1.3 * perRow(costs.prefix(tenth)))
    }

    /// A path that leaves a function as text has lost its collation, and a range over it is a filter.
    @Test func functionsReturnPathsAsTheDomain() async throws {
        let (settings, _) = try await Province.shared.database()
        let connection = try await Connection.connect(settings)
        let rows = try await connection.query(
            """
            SELECT p.proname || '.' || a.name AS found FROM pg_proc p
                CROSS JOIN unnest(p.proargnames, p.proargmodes::text[], p.proallargtypes) AS a (name, mode, type)
            WHERE p.pronamespace = 'public'::regnamespace AND a.mode = 't' AND a.name LIKE '%path%'
                AND a.type <> 'scope_path'::regtype
            """)
        let found: [String] = try rows.map { try $0["found"] }
        #expect(found == [])
    }
}
