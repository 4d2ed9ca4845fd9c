import Foundation
import Kernel
import Testing

/// Values that every feature uses.
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

    private static let open = Permission("shop.open", zh: "开门", en: "open the shop")
    private static let close = Permission("shop.close", zh: "关门", en: "close the shop")
    private static let sweep = Permission("shop.sweep", zh: "扫地", en: "sweep")
    private static let matrix = RoleMatrix([
        .init(
            role: Role("early"), name: Text(zh: "早班", en: "early shift"), purpose: .verbatim("-"), permissions: [open]),
        .init(
            role: Role("late"), name: Text(zh: "晚班", en: "late shift"), purpose: .verbatim("-"), permissions: [close]),
    ])

    private func caller(_ roles: Set<Role>) -> Caller {
        Caller(account: .new(), name: "v", roles: roles, matrix: Self.matrix, scope: .everything, door: "api")
    }

    @Test func aRoleThatMayNotSaysWhoMay() throws {
        let early = caller([Role("early")])
        _ = try early.with(Self.open)
        _ = try early.with(anyOf: Self.close, Self.open)
        #expect(early.may(Self.open) && !early.may(Self.close))
        do { _ = try early.with(Self.close) } catch {
            #expect(error.code == "access.forbidden" && error.message.english.contains("early shift"))
            #expect(error.hint?.english.contains("late shift") == true)
            #expect(error.hint?.chinese.contains("晚班") == true)
        }
        #expect(throws: AppError.self) { try early.narrowed(to: Scope(path: "61."))?.with(Self.close) }
    }

    @Test func aPermissionOfNoRoleIsNamed() {
        do {
            _ = try caller([Role("early"), Role("late")]).with(Self.sweep)
            Issue.record("accepted")
        } catch { #expect(error.hint?.english.contains("shop.sweep") == true) }
    }

    @Test func anUnknownRoleGivesNothingAndTheOperatorMayDoEverything() {
        #expect(!caller([Role("nobody")]).may(Self.open))
        #expect(Caller.localOperator().may(Self.sweep))
    }

    @Test(arguments: [
        ("clerk", true), ("deputy_clerk2", true), ("", false), ("Clerk", false), ("2nd", false), ("_x", false),
        ("a b", false), ("书记", false), (String(repeating: "a", count: 41), false),
    ])
    func keysOfRolesHaveAForm(key: String, isWellFormed: Bool) {
        #expect(Role(key).isWellFormed == isWellFormed)
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
