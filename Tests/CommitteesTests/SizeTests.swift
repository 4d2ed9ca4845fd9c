import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Policy
import TestSupport
import Testing

@testable import Committees

/// Forms that no longer fit the number of members, at each limit and beside it.
struct SizeTests {
    private func findings(
        _ kind: OrganisationKind, full: Int, members: Int? = nil, below: Int = 0, officers: Int = 1
    ) throws -> [SizeFinding.Kind] {
        let rules = try SizeRules(PolicyLoader().load("policy/organisations/sizes.yaml"))
        return rules.findings(
            OrganisationSize(
                organisation: .new(), code: "1", organisationName: "试验", path: "61.1.", kind: kind, full: full,
                members: members ?? full, membersBelow: below, officers: officers, neighbours: ["邻近"])
        ).map(\.finding)
    }

    @Test func aBranchHasAtMostFiftyMembers() throws {
        #expect(try findings(.branch, full: 48, members: 50, officers: 3).isEmpty)
        #expect(try findings(.branch, full: 48, members: 51, officers: 3) == [.becomeGeneralBranch])
    }

    @Test func fewerThanThreeFullMembersJoinOthers() throws {
        #expect(try findings(.branch, full: 3).isEmpty)
        #expect(try findings(.branch, full: 2, members: 6) == [.joinOthers])
        #expect(try findings(.jointBranch, full: 2).isEmpty)
    }

    @Test func sevenElectACommittee() throws {
        #expect(try findings(.branch, full: 6, officers: 2).isEmpty)
        #expect(try findings(.branch, full: 6, officers: 3) == [.needNoCommittee])
        #expect(try findings(.branch, full: 7, officers: 2) == [.electCommittee])
        #expect(try findings(.branch, full: 7, officers: 3).isEmpty)
        #expect(try findings(.branch, full: 40, officers: 7).isEmpty)
        #expect(try findings(.branch, full: 40, officers: 8) == [.tooManyOfficers])
    }

    @Test func aGeneralBranchOfMoreThanAHundredBecomesACommittee() throws {
        #expect(try findings(.generalBranch, full: 0, below: 100).isEmpty)
        #expect(try findings(.generalBranch, full: 0, below: 101) == [.becomeCommittee])
        #expect(try findings(.committee, full: 0, below: 10).isEmpty)
        #expect(try findings(.temporaryBranch, full: 2).isEmpty)
    }

    /// Two small branches of one township propose each other; on a day before they had members there was nothing.
    @Test func smallBranchesNameTheirNeighbours() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002", "610102001001"]))
            let today = ChinaTime.today()
            let query = SizeQuery(scope: "610116001")
            let found = try await fixture.services.terms.sizes(query, PageRequest(), on: today, caller: Fixture.root)
                .items
            let joined = found.filter { $0.finding == .joinOthers }
            #expect(joined.map(\.code).sorted() == ["610116001001", "610116001002", "610116001200"])
            #expect(joined.first?.neighbours.count == 2 && joined.first?.count == 1)
            // Page by page it is the same.
            var (all, next) = ([SizeFinding](), String?.none)
            repeat {
                let page = try await fixture.services.terms.sizes(
                    query, PageRequest(limit: 1, after: next), on: today, caller: Fixture.root)
                (all, next) = (all + page.items, page.next)
            } while next != nil
            #expect(all == found)
        }
    }
}
