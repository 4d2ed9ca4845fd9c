import Civil
import Foundation
import Kernel
import Points
import TestSupport
import Testing
import Wire

/// What doors show of points: columns are members of the value, and no identifier is without its type.
struct PointsValueTests {
    /// Columns that are made of several members or of a part's.
    private static let made: [String: Set<String>] = [
        "PointsPeriod": ["name"], "OpenObjection": ["name", "item"],
    ]

    private func check<Value: Tabular & Codable>(_ type: Value.Type) {
        let name = "\(type)"
        let members = Set(WireDecoder.schema(of: type).members.map(\.name))
        let keys = type.columns.map(\.key)
        #expect(Set(keys).count == keys.count, "\(name)")
        for key in keys where !(Self.made[name]?.contains(key) ?? false) {
            #expect(members.contains(key), "\(name).\(key) is a column and no member")
        }
        // Names, codes and words first; an identifier is called one.
        for member in WireDecoder.schema(of: type).members where member.schema == .text(Identifier<Value>.form) {
            guard let index = keys.firstIndex(of: member.name) else { continue }
            let title = type.columns[index].title
            #expect(index > 0 && title.chinese.contains("编号"), "\(name).\(member.name)")
        }
    }

    @Test func everyColumnIsAMember() {
        check(Participant.self)
        check(PointsExemption.self)
        check(PointsEntry.self)
        check(PointsScore.self)
        check(OwnPoints.self)
        check(LedgerFault.self)
        check(Claim.self)
        check(ClaimEvent.self)
        check(OpenObjection.self)
        check(PointsPeriod.self)
        check(SheetLine.self)
        check(BranchAverage.self)
        check(ProposalLine.self)
        check(SchemeEdition.self)
        check(SchemeItem.self)
        check(ShippedScheme.self)
        check(FeatureUse.self)
    }

    /// Days are days, flags are flags, amounts are decimals: no member that has a type is a text.
    @Test func membersHaveTheirTypes() {
        let schemas: [JSONSchema] = [
            .of(ParticipantOrder.self), .of(EverybodyOrder.self), .of(RegroupingOrder.self), .of(ExemptionOrder.self),
            .of(ExemptionEndOrder.self), .of(FactOrder.self), .of(AutomaticOrder.self), .of(PostOrder.self),
            .of(ReversalOrder.self), .of(ScoreQuery.self), .of(PointsPlace.self), .of(ClaimOrder.self),
            .of(ClaimReviewOrder.self), .of(ClaimDecisionOrder.self), .of(ClosingOrder.self),
            .of(SchemeImportOrder.self), .of(LocalItemsOrder.self), .of(Participant.self), .of(PointsExemption.self),
            .of(PointsEntry.self), .of(PointsScore.self), .of(Posted.self), .of(Claim.self), .of(OpenObjection.self),
            .of(PointsPeriod.self), .of(SheetLine.self), .of(BranchAverage.self), .of(SchemeEdition.self),
        ]
        let days = [
            "on", "since", "until", "from", "day", "as_of", "known", "claimed_on", "objected_on", "due_on", "counts_on",
            "happened_on", "posted_on", "published_from", "published_through",
        ]
        let flags = [
            "dry_run", "leaves", "continuing", "rolled_up", "approves", "upholds", "provisional", "overdue", "is_new",
        ]
        let amounts = ["points", "quantity", "value", "counted", "score", "base", "mean", "lowest", "highest"]
        for object in schemas.flatMap(\.objects) {
            for member in object.members {
                let place = Comment(rawValue: "\(object.name).\(member.name)")
                if days.contains(member.name) { #expect(member.schema == .text(Day.form), place) }
                if flags.contains(member.name) { #expect(member.schema == .boolean, place) }
                if amounts.contains(member.name) { #expect(member.schema == .text(Amount.form), place) }
                #expect(member.schema != .anything, place)
            }
        }
    }

    /// An office's sheet is made of the same columns as the list.
    @Test func everyColumnOfThePublicitySheetIsKnown() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.points.exempt(fixture.people[1], since: "2026-01-05")
            let closed = try await fixture.points.close("2026-02-01", on: "2026-04-02")
            let csv = try await fixture.points.sheetCSV(of: closed.period)
            let lines = csv.split(separator: "\r\n")
            #expect(lines.first == "姓名,党组织,类别,基础分,得分,等次,支部排名,总排名,备注")
            #expect(lines.contains { $0.contains("党员1") && $0.contains("免予积分") }, "\(csv)")
            #expect(lines.contains { $0.contains("党员0") && $0.contains("普通党员") && $0.contains("合格") })
        }
    }

    @Test func noVerbAndNoValueKnowsABareUUID() throws {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/Sources/Points")
        let walk = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
        for case let file as URL in walk where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /package (?:static )?(?:func|init|let|var)[^{=]*\bUUID\b/) {
                Issue.record("\(file.lastPathComponent): \(match.output)")
            }
        }
    }

    /// Doors of points pass on what was given: defaults, ranges and look-ups are the service's.
    @Test func doorsOfPointsHoldNoRule() throws {
        for folder in ["API/Points", "Commands/Points"] {
            let base = URL(fileURLWithPath: CommandRunner.repository + "/Sources/" + folder)
            let walk = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
            for case let file as URL in walk where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for word in [
                    "Plausible", "invalidValue", "UUID", "session.scope(", "request.scope(", "?? request.today",
                ] {
                    #expect(!text.contains(word), "\(file.lastPathComponent): \(word)")
                }
                for match in text.matches(of: /@Option\([^\n]*\n?[^\n]* var (\w+): [^\n=]*= ([^\n]+)/)
                where !["[]", "false", "nil"].contains(match.2.trimmingCharacters(in: .whitespaces)) {
                    Issue.record("\(file.lastPathComponent): --\(match.1) defaults to \(match.2)")
                }
            }
        }
    }
}
