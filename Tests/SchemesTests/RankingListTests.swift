import Civil
import Foundation
import Kernel
import Schemes
import TestSupport
import Testing

/// Shares, ties and ranks, each at its boundary.
struct RankingListTests {
    private typealias Candidate = RankingList<String>.Candidate

    private func scheme(_ share: String? = nil, _ changes: (String, String)...) throws -> Scheme {
        let first =
            "- {grades: [excellent], at_most: 1/3, otherwise: qualified, within: branch, minimum: 1, place: 第九条}"
        let text = share.map { TestScheme.ledger.replacing(first, with: $0) } ?? TestScheme.ledger
        return try TestScheme.read(changes.reduce(text) { $0.replacing($1.0, with: $1.1) })
    }

    private func candidate(
        _ key: String, _ score: Int, penalties: Int = 0, rated: String? = nil, last: String? = nil,
        group: String? = nil, branch: String = "x", _ scheme: Scheme
    ) -> Candidate {
        Candidate(
            key: key, branch: branch, group: group, score: Amount(score), penalties: Amount(penalties),
            grade: rated ?? scheme.grade(of: Amount(score), group: nil)?.key, isGradeSet: rated != nil,
            last: last.map { day($0) })
    }

    @Test func whatPeopleSetBeyondTheShareIsABreach() throws {
        let scheme = try scheme()
        let list = RankingList(
            scheme,
            [
                candidate("a", 90, rated: "excellent", scheme), candidate("b", 88, rated: "excellent", scheme),
                candidate("c", 85, scheme),
            ])
        // The one by score goes down, the two by decision stay, and one of three is allowed.
        #expect(list.placed.map(\.grade) == ["excellent", "excellent", "qualified"])
        #expect(
            list.breaches.map(\.branch) == ["x"] && list.breaches.map(\.found) == [2]
                && list.breaches.map(\.allowed) == [1])
    }

    @Test func whatOneShareMovesMayBreakAnother() throws {
        let scheme = try scheme(
            """
            - {grades: [qualified], at_most: 1/3, within: branch, place: 甲}
              - {grades: [excellent], at_most: 1/3, otherwise: qualified, within: branch, place: 乙}
            """)
        let list = RankingList(
            scheme, [candidate("a", 90, scheme), candidate("b", 85, scheme), candidate("c", 84, scheme)])
        #expect(list.placed.map(\.grade) == ["excellent", "qualified", "qualified"])
        #expect(list.breaches.map(\.rule) == [0] && list.breaches.map(\.found) == [2])
    }

    @Test func aLeastShareTakesTheLowest() throws {
        let scheme = try scheme(
            "- {grades: [unqualified], at_least: 1/2, otherwise: qualified, within: period, place: 丙}")
        let fine = RankingList(
            scheme,
            [
                candidate("a", 90, scheme), candidate("b", 72, scheme), candidate("c", 71, scheme),
                candidate("d", 50, scheme),
            ])
        #expect(fine.placed.map(\.grade) == ["excellent", "qualified", "unqualified", "unqualified"])
        #expect(fine.placed.map(\.movedBy) == [nil, nil, 0, nil] && fine.breaches.isEmpty)
        // Set by decisions, there are not enough to take.
        let set = RankingList(
            scheme, ["a", "b"].map { candidate($0, 90, rated: "excellent", scheme) })
        #expect(set.breaches.map(\.found) == [0] && set.breaches.map(\.allowed) == [1])
    }

    @Test func amongEqualsTheEarlierLastEntryIsFirst() throws {
        let scheme = try scheme(
            "- {grades: [excellent], at_most: 1/3, otherwise: qualified, within: branch, ties: ordered, place: 丁}")
        let list = RankingList(
            scheme,
            [
                candidate("a", 90, last: "2026-03-20", scheme), candidate("b", 90, last: "2026-03-01", scheme),
                candidate("c", 90, penalties: 1, last: "2026-01-01", scheme),
            ])
        #expect(list.placed.map(\.grade) == ["qualified", "excellent", "qualified"] && list.breaches.isEmpty)
    }

    @Test func withoutGradesOnlyThoseWhoAreRatedAreRanked() throws {
        let text = TestScheme.ledger
        let grades = try #require(text.range(of: "grades:\n"))
        let shares = try #require(text.range(of: "process:\n"))
        let bare = text[..<grades.lowerBound] + text[shares.lowerBound...]
        let scheme = try TestScheme.read(String(bare).replacing(", grade: unqualified", with: ""))
        #expect(scheme.grades.isEmpty)
        func line(_ key: String, _ score: Int, rated: Bool = true) -> Candidate {
            Candidate(key: key, branch: "x", group: nil, score: Amount(score), grade: rated ? "" : nil)
        }
        let list = RankingList(scheme, [line("exempt", 99, rated: false), line("a", 80), line("b", 70)])
        #expect(list.placed.map(\.rank) == [nil, 1, 2] && list.placed.map(\.rankInBranch) == [nil, 1, 2])
    }

    @Test func ranksByGroupAndDenseRanks() throws {
        let scheme = try scheme(
            nil, ("proposals:", "ranking: {ties: dense, by_group: true}\nproposals:"),
            (
                "{key: official, name: {zh: 骨干党员, en: official}}",
                "{key: official, name: {zh: 骨干党员, en: official}, ranked_as: ordinary}"
            ))
        let list = RankingList(
            scheme,
            [
                candidate("a", 75, group: "ordinary", scheme), candidate("b", 75, group: "official", scheme),
                candidate("c", 70, group: "ordinary", branch: "y", scheme),
                candidate("d", 60, group: "probationary", scheme),
            ])
        // Two share the first place, the next is second; the probationary member is first of their own.
        #expect(list.placed.map(\.rank) == [1, 1, 2, 1])
        #expect(list.placed.map(\.rankInBranch) == [1, 1, 1, 1])
    }
}
