import Civil
import ConfigFiles
import Kernel
import Points
import Policy
import Schemes
import TestSupport
import Testing

/// The schemes that come with the program, each with its worked examples.
struct ShippedSchemeTests {
    static let names = PolicyLoader().names("policy/points/").filter { !$0.hasSuffix("-items") }

    @Test(arguments: names)
    func everyExampleHolds(name: String) throws {
        let scheme = try SchemeFile.open(name, PolicyLoader()).scheme
        let outcomes = SchemeTrial(scheme).run()
        #expect(!outcomes.isEmpty)
        for outcome in outcomes { #expect(outcome.failures.isEmpty, "\(name): \(outcome.example.name)") }
    }

    @Test func thePublishedSourcesAreThere() {
        for name in [
            "wendeng-village", "wendeng-district", "hongtong-rural", "village-10x5", "branch-70-20-10",
            "police-process",
        ] {
            #expect(Self.names.contains(name))
        }
    }

    /// The annex of 228 rows: each is in the ledgers that its scope names.
    @Test func theTableOfWendengIsWhole() throws {
        let village = try SchemeFile.open("wendeng-village", PolicyLoader()).scheme
        let district = try SchemeFile.open("wendeng-district", PolicyLoader()).scheme
        let ids = Set((village.items + district.items).map(\.id)).filter { $0.hasPrefix("W") }
        #expect(ids.count == 228)
        let both = Set(village.items.map(\.id)).intersection(district.items.map(\.id)).filter { $0.hasPrefix("W") }
        // 149 rows of both, 44 of the village alone, 35 of the district alone.
        #expect(
            village.items.filter { $0.id.hasPrefix("W") }.count == both.count + ids.count
                - district.items.filter { $0.id.hasPrefix("W") }.count)
        #expect(village.item("W107") == nil && district.item("W107") != nil)
        #expect(village.item("W092") != nil && district.item("W092") == nil)
        #expect(
            village.item("W001")?.value == .fixed(Amount(5)) && district.item("W148")?.value == .fixed(Amount(-150)))
        #expect(village.item("W100")?.value == .undefined)
    }

    @Test func whatTheSourcesLeaveOpenIsListed() throws {
        for name in Self.names {
            let scheme = try SchemeFile.open(name, PolicyLoader()).scheme
            #expect(!scheme.openQuestions.isEmpty, "\(name)")
            #expect(scheme.warnings.contains { $0.kind == .open })
        }
        let stars = try SchemeFile.open("huaning-stars", PolicyLoader()).scheme
        #expect(stars.warnings.contains { $0.kind == .gap && $0.text.english.contains("(95, 96)") })
        #expect(stars.grade(of: amount("95.5"), group: nil) == nil)
    }

    /// Everything the engine can do is asked for by a shipped scheme or by one of the tests'.
    @Test func everyFeatureIsUsed() throws {
        var used: Set<SchemeFeature> = []
        for name in Self.names {
            used.formUnion(try SchemeFile.open(name, PolicyLoader()).scheme.features.map(\.feature))
        }
        for text in [TestScheme.ledger, TestScheme.arithmetic, TestScheme.combined] {
            used.formUnion(try TestScheme.read(text).features.map(\.feature))
        }
        #expect(Set(SchemeFeature.allCases).subtracting(used).isEmpty)
    }
}
