import Composition
import Kernel
import Members
import Sheets
import TestSupport
import Testing
import Wire

/// Imports of sheets whose cells are anything: taken whole, or refused with the wrong cells and without a trace.
struct ImportFuzzTests {
    private static let headings = [
        "organisation", "name", "id_number", "sex", "birth_date", "status", "standing", "since", "converted", "title",
        "tenure_since", "synthetic", "学历", "手机号", "家庭住址",
    ]
    private static let pieces = [
        "610116001001", "6.10116E+11", "东社区", "测试", "合计", "无", "—", "王\u{E863}", "买买提・阿不都", "男", "*", "1980.03.15",
        "2014年1２月9日", "41768", "2014-05-09 0:00", "2030-01-01", "正式党员", "预备", "正常", "停止党籍", "党支部书记", "支委", "是",
        "大学本科", "138****0000", "9.90001E+17", "'990001198003150015", "=\"990001198003150015\"", "'=1", "@x",
    ]

    private func sane(_ index: Int) -> [String] {
        [
            "610116001001", "测试\(index)", Fixture.number(index), "", "", "正式党员", "正常", "2005-07-01", "2006-07-01", "",
            "", "是",
            "大学本科", "", "",
        ]
    }

    @Test func anythingIsTakenWholeOrRefusedWithoutATrace() async throws {
        try await Fixture.with { fixture in
            var source = FuzzSource(seed: 81, valid: Self.pieces, pieces: Self.pieces, longest: 80)
            var random = SeededRandom(seed: 82)
            var (taken, refused) = (0, 0)
            for round in 0..<max(30, FuzzSource.cases / 60) {
                let rows = (0...random.below(4)).map { row in
                    sane(round * 5 + row).map { random.below(6) == 0 ? source.text() : $0 }
                }
                let bytes = Array(([Self.headings] + rows).map { CSVText.line($0) + "\n" }.joined().utf8)
                let before = try await counts(fixture)
                do {
                    let order = PeopleImportOrder(again: true)
                    let done = try await fixture.services.members.importPeople(
                        bytes, order, on: ChinaTime.today(), caller: Fixture.root)
                    let passed = done.passedOver.reduce(0) { $0 + $1.rows }
                    #expect(done.added + done.changed + done.unchanged == done.rows && done.rows + passed <= rows.count)
                    taken += 1
                } catch let error as AppError {
                    #expect(error.kind != .internal, "\(error.code) \(error.message.english)")
                    #expect(try await counts(fixture) == before, "\(error.code) left something")
                    refused += 1
                }
            }
            #expect(taken > 0 && refused > 0)
        }
    }

    private func counts(_ fixture: Fixture) async throws -> [Int] {
        var counts: [Int] = []
        for table in ["person", "membership", "tenure", "person_attribute", "person_id_number", "audit_event"] {
            counts.append(try await fixture.count(table))
        }
        return counts
    }
}
