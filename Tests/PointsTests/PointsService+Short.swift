import Civil
import Kernel
import Members
import Organisations
import Points
import Schemes
import TestSupport
import Wire

/// The verbs as tests call them: the scheme of the tests, the operator and a whole list unless a test says otherwise.
extension PointsService {
    @discardableResult
    func importScheme(_ text: String, for code: String, caller: Caller = Fixture.root) async throws -> SchemeImported {
        let file = try SchemeFile(main: "test.yaml", texts: ["test.yaml": text])
        return try await importScheme(SchemeImportOrder(file, organisation: Reference(code)), caller: caller)
    }

    @discardableResult
    func importLocal(_ items: String, for code: String, from day: String = "2026-01-01") async throws -> Int {
        let text = "format: points-local/1\nextends: test\nitems: [\(items)]"
        let order = LocalItemsOrder(organisation: Reference(code), from: TestSupport.day(day), text: text)
        return try await importLocal(order, scheme: "test", on: TestSupport.day(day), caller: Fixture.root).count
    }

    func join(
        _ people: [Identifier<PointsSubject>], group: String? = "ordinary", since: String, scheme: String = "test"
    ) async throws {
        let order = ParticipantsOrder(
            participants: people.map {
                ParticipantOrder(subject: Reference($0), group: group, since: day(since))
            })
        _ = try await join(order, scheme: scheme, on: day(since), caller: Fixture.root)
    }

    @discardableResult
    func regroup(_ person: Identifier<PointsSubject>, to group: String, on day: String) async throws -> Int {
        let order = RegroupingOrder(subjects: [Reference(person)], group: group, on: TestSupport.day(day))
        return try await regroup(order, scheme: "test", caller: Fixture.root).count
    }

    /// Ill from a day on.
    @discardableResult
    func exempt(
        _ person: Identifier<PointsSubject>, since: String, until: String? = nil, caller: Caller = Fixture.root
    ) async throws -> [PointsExemption] {
        let order = ExemptionOrder(
            subjects: [Reference(person)], exemption: "ill", since: day(since), until: until.map { day($0) },
            reason: "病休", document: "决1")
        return try await exempt(order, scheme: "test", caller: caller).items
    }

    @discardableResult
    func endExemption(of person: Identifier<PointsSubject>, on day: String, caller: Caller = Fixture.root)
        async throws -> PointsExemption
    {
        try await endExemption(
            ExemptionEndOrder(on: TestSupport.day(day)), of: Reference(person), scheme: "test", caller: caller
        ).exemption
    }

    func post(_ orders: [PostOrder], on today: Day = PointsFixture.today, caller: Caller = Fixture.root) async throws
        -> [Posted]
    {
        try await post(PostsOrder(entries: orders), on: today, caller: caller).items
    }

    @discardableResult
    func reverse(
        _ number: Int, of person: Identifier<PointsSubject>, scheme: String? = nil, key: String? = nil,
        on today: Day = PointsFixture.today, caller: Caller = Fixture.root
    ) async throws -> EntryReversed {
        try await reverse(
            ReversalOrder(number: number, decision: "决定", scheme: scheme, key: key), of: Reference(person), on: today,
            caller: caller)
    }

    func entries(
        of person: Identifier<PointsSubject>, scheme: String? = nil, limit: Int = 100, caller: Caller = Fixture.root
    ) async throws -> [PointsEntry] {
        try await entries(
            of: Reference(person), EntryQuery(scheme: scheme), PageRequest(limit: limit), caller: caller
        ).items
    }

    func score(
        of person: Identifier<PointsSubject>, _ scheme: String = "test", on day: Day, known: Day,
        rolledUp: Bool = false, caller: Caller = Fixture.root
    ) async throws -> PointsScore {
        let query = ScoreQuery(scheme: scheme, asOf: day, known: known, rolledUp: rolledUp)
        return try await score(query, of: Reference(person), on: day, caller: caller)
    }

