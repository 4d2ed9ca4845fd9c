import Commands
import Kernel
import Testing
import Wire

/// What the command line owes to a person: widths, languages, exit statuses.
struct CommandsTests {
    @Test func chineseTakesTwoColumns() {
        #expect(DisplayWidth.of("党支部") == 6)
        #expect(DisplayWidth.of("A党·b") == 5)
        #expect(DisplayWidth.pad("王芳", to: 6) == "王芳  ")
        #expect(DisplayWidth.pad("王芳", to: 6, right: true) == "  王芳")
        #expect(DisplayWidth.pad("很长的名字", to: 4) == "很长的名字")
    }

    @Test func theLanguageComesFromTheFlagThenTheEnvironment() {
        #expect(CommandLanguage.choose(["dangwu", "overdue", "--lang", "en"], ["LANG": "zh_CN.UTF-8"]) == .english)
        #expect(CommandLanguage.choose(["dangwu", "--lang=zh-Hans"], ["LANG": "en_US.UTF-8"]) == .chinese)
        #expect(CommandLanguage.choose(["dangwu"], ["DANGWU_LANG": "en", "LANG": "zh_CN"]) == .english)
        #expect(CommandLanguage.choose(["dangwu"], ["LANG": "C.UTF-8"]) == .chinese)
        #expect(CommandLanguage.choose(["dangwu"], [:]) == .chinese)
    }

    @Test func everyKindOfErrorHasAnExitStatus() {
        let kinds: [AppError.Kind] = [
            .invalid, .unauthenticated, .forbidden, .notFound, .conflict, .stale, .tooLarge, .unavailable, .internal,
        ]
        for kind in kinds { #expect(ExitStatus(kind) != .success) }
        #expect(ExitStatus(.notFound).rawValue == 66)
    }

    @Test func errorsNameTheThingTheFactsAndTheHint() {
        let error = AppError(
            .invalid, "x.y", Text(zh: "坏了。", en: "Broken."), hint: Text(zh: "修。", en: "Fix it."), rule: "第一条",
            facts: [.init("day", "2014-05-09")],
            cells: [CellError(row: 3, column: "name", reason: Text(zh: "空", en: "empty"))])
        let lines = error.lines(.english)
        #expect(
            lines == [
                "error: Broken.", "  row 3, name: empty", "  day: 2014-05-09", "  rule: 第一条", "  hint: Fix it.",
                "  [x.y]",
            ])
        #expect(error.lines(.chinese)[1] == "  第 3 行「name」：空")
    }
}
