import Kernel
import TestSupport
import Testing

@testable import Workbooks

/// Workbooks with random changes: rows, or an error that says why; never more, and not late.
struct WorkbookFuzzTests {
    private static let xml =
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is>"
        + "<t>乙</t></is></c></row><row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"1\"><v>41768</v></c><c r=\"B2\"><f>A1</f><v>2"
        + "</v></c><c r=\"C2\" t=\"e\"><v>#N/A</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>"
    private static let pieces = [
        "<row>", "</row>", "<c>", "</c>", "<v>", "r=\"1048576\"", "r=\"XFD1\"", "t=\"s\"", "<t>", "<rPh>", "&#x0;",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>", "<![CDATA[", "]]>", "<?x ?>", "\"", "s=\"99\"", "99999999999", "../", "-1",
    ]

    private func reads(_ bytes: [UInt8]) -> Bool {
        (try? Workbook.read(bytes) { (workbook: Workbook) throws(AppError) -> Void in
            for tab in workbook.tabs { try workbook.rows(of: tab) { _ throws(AppError) in } }
        }) != nil
    }

    private static let sample = WorkbookParts(
        [("甲", xml), ("!乙", xml)], strings: "<si><t>甲</t></si>", styles: ["yyyy-mm-dd"])

    @Test func changedParts() {
        var source = FuzzSource(
            seed: 71, valid: Self.sample.parts.map(\.text), pieces: Self.pieces, longest: 20_000)
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<max(600, FuzzSource.cases / 5) {
            var parts = Self.sample
            // What it is a change of decides which part it replaces; at times it is none of them.
            let place = source.below(parts.parts.count)
            parts.parts[place].text = source.text()
            let bytes = parts.bytes
            if clock.run(bytes, { reads(bytes) }) { read += 1 }
        }
        #expect(read > 0)
        #expect(clock.longest < .seconds(5), "\(clock.longest)")
    }

    @Test func changedFiles() throws {
        let written = try WorkbookWriter.write([
            WorkbookSheet(
                "表", title: "标题", columns: [.init("a"), .init("b")], rows: [.init(["1", "甲"]), .init(["2"])])
        ])
        var random = SeededRandom(seed: 72)
        var (read, clock) = (0, FuzzClock())
        for number in 0..<max(600, FuzzSource.cases / 5) {
            var bytes = number % 2 == 0 ? written : Self.sample.bytes
            for _ in 0...random.below(6) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(9)))
                case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.below(64))], at: place)
                default: bytes[place] ^= UInt8(1 << random.below(8))
                }
                if bytes.isEmpty { bytes = [0x50] }
            }
            let changed = bytes
            if clock.run(changed, { reads(changed) }) { read += 1 }
        }
        #expect(read > 0)
        #expect(clock.longest < .seconds(5), "\(clock.longest)")
    }
}
