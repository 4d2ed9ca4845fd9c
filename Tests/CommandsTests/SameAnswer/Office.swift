import Access
import Audit
import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Logging
import Members
import Organisations
import Server
import TestSupport
import Testing

/// A database with something of everything, for which both doors are asked: people and posts, duties, classes in every
/// state, a scheme with claims and a closed period, a case with its first step.
struct Office: Sendable {
    let filled: FixtureImage
    let token: String
    let values: [String: String]

    static func make() async throws -> Office {
        let (filled, made) = try await FixtureImage.make { fixture in
            let codes = ["610116001001", "610116001002", "610102001001", "610116001001", "610116001001"]
            _ = try await fixture.importPeople(Fixture.secretaries(Array(codes.prefix(3))))
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + [(5, "测试五", "full"), (6, "测试六", "full"), (40, "申请人", "applicant"), (41, "申请人乙", "applicant")]
                    .map { "610116001001,\($1),\(Fixture.number($0)),2005-07-01,\($2),true\n" }.joined())
            let token = try await fixture.token("61", .administrator)
            let clerk = try await fixture.token("61", .clerk)
            let reviewer = try await fixture.token("61", .reviewer)
            let made = try await serve(fixture) { port in
                try await Office.Filling(
                    fixture: fixture, port: port, token: token, clerk: clerk, reviewer: reviewer.secret
                ).values()
            }
            // A branch that was, for what is restored or undone.
            _ = try await fixture.services.organisations.importOrganisations(
                Array(
                    "code,parent_code,level,kind,name,field,since\n610102001002,610102001,primary,branch,旧支部,rural,2000-01-01\n"
                        .utf8), on: ChinaTime.today(), caller: Fixture.root)
            _ = try await fixture.services.organisations.close(
                "610102001002", OrganisationClosing(on: ChinaTime.today().adding(days: -300)), expected: nil,
                on: ChinaTime.today(), caller: Fixture.root)
            _ = try await fixture.services.audit.seal(caller: Fixture.root)
            return made
        }
        return Office(filled: filled, token: made.secret, values: made.values)
    }

    /// Serves a database for the body, which gets the port.
    static func serve<Value: Sendable>(
        _ fixture: Fixture, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (services, quiet) = (fixture.services, logger)
        let (ports, started) = AsyncStream<Int>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await WebServer(services: services, opensYears: false, logger: quiet).run { port in
                    started.yield(port)
                }
            }
            defer { group.cancelAll() }
            for await port in ports { return try await body(port) }
            throw CancellationError()
        }
    }
}

extension Office {
    /// What fills the database, through the API.
    struct Filling: Sendable {
        let fixture: Fixture
        let port: Int
        let token: NewToken
        /// Who claims, since nobody reviews a claim of their own.
        let clerk: NewToken
        let reviewer: String

        struct Refused: Error { let what: String }

        @discardableResult
        private func send(
            _ request: String, _ body: String = "", by secret: String? = nil, type: String = "application/json"
        ) async throws -> [String: Any] {
            let parts = request.split(separator: " ", maxSplits: 1).map(String.init)
            let answer = try await LoopbackClient(port: port).send(
                parts[0], parts[1],
                headers: [
                    "Authorization": "Bearer \(secret ?? token.secret)", "Content-Type": type,
                ], body: Array(body.utf8))
            guard answer.status == 200 else { throw Refused(what: "\(request) \(body): \(answer.text)") }
            return try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] ?? [:]
        }

        private func id(_ request: String, _ body: String = "", _ member: String = "id") async throws -> String {
            let answer = try await send(request, body)
            let item = (answer["items"] as? [[String: Any]])?.first ?? answer
            return try #require(item[member] as? String, "\(request): \(answer)")
        }

