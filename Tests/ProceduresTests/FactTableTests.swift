import Foundation
import Policy
import Procedures
import Testing

/// The documentation's table of facts says what the rule files say.
struct FactTableTests {
    @Test func everyFactHasItsRulesOrAReason() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(
            contentsOf: folder.appendingPathComponent("Sources/Server/Dangwu.docc/Recruitment.md"), encoding: .utf8)
        var rows: [String: String] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| R-") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            rows[cells[0]] = cells[2]
        }
        let numbers = Array(1...6) + Array(10...60) + Array(70...76)
        for number in numbers {
            let fact = "R-\(number < 10 ? "00" : "0")\(number)"
            #expect(rows[fact]?.isEmpty == false, "\(fact)")
        }
        let sets = try RecruitmentPolicy.rules(PolicyLoader()).sets
        let ids = Set(sets.flatMap(\.rules).map(\.id))
        for rule in sets.flatMap(\.rules) {
            for fact in rule.facts { #expect(rows[fact]?.contains("`\(rule.id)`") == true, "\(fact) \(rule.id)") }
        }
        // What looks like a rule id in the table is one.
        for cell in rows.values {
            for match in cell.matches(of: /`([a-z_]+\.[a-z_]+)`/) {
                #expect(ids.contains(String(match.1)), "\(match.1)")
            }
        }
    }
}
