import Civil
import Kernel
import Points
import Policy
import Schemes
import TestSupport
import Testing

/// Wrong files are refused with the line that is wrong.
struct SchemeReaderTests {
    private func error(_ old: String, _ new: String, in text: String = TestScheme.ledger) throws -> AppError {
        let changed = text.replacing(old, with: new)
        #expect(changed != text, "\(old)")
        return try #require(throws: AppError.self) { _ = try TestScheme.read(changed) }
    }

    private func line(of piece: String, in text: String = TestScheme.ledger) throws -> Int {
        try #require(text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(piece) })
            + 1
    }

    @Test(arguments: [
        ("period: quarter", "period: fortnight", "period: quarter"), ("base: 60", "base: sixty", "base: 60"),
        ("value: 1}", "value: 1.23456}", "id: A1"), ("from: 1, to: 10", "from: 10, to: 1", "id: A3"),
        ("groups: [official]", "groups: [officials]", "id: A4"), ("items: [A2]", "items: [A9]", "id: M1"),
        ("grade: unqualified", "grade: worst", "id: V1"), ("block: study, text", "block: stduy, text", "id: A1"),
        ("at_most: 1/3", "at_most: 1/0", "at_most"), ("score: \">= 80\"", "score: \"[80, 70]\"", "score: \">= 80\""),
        ("way: mean", "way: median", "way: mean"),
        ("closed_period: next", "closed_period: never", "closed_period: next"),
        ("{key: study, name: {zh: 学习, en: study}, cap: 10}", "{key: study, name: {zh: 学习}, cap: 10}", "key: study"),
        ("total: {floor: 0, cap: 120}", "total: {floor: 0, cap: -1}", "total:"),
        ("publicity_working_days: 5", "publicity_working_days: -1", "publicity_working_days"),
        ("direct: true", "dierct: true", "direct: true"),
    ])
    func theErrorNamesTheLine(old: String, new: String, at piece: String) throws {
        let error = try error(old, new)
        #expect(error.code == "policy.bad_value")
        #expect(error.message.english.contains("test.yaml:\(try line(of: piece))"), "\(error.message.english)")
    }

    @Test(arguments: [
        ("id: A2", "id: A1", "appears twice"), ("weight: 40%", "weight: 30%", "100 %"),
        ("format: points-scheme/1", "format: points-scheme/9", "points-scheme/1"),
    ])
    func theErrorSaysWhatIsWrong(old: String, new: String, words: String) throws {
        let text = old.hasPrefix("weight") ? TestScheme.combined : TestScheme.ledger
        #expect(try error(old, new, in: text).message.english.contains(words))
    }

    @Test func emptyAndBrokenFilesAreRefused() throws {
        for text in ["", "a: [", "- 1", "format: points-scheme/1"] {
            let error = #expect(throws: AppError.self) { _ = try TestScheme.read(text) }
            #expect(error?.kind == .invalid)
        }
    }

    @Test func aVillageAddsItemsWithinLimits() throws {
        let scheme = try SchemeFile.open("wendeng-village", .init()).scheme
        func file(_ items: [String]) -> String {
            "format: points-local/1\nextends: wendeng-village\nitems:\n" + items.map { "  - \($0)\n" }.joined()
        }
        let fine = (1...5).map { "{id: N\($0), block: other, text: 自设\($0), value: 2}" }
        #expect(try LocalItems.read(file(fine), onto: scheme).items.filter(\.isLocal).count == 5)
        for wrong in [
            fine + ["{id: N6, block: other, text: 第六个, value: 1}"], ["{id: N1, block: other, text: 太大, value: 2.1}"],
            ["{id: N1, block: general, text: 板块不对, value: 1}"], ["{id: W001, block: other, text: 重名, value: 1}"],
            ["{id: N1, block: other, text: 零分, value: 0}"],
            ["{id: N1, block: other, text: 幅度, value: {from: 1, to: 2}}"],
        ] {
            let error = #expect(throws: AppError.self) { _ = try LocalItems.read(file(wrong), onto: scheme) }
            #expect(error?.code == "policy.bad_value")
        }
        let none = try TestScheme.read(TestScheme.ledger)
        #expect(throws: AppError.self) {
            _ = try LocalItems.read(file(fine).replacing("wendeng-village", with: "test"), onto: none)
        }
    }
}