        func values() async throws -> (secret: String, values: [String: String]) {
            var values: [String: String] = [
                "account": clerk.account.description, "token": token.id.description, "number": Fixture.number(7),
                "number0": Fixture.number(0), "plainNumber": Fixture.number(5),
            ]
            let people = [
                ("person", 0), ("other", 1), ("me", 2), ("plain", 5), ("dead", 6), ("applicant", 40),
                ("applicant2", 41),
            ]
            for (name, index) in people { values[name] = try await fixture.person(index).id.description }
            let person = values["person"] ?? ""
            try await send("POST /v1/cycles", #"{"key":"shaanxi-2014","organisation":"6101"}"#)
            values["duty"] = try await id("GET /v1/people/\(person)/duties?as_of=2014-06-01")
            let relief = try await send(
                "POST /v1/reliefs",
                #"{"duties":["\#(values["duty"] ?? "")"],"kind":"extension","granted":"2014-06-01","#
                    + #""expires":"2017-01-01","reason":"r","approver":"a","document":"d"}"#)
            values["relief"] = (relief["items"] as? [[String: Any]])?.first?["id"] as? String
            // Hours that the township claims from above it.
            let township = try await fixture.token("610116001", .clerk)
            try await send(
                "POST /v1/imports/training",
                "id_number,class,level,ended_on,hours,document\n\(Fixture.number(0)),省级班,province,2014-07-01,8,1号\n",
                by: township.secret, type: "text/csv")
            values["import"] = try await id("GET /v1/imports/runs?scope=610116")
            values["credit"] = try await id("GET /v1/credits/waiting")
            values["tenure"] = try await id("GET /v1/people/\(person)/tenures")
            try await classes(person)
            values["open"] = try await id("GET /v1/classes/open")
            values["otherDuty"] = try await id("GET /v1/people/\(values["other"] ?? "")/duties?as_of=2014-06-01")
            try await letters(&values)
            try await correction(&values)
            try await points(person, &values)
            values["case"] = try await id(
                "POST /v1/recruitment/cases", #"{"person":"\#(values["applicant"] ?? "")","on":"2014-06-01"}"#)
            try await send(
                "POST /v1/recruitment/cases/\(values["case"] ?? "")/steps",
                #"{"milestone":"application","on":"2014-06-01","evidence":["application_letter"]}"#)
            return (token.secret, values)
        }

        private func classes(_ person: String) async throws {
            for (code, day, states) in [
                ("draft", "2014-06-01", []), ("open", "2014-06-01", ["announced"]),
                ("running", "2014-06-03", ["announced", "running"]),
                ("closed", "2014-06-05", ["announced", "running"]),
            ] {
                let rule = code == "running" ? #""attendance_rule":"exam-60-usual-40","# : ""
                try await send(
                    "POST /v1/classes",
                    #"{"host":"610116","code":"\#(code)","name":"班次\#(code)","fields":["rural","community"],\#(rule)"#
                        + #""kinds":["rotation"],"starts":"\#(day)","ends":"\#(day)","minimum":1,"capacity":5,"#
                        + #""venue":"v","sessions":[{"number":1,"day":"\#(day)","half":"morning","topic":"ideals","#
                        + #""title":"t","hours":"4","teacher":"\#(code)"}]}"#)
                for state in states {
                    try await send(
                        "POST /v1/classes/\(code)/state", #"{"state":"\#(state)","on":"\#(day)"}"#)
                    if state == "announced" {
                        try await send("POST /v1/classes/\(code)/enrolments", #"{"people":["\#(person)"]}"#)
                    }
                }
            }
            try await send(
                "POST /v1/classes/closed/sessions/1/marks", #"{"marks":[{"person":"\#(person)","mark":"present"}]}"#)
            try await send("POST /v1/classes/closed/close", #"{"on":"2014-06-06"}"#)
            // What plans heed, and a plan that has been filed.
            try await send("POST /v1/classes/open/quotas", #"{"organisation":"610116001","seats":2}"#)
            try await send(
                "POST /v1/absences",
                #"{"person":"\#(person)","kind":"other","since":"2020-01-01","until":"2020-02-01","document":"d"}"#)
            try await send(
                "POST /v1/seatings", #"{"person":"\#(person)","class":"draft","kind":"excluded","reason":"r"}"#)
            try await send(
                "POST /v1/plans",
                #"{"name":"filed","scope":"610116","as_of":"2014-05-01","assignments":[],"withdraw":true}"#)
        }

        private func letters(_ values: inout [String: String]) async throws {
            func letter(_ person: String, _ rest: String) async throws -> String {
                let answer = try await send("POST /v1/transfers", #"{"person":"\#(person)",\#(rest)}"#)
                let letter = try #require(answer["transfer"] as? [String: Any])
                return try #require(letter["id"] as? String)
            }
            values["letter"] = try await letter(values["person"] ?? "", #""elsewhere":"别处""#)
            values["inside"] = try await letter(values["other"] ?? "", #""organisation":"610102001001""#)
            values["decision"] = try await id(
                "POST /v1/people/\(values["dead"] ?? "")/decisions",
                #"{"change":"die","ground":"death","on":"2026-01-01","document":"d","reason":"r"}"#)
        }

        /// A correction that somebody else has entered and that waits.
        private func correction(_ values: inout [String: String]) async throws {
            var members = fixture.services.members
            members.needsSecondPerson = true
            values["correction"] = try await members.correct(
                Reference(values["plain"] ?? ""), CorrectionOrder(field: "name", value: "测试改", reason: "r"),
                on: ChinaTime.today(), caller: Fixture.root
            ).correction?.description
        }

        private func points(_ person: String, _ values: inout [String: String]) async throws {
            func json(_ text: String) throws -> String {
                String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
            }
            let other = Self.scheme.replacing("key: walk", with: "key: other")
            let local = "format: points-local/1\nextends: walk\nitems:\n  - {id: L1, block: a, text: 乡, value: 1}\n"
            values["otherFile"] = other
            values["otherScheme"] = try json(other)
            values["localFile"] = local
            values["localScheme"] = try json(local)
            try await send(
                "POST /v1/points/schemes",
                #"{"organisation":"6101","main":"m","files":[{"name":"m","text":\#(try json(Self.scheme))}]}"#)
            try await send(
                "POST /v1/points/schemes/walk/participants",
                #"{"participants":[{"subject":"\#(person)","since":"2014-01-01","group":"f"},"#
                    + #"{"subject":"\#(values["me"] ?? "")","since":"2014-01-01","group":"g"}]}"#)
            try await send(
                "POST /v1/points/entries",
                #"{"entries":[{"subject":"\#(person)","scheme":"walk","item":"A","on":"2014-06-01","key":"k"}]}"#)
            for (name, item) in [("claim", "B"), ("mine", "B"), ("published", "C"), ("objected", "C")] {
                let answer = try await send(
                    "POST /v1/points/claims",
                    #"{"subject":"\#(person)","scheme":"walk","item":"\#(item)","on":"2026-06-01","key":"\#(name)","claimant":"branch"}"#,
                    by: name == "mine" ? nil : clerk.secret)
                values[name] = answer["id"] as? String
                guard item == "C" else { continue }
                try await send(
                    "POST /v1/points/claims/\(values[name] ?? "")/reviews", #"{"approves":true}"#, by: reviewer)
            }
            try await send(
                "POST /v1/points/claims/\(values["objected"] ?? "")/objections", #"{"reason":"r"}"#,
                by: clerk.secret)
            try await send(
                "POST /v1/points/schemes/walk/exemptions",
                #"{"subjects":["\#(person)"],"exemption":"e","since":"2026-06-01","reason":"r","document":"d"}"#)
            values["period"] = try await id(
                "POST /v1/points/schemes/walk/closings",
                #"{"organisation":"610116","day":"2014-12-31","decision":"d"}"#, "period")
            try await send(
                "POST /v1/accounts/\(token.account)/person", #"{"person":"\#(values["me"] ?? "")"}"#)
            try await signIns(&values)
        }

        /// Somebody who signs in, with a session.
        private func signIns(_ values: inout [String: String]) async throws {
            values["admin"] = token.account.description
            let access = fixture.services.access
            let made = try await access.add(
                AccountOrder(name: "登录人", signInName: "signer", role: .clerk, scope: "610116"),
                on: ChinaTime.today(), caller: Fixture.root)
            let me = try await access.signIn(
                SignInOrder(name: "signer", password: made.secret), door: "api", from: .address("192.0.2.1"))
            let caller = try await access.authenticate(
                me.secret, isPersonal: true, on: ChinaTime.today(), door: "api")
            let password = "eine lange Losung"
            _ = try await access.changePassword(PasswordOrder(old: made.secret, new: password), caller: caller)
            values["signer"] = made.account.description
            values["session"] = me.id.description
            values["signerPassword"] = password
        }

        static let scheme = """
            format: points-scheme/1
            key: walk
            version: "1"
            name: {zh: 测试, en: test}
            source: {document: 测试, place: 全文}
            in_force: {from: 2000-01-01}
            period: year
            base: 10
            blocks: [{key: a, name: {zh: 甲, en: A}}]
            groups: [{key: f, name: {zh: 党员, en: member}}, {key: g, name: {zh: 老党员, en: elder}}]
            exemptions: [{key: e, name: {zh: 免, en: exempt}, place: 一}]
            local: {bonus_items: 5, penalty_items: 5, value_at_most: 2, block: a, place: 自设}
            process: {direct: true, evidence: false}
            items:
              - {id: A, block: a, text: 甲, value: 1}
              - {id: B, block: a, text: 乙, value: 1, process: {direct: false, reviews: [{key: r, name: {zh: 审, en: review}}]}}
              - {id: C, block: a, text: 丙, value: 1, process: {direct: false, reviews: [{key: r, name: {zh: 审, en: review}}], publicity_working_days: 5}}

            """
    }
}
