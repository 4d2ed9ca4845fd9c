import Access
import Composition
import Organisations
import Civil
import Demonstration
import Foundation
import Wire
import Kernel
import Recruitment
import TestSupport
import Testing
import Training

@testable import API
@testable import Points

/// The quick writer and the encoder of every other body say the same.
struct QuickWriterTests {
    @Test func linesAreWrittenAsTheirBodyWouldBeEncoded() async throws {
        try await Fixture.with { fixture in
            let table = Fixture.secretaries(["610116001001", "610102001001"]).replacing("测试0", with: "引\"号\\与·名")
            _ = try await fixture.importPeople(table)
            let root = try await fixture.services.organisations.organisation("61", caller: Fixture.root)
            _ = try await fixture.services.training.openCycle("shaanxi-2014", for: root, caller: Fixture.root)
            let page = try await fixture.services.training.overdue(
                OverdueQuery(asOf: #require(Day("2016-09-01"))), PageRequest(limit: 1), caller: Fixture.root)
            let expected = String(decoding: try JSONEncoder.api.encode(PageBody(page, OverdueBody.init)), as: UTF8.self)
            #expect(OverdueWriter.page(page) == expected)
            #expect(page.next != nil)
        }
    }

    @Test func deadlinesAreWrittenAsTheirBodyWouldBeEncoded() throws {
        let today = day("2026-03-01")
        let lines = ["2026-02-28", "2026-03-01"].map { due in
            DeadlineLine(
                recruitment: UUID(), person: UUID(), name: "引\"号\\与·名", path: "61.",
                organisationName: due == "2026-02-28" ? nil : "村",
                rule: "talk.month", milestone: .talk, due: day(due), special: due == "2026-02-28" ? today : nil,
                kind: .due, basis: "a", isProvisional: due == "2026-02-28")
        }
        let page = Page(lines, limit: 1) { $0.path }
        let body = PageBody(page) { DeadlineLineBody($0, today: today) }
        let expected = String(decoding: try JSONEncoder.api.encode(body), as: UTF8.self)
        #expect(DeadlineWriter.page(page, today: today) == expected)
        let other = Page([lines[1]], limit: 5) { $0.path }
        let single = String(
            decoding: try JSONEncoder.api.encode(PageBody(other) { DeadlineLineBody($0, today: today) }), as: UTF8.self)
        #expect(DeadlineWriter.page(other, today: today) == single)
    }

    @Test func postsAreWrittenAsTheirBodyWouldBeEncoded() throws {
        let cuts = [Text(zh: "上限\"3\"", en: "limit 3"), Text(zh: "丙", en: "c")]
        for cuts in [[], cuts] {
            let posted = Posted(
                subject: UUID(), number: 7, value: Amount(3), counted: Amount(1), score: Amount(63),
                counts: day("2026-03-01"), isNew: cuts.isEmpty, cuts: cuts)
            let expected = try JSONEncoder.api.encode(ListBody(items: [PostedBody(posted), PostedBody(posted)]))
            #expect(PostedWriter.list([posted, posted]) == String(decoding: expected, as: UTF8.self))
        }
        #expect(PostedWriter.list([]) == "{\"items\":[]}")
    }

    /// What spares the conversion of keys must have none to convert.
    @Test func bodiesKeyedAsOnTheWireHaveNoWordsToPart() {
        let schema = JSONSchema.of(PostOrdersBody.self).json
        #expect(schema.contains("\"entries\"") && !schema.contains("_"), "\(schema)")
    }
}