    func review(
        _ claim: Identifier<Claim>, approves: Bool = true, reason: String? = nil, on today: Day = PointsFixture.today,
        by caller: Caller
    ) async throws -> ClaimOutcome {
        try await review(
            Reference(claim), ClaimReviewOrder(approves: approves, reason: reason), on: today, caller: caller)
    }

    func object(_ claim: Identifier<Claim>, reason: String, on day: String, by caller: Caller) async throws {
        _ = try await object(
            Reference(claim), ClaimObjectionOrder(reason: reason), on: TestSupport.day(day), caller: caller)
    }

    func decide(_ claim: Identifier<Claim>, upholds: Bool, reason: String, on day: String, by caller: Caller)
        async throws -> ClaimState
    {
        try await decide(
            Reference(claim), ClaimDecisionOrder(upholds: upholds, reason: reason), on: TestSupport.day(day),
            caller: caller
        ).state
    }

    func claim(_ id: Identifier<Claim>, by caller: Caller = Fixture.root) async throws -> Claim {
        try await claim(Reference(id), caller: caller)
    }

    func settle(_ scheme: String = "test", on day: String, by caller: Caller = Fixture.root) async throws
        -> Settlement
    {
        try await settle(PointsScope(), scheme: scheme, on: TestSupport.day(day), caller: caller)
    }

    /// One day of the period for everybody below an organisation.
    @discardableResult
    func close(
        _ day: String, _ code: String = "610116", scheme: String = "test", waived: [Int]? = nil, on today: String,
        caller: Caller = Fixture.root
    ) async throws -> PeriodClosed {
        let order = ClosingOrder(
            organisation: Reference(code), day: TestSupport.day(day), decision: "会议纪要1号", waived: waived)
        return try await close(order, scheme: scheme, on: TestSupport.day(today), caller: caller)
    }

    func reopen(_ period: Identifier<PointsPeriod>, on today: Day) async throws {
        _ = try await reopen(Reference(period), ReopeningOrder(decision: "更正"), on: today, caller: Fixture.root)
    }

    func sheet(of period: Identifier<PointsPeriod>, caller: Caller = Fixture.root) async throws -> [SheetLine] {
        try await sheet(of: Reference(period), PointsScope(), PageRequest(limit: 500), caller: caller).items
    }

    /// The publicity sheet as its office's CSV.
    func sheetCSV(of period: Identifier<PointsPeriod>, caller: Caller = Fixture.root) async throws -> String {
        try await publicitySheet(of: Reference(period), PointsScope(), caller: caller).csv(
            .title, in: .chinese, mark: false)
    }

    func liveRanking(
        _ scheme: String = "test", under code: String? = nil, on day: Day, limit: Int = 10, after: String? = nil,
        caller: Caller = Fixture.root
    ) async throws -> [SheetLine] {
        try await liveRanking(
            PointsPlace(scope: code.map { Reference($0) }, asOf: day), scheme: scheme,
            PageRequest(limit: limit, after: after), on: day, caller: caller
        ).items
    }

    func proposals(_ scheme: String = "test", on day: String, caller: Caller = Fixture.root) async throws
        -> [ProposalLine]
    {
        try await proposals(
            PointsPlace(asOf: TestSupport.day(day)), scheme: scheme, on: TestSupport.day(day), caller: caller
        ).items
    }

    func runAutomatic(asOf day: String, on today: Day = PointsFixture.today) async throws -> AutomaticOutcome {
        try await runAutomatic(
            AutomaticOrder(scope: "610116", asOf: TestSupport.day(day)), scheme: "test", on: today, caller: Fixture.root
        )
    }

    func verify() async throws -> Verification { try await verify(PointsScope(), caller: Fixture.root) }

    func link(_ account: Identifier<Account>, to person: Identifier<Person>) async throws {
        _ = try await link(account, AccountPersonOrder(person: Reference(person)), caller: Fixture.root)
    }
}
