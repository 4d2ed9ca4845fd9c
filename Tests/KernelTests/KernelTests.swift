import Foundation
import Kernel
import Testing

/// Values that every feature stands on.
struct KernelTests {
    @Test func boundedNumbersReachTheirWholeRange() {
        var random = SeededRandom(seed: 7)
        var seen = Set<Int>()
        for _ in 0..<2000 { seen.insert(random.below(10)) }
        #expect(seen == Set(0..<10))
    }

    @Test func theSameSeedGivesTheSameNumbers() {
        var (one, other) = (SeededRandom(seed: 42), SeededRandom(seed: 42))
        for _ in 0..<100 { #expect(one.next() == other.next()) }
    }

    @Test func aScopeHoldsItsSubtreeAndNothingBeside() {
        let scope = Scope(path: "61.6101.")
        #expect(scope.contains("61.6101."))
        #expect(scope.contains("61.6101.610116."))
        #expect(!scope.contains("61."))
        #expect(!scope.contains("61.6102."))
        #expect(!scope.contains("61.61010."))
        #expect(Scope.everything.contains("0.") && Scope.everything.contains("zz.9."))
    }

    @Test func identifiersAreTimeOrderedAndOfVersionSeven() {
        let early = Identifier<KernelTests>.new(at: 1000)
        let late = Identifier<KernelTests>.new(at: 2000)
        #expect(early < late)
        #expect(late.description.dropFirst(14).first == "7")
    }

    @Test(arguments: [
        ("zh-CN,en;q=0.5", Language.chinese), ("en-US", .english), ("en_GB.UTF-8", .english),
        ("zh_CN.GB18030", .chinese),
    ])
    func languagesAreChosenByTag(tag: String, language: Language) {
        #expect(Language(tag: tag) == language)
        #expect(Language(tag: "fr") == nil)
    }

    @Test func aRoleThatMayNotSaysWhoMay() {
        let viewer = Caller(
            account: Caller.operatorAccount, name: "v", roles: [.viewer], scope: .everything, door: "api")
        #expect(throws: AppError.self) { try viewer.require(.closeClass) }
        do { try viewer.require(.closeClass) } catch {
            #expect(error.code == "access.forbidden")
            #expect(error.hint?.english.contains("registrar") == true)
            #expect(error.hint?.chinese.contains("教务员") == true)
        }
    }

    @Test func pagesHaveBounds() throws {
        #expect(throws: AppError.self) { try PageRequest(limit: 0) }
        #expect(throws: AppError.self) { try PageRequest(limit: 501) }
        #expect(try PageRequest().limit == 50)
    }
}

struct IdentifierTextTests {
    @Test func textsComeBackAndWrongOnesAreRefused() throws {
        for _ in 0..<500 {
            let id = Identifier<KernelTests>.new()
            #expect(Identifier<KernelTests>(id.description) == id)
            #expect(Identifier<KernelTests>(id.description.uppercased()) == id)
            #expect(id.description == id.value.uuidString.lowercased())
        }
        for text in [
            "", "x", "01a208a3-276f-727b-a43f-168abfd94ac", "01a208a3-276f-727b-a43f-168abfd94acg",
            "01a208a3x276f-727b-a43f-168abfd94ac5",
        ] {
            #expect(Identifier<KernelTests>(text) == nil)
        }
    }
}
