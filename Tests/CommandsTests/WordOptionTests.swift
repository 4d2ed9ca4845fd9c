import ArgumentParser
import Kernel
import Organisations
import Testing
import Training

@testable import Commands

/// Options with a closed set of words take them as the API spells them and as an office does.
struct WordOptionTests {
    @Test(arguments: ["rural", "农村", "RURAL"]) func aFieldIsNamedAsAnOfficeDoes(word: String) {
        #expect(Field(argument: word) == .rural)
    }

    @Test func theOthersToo() {
        #expect(Mark(argument: "出勤") == .present)
        #expect(Relief.Kind(argument: Relief.Kind.extension_.text.chinese) == .extension_)
        #expect(OverdueLevel(argument: OverdueLevel.overdue.text.chinese) == .overdue)
        #expect(Field(argument: "农") == nil && Field(argument: "") == nil)
    }

    /// A word that two cases share would be one of them by chance.
    @Test func noTwoCasesShareAWord() {
        func check<Word: WordOption>(_ type: Word.Type) {
            for language in [Language.chinese, .english] {
                let names = Word.allCases.map { $0.text(language).lowercased() }
                #expect(Set(names).count == names.count, "\(type): \(names)")
            }
        }
        check(Field.self)
        check(Level.self)
        check(Mark.self)
        check(Relief.Kind.self)
        check(OverdueLevel.self)
        check(DutyKind.self)
        check(ClassState.self)
    }
}
