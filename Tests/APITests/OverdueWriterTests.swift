import App
import Organisations
import Civil
import Demonstration
import Foundation
import Kernel
import TestSupport
import Testing
import Training

@testable import API

/// The quick writer and the encoder of every other body say the same.
struct OverdueWriterTests {
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
}
