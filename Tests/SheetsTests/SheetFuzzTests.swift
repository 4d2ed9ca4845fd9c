import Civil
import Kernel
import Sheets
import TestSupport
import Testing

/// Sheets of any bytes: a sheet, an error that says why, never more; and limits that hold before the work.
struct SheetFuzzTests {
    private static let columns = [
        SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
        SheetColumn("day", "日期", zh: "日期", en: "Day", example: "2014-05-09"),
        SheetColumn("hours", "学时", zh: "学时", en: "Hours", example: "4"),
    ]

    @Test func anyBytes() {
        var source = FuzzSource(
            seed: 21,
            valid: [
                "姓名,日期,学时\n王芳,2014-05-09,4\n", "name,day\r\n\"a,\"\"b\"\"\",2014/5/9\r\n\r\nx,\r\n",
                "\u{FEFF}name\n\"two\nlines\"\n",
            ], pieces: [",", "\"", "\"\"", "\r\n", "姓名", "name", ",,,,"])
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let bytes = source.next()
            clock.run(bytes) {
                guard let sheet = try? Sheet(bytes, columns: Self.columns) else { return }
                read += 1
                var reader = CellReader()
                for row in sheet.rows {
                    _ = (reader.text(row, "name"), reader.optionalDay(row, "day"), reader.hours(row, "hours"))
                    #expect(row.line > 1)
                }
            }
        }
        #expect(read > FuzzSource.cases / 100)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }

    @Test func whatIsWrittenReadsBack() throws {
        var source = FuzzSource(
            seed: 22, valid: ["plain", "with,comma", "with \"quotes\""], pieces: ["\"", ",", "\n", "=", "x"])
        for _ in 0..<FuzzSource.cases / 3 {
            let fields = (0...source.below(5)).map { _ in
                // A carriage return outside quotation marks ends a line of some programs and is not read.
                source.text().filter { $0 != "\r" && $0 != "\r\n" }
            }
            let line = CSVText.line(fields)
            let records = try CSVText.records(line + "\n")
            guard fields.contains(where: { !$0.isEmpty }), let record = records.first else { continue }
            #expect(records.count == 1 && record.fields.count == fields.count, "\(fields)")
        }
    }

    @Test func limitsHoldWhileTheFileIsRead() {
        func code(_ text: String, _ limits: CSVText.Limits = .init()) -> String? {
            do {
                _ = try CSVText.records(text, limits: limits)
                return nil
            } catch { return error.code }
        }
        var few = CSVText.Limits()
        (few.records, few.fields, few.fieldBytes) = (3, 4, 10)
        #expect(code("a\nb\nc\n", few) == nil && code("a\nb\nc\nd\n", few) == "sheet.rows")
        #expect(code("1,2,3,4\n", few) == nil && code("1,2,3,4,5\n", few) == "sheet.fields")
        #expect(code("123456789\n", few) == nil && code("12345678901\n", few) == "sheet.cell")
        #expect(code("\"" + String(repeating: "x\n", count: 20) + "\"\n", few) == "sheet.cell")
        // The same with the limits that every file has.
        let start = ContinuousClock.now
        #expect(code(String(repeating: ",", count: 4_000_000)) == "sheet.fields")
        #expect(code("\"" + String(repeating: "x", count: 4_000_000)) == "sheet.cell")
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
