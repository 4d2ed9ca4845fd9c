import Civil
import Procedures
import TestSupport
import Testing

/// Quorum and majority over those who should attend, at the boundary.
struct VoteTests {
    /// Members who should attend, what is needed of them.
    @Test(arguments: [(3, 2), (5, 3), (6, 4), (7, 4), (8, 5), (10, 6), (12, 7), (15, 8)])
    func halfIsNotEnough(expected: Int, needed: Int) {
        let ballot = Ballot(members: expected, present: needed, yes: needed)
        #expect(ballot.quorum == needed && ballot.needed == needed)
        #expect(ballot.hasQuorum && ballot.isCarried)
        let short = Ballot(members: expected, present: needed - 1, yes: needed - 1)
        #expect(!short.hasQuorum && !short.isCarried)
    }

    struct Vote: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let ballot: Ballot
        let refusedBy: [String]
    }

    private static func vote(
        _ name: String, _ ballot: Ballot, refusedBy: [String] = [], _ change: (inout Ballot) -> Void = { _ in }
    ) -> Vote {
        var ballot = ballot
        change(&ballot)
        return Vote(testDescription: name, ballot: ballot, refusedBy: refusedBy)
    }

    static let votes = [
        vote("2 of 3", Ballot(members: 3, present: 2, yes: 2)),
        vote("exactly half of 10", Ballot(members: 10, present: 8, yes: 5, no: 3), refusedBy: ["meeting.majority"]),
        vote("half of 10 and one", Ballot(members: 10, present: 8, yes: 6, no: 2)),
        vote(
            "more than half of those present only", Ballot(members: 10, present: 6, yes: 4, no: 2),
            refusedBy: ["meeting.majority"]),
        vote("a written opinion makes the majority", Ballot(members: 10, present: 6, yes: 5, no: 1, writtenYes: 1)),
        vote(
            "written opinions make no quorum", Ballot(members: 10, present: 5, yes: 5, writtenYes: 3),
            refusedBy: ["meeting.quorum"]),
        vote("the five kinds left out of the base", Ballot(members: 12, present: 6, yes: 6)) {
            $0.excused = [.illness: 1, .abroad: 1]
        },
        vote(
            "left out without consent", Ballot(members: 12, present: 6, yes: 6), refusedBy: ["meeting.excused"]
        ) {
            $0.excused = [.illness: 1, .abroad: 1]
            $0.isExcusalApproved = false
        },
        vote("several at once", Ballot(members: 12, present: 10, yes: 9, no: 1), refusedBy: ["meeting.single"]) {
            $0.isSingle = false
        },
        vote("an open vote", Ballot(members: 12, present: 10, yes: 9, no: 1), refusedBy: ["meeting.secret"]) {
            $0.isSecret = false
        },
    ]

    @Test(arguments: votes)
    func aMeetingIsJudgedByItsBallot(vote: Vote) throws {
        let step = Story.step(.branchMeeting, "2026-01-10", .resolution(vote.ballot, .admit))
        let verdict = try Story.rule().verdict(step, Story.before(.branchMeeting))
        #expect(verdict.refusals.map(\.rule.id) == vote.refusedBy)
    }

    @Test func figuresThatCannotBeTrueAreRefused() throws {
        let more = Ballot(members: 5, present: 6, yes: 6)
        #expect(more.contradiction != nil)
        #expect(Ballot(members: 5, present: 4, yes: 3).contradiction != nil)
        #expect(Ballot(members: 5, present: 4, yes: 4, writtenYes: 2).contradiction != nil)
        let step = Story.step(.branchMeeting, "2026-01-10", .resolution(more, .admit))
        #expect(try !Story.rule().verdict(step, Story.before(.branchMeeting)).isPermitted)
    }

    @Test func deadlinesAreListedInAdvance() throws {
        let rule = try Story.rule(local: ["notice-at-every-stage"])
        let facts = Story.before(.branchMeeting)
        let deadlines = rule.deadlines(facts, on: day("2025-12-23"))
        // Pre-review on 20 December: the meeting by 20 January, so that the notice begins in time before it.
        #expect(deadlines.first { $0.rule.id == "meeting.month" }?.due == day("2026-01-20"))
        let notice = try #require(deadlines.first { $0.rule.id == "tccu.admission_notice" })
        #expect(notice.due == day("2026-01-13") && notice.milestone == .admissionNotice)
    }
}
