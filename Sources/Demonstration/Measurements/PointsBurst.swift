import Access
import Civil
import Composition
import Foundation
import Kernel
import LocalPostgres
import Members
import Organisations
import Points
import Postgres
import Schemes

/// The ledger under load: posts one by one and in batches over HTTP, reading, and the closing of a quarter.
struct PointsBurst: Sendable {
    typealias Report = @Sendable (Measurement) -> Void

    /// Those who are posted to.
    let posted: [Identifier<PointsSubject>]
    /// The member with a long history.
    let longest: Identifier<PointsSubject>
    let today: Day
    let members: Int

    static let county = "610116"
    static let scheme = """
        format: points-scheme/1
        key: bench
        version: "1"
        name: {zh: 测量用办法, en: scheme for measurements}
        source: {document: 测量, place: 全文}
        in_force: {from: 2000-01-01}
        period: quarter
        base: 60
        places: 1
        total: {floor: 0}
        blocks:
          - {key: study, name: {zh: 学习, en: study}, cap: 12}
          - {key: duty, name: {zh: 履责, en: duty}}
        grades:
          - {key: excellent, name: {zh: 优秀, en: excellent}, score: ">= 66"}
          - {key: qualified, name: {zh: 合格, en: qualified}, score: "[60, 66)"}
          - {key: unqualified, name: {zh: 不合格, en: unqualified}, score: "< 60"}
        shares:
          - {grades: [excellent], at_most: 1/3, otherwise: qualified, within: branch, place: 第一条}
        process: {direct: true, evidence: false}
        items:
          - {id: A1, block: study, text: 参加学习, value: 5}
          - {id: A2, block: duty, text: 完成任务, value: 2}
          - {id: P1, block: duty, text: 缺席, value: -1}
        """

    /// A hundred thousand members in the branches of one city, all in one scheme.
    static func prepare(services: Services, caller: Caller, members: Int = 100_000) async throws -> PointsBurst {
        let today = ChinaTime.today()
        var codes: [String] = []
        var after: String?
        let city = try await services.organisations.organisation("6105", caller: caller)
        let county = try await services.organisations.organisation(Reference(county), caller: caller)
        repeat {
            let page = try await services.organisations.organisations(
                OrganisationQuery(scope: "6105"), PageRequest(limit: 500, after: after), caller: caller)
            codes += page.items.filter { $0.level == .primary }.map(\.code)
            after = page.next
        } while after != nil
        var maker = SyntheticPeople(seed: 7, today: today, after: 1_000_000)
        let table = maker.members(of: (0..<members).map { codes[$0 % codes.count] }, joined: today.adding(years: -5))
        _ = try await services.members.importPeople(Array(table.utf8), on: today, caller: caller)
        let near = try await services.organisations.organisations(
            OrganisationQuery(scope: Reference(county.code)), PageRequest(limit: 500), caller: caller
        ).items.filter { $0.level == .primary }.map(\.code)
        var others = SyntheticPeople(seed: 8, today: today, after: 2_000_000)
        let few = others.members(of: (0..<20_001).map { near[$0 % near.count] }, joined: today.adding(years: -5))
        _ = try await services.members.importPeople(Array(few.utf8), on: today, caller: caller)
        let file = try SchemeFile(main: "bench.yaml", texts: ["bench.yaml": scheme])
        _ = try await services.points.importScheme(SchemeImportOrder(file, organisation: "61"), caller: caller)
        for code in [city.code, county.code] {
            _ = try await services.points.joinAll(
                EverybodyOrder(scope: Reference(code), statuses: [.full], since: today.adding(years: -2)),
                scheme: "bench", on: today, caller: caller)
        }
        var people = try await participants(below: county.code, services, on: today, caller: caller)
        guard let longest = people.popLast() else { throw AppError.defect("bench") }
        return PointsBurst(posted: people, longest: longest, today: today, members: members)
    }

    private static func participants(below code: String, _ services: Services, on today: Day, caller: Caller)
        async throws -> [Identifier<PointsSubject>]
    {
        var (people, after): ([Identifier<PointsSubject>], String?) = ([], nil)
        repeat {
            let page = try await services.points.participants(
                PointsPlace(scope: Reference(code)), scheme: "bench", PageRequest(limit: 500, after: after),
                on: today, caller: caller)
            people += page.items.map(\.subject)
            after = page.next
        } while after != nil
        return people
    }

    // MARK: posting

    func measurePosts(
        port: Int, token: String, server: LocalServer, database: String, signer: ScopeSigner, _ report: Report
    ) async throws {
        let clients = 32
        let seconds = 5.0
        let pgbench = PostReference(server: server, database: database, signer: signer)
        // Before and after ours, since a shared machine is not equally fast at both times.
        let before = try await pgbench.run(clients: clients, seconds: Int(seconds))
        let single = try await rate(port: port, token: token, clients: clients, seconds: seconds, batch: 1)
        let batched = try await rate(port: port, token: token, clients: clients, seconds: seconds, batch: 100)
        let reference = (before + (try await pgbench.run(clients: clients, seconds: Int(seconds)))) / 2
        report(
            Measurement(
                Text(zh: "积分逐笔记账，\(clients) 个连接", en: "single posts of points, \(clients) connections"), "\(single)/s",
                reference: "pgbench \(reference)/s",
                ratio: Duration.rounded(Double(single) / Double(max(1, reference))) + "×", target: "≥ 0.5×"))
        report(
            Measurement(
                Text(zh: "积分批量记账，每批 100 笔", en: "posts of points in batches of 100"), "\(batched)/s",
                reference: "pgbench \(reference)/s",
                ratio: Duration.rounded(Double(batched) / Double(max(1, reference))) + "×", target: "≥ 3×"))
    }

    private func rate(port: Int, token: String, clients: Int, seconds: Double, batch: Int) async throws -> Int {
        let start = ContinuousClock.now
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for client in 0..<clients {
                group.addTask {
                    let connection = LoopbackClient(port: port)
                    var random = SeededRandom(seed: UInt64(client + batch * 100))
                    var written = 0
                    // A batch is an office's: each connection has its own members. Single posts meet anybody.
                    let mine =
                        batch == 1
                        ? posted : stride(from: client, to: posted.count, by: clients).map { posted[$0] }
                    while (ContinuousClock.now - start).seconds < seconds {
                        let entries = (0..<batch).map { index in
                            let subject = mine[random.below(mine.count)]
                            return
                                "{\"subject\":\"\(subject)\",\"scheme\":\"bench\",\"item\":\"A2\","
                                + "\"on\":\"\(today)\",\"key\":\"\(batch)-\(client)-\(written + index)\"}"
                        }
                        let answer = try await connection.send(
                            "POST", "/v1/points/entries",
                            headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"],
                            body: Array("{\"entries\":[\(entries.joined(separator: ","))]}".utf8))
                        guard answer.status == 200 else {
                            throw AppError.defect("entries \(answer.status) \(answer.text.prefix(300))")
                        }
                        written += batch
                    }
                    return written
                }
            }
            return try await group.reduce(0, +)
        }
        return Int(Double(total) / (ContinuousClock.now - start).seconds)
    }

    // MARK: reading

    func measureReading(port: Int, token: String, services: Services, caller: Caller, _ report: Report) async throws {
        for start in stride(from: 0, to: 500, by: 100) {
            let orders = (start..<start + 100).map {
                PostOrder(
                    subject: Reference(longest), scheme: "bench", item: $0 % 3 == 0 ? "P1" : "A2", on: today,
                    key: "long-\($0)")
            }
            _ = try await services.points.post(PostsOrder(entries: orders), on: today, caller: caller)
        }
        func median(_ body: () async throws -> Void) async throws -> Duration {
            var times: [Duration] = []
            for _ in 0..<60 { times.append(try await timed(body).took) }
            return Samples(Array(times.dropFirst(10))).quantile(500)
        }
        let fetched = try await median { _ = try await services.points.rows(of: longest, caller: caller) }
        let scored = try await median {
            _ = try await services.points.score(
                ScoreQuery(scheme: "bench"), of: Reference(longest), on: today, caller: caller)
        }
        report(
            Measurement(
                Text(zh: "得分及说明，500 笔记账", en: "score with explanation, 500 entries"), scored.milliseconds,
                reference: "rows \(fetched.milliseconds)",
                ratio: Duration.rounded(scored.seconds / fetched.seconds) + "×",
                target: "≤ 3×"))
        let client = LoopbackClient(port: port)
        for (name, scope) in [
            (Text(zh: "未结账排名：一县", en: "open ranking of a county"), "610526"),
            (Text(zh: "未结账排名：一支部", en: "open ranking of a branch"), "610526001001"),
        ] {
            var times: [Duration] = []
            for _ in 0..<12 {
                let answer = try await timed {
                    try await client.send(
                        "GET", "/v1/points/schemes/bench/ranking?scope=\(scope)",
                        headers: ["Authorization": "Bearer \(token)"])
                }
                if answer.value.status == 200 { times.append(answer.took) }
            }
            report(Measurement(name, "p50 \(Samples(times).quantile(500).milliseconds)"))
        }
    }

    // MARK: closing

    func measureClosing(
        services: Services, server: LocalServer, database: String, caller: Caller, _ report: Report
    ) async throws {
        let quarter = PeriodRule(months: 3, anchor: Window.epoch)
        let last = quarter.previous(to: quarter.span(containing: today).lowerBound)
        try await fill(services, last, below: "6105", caller: caller)
        _ = try await server.runClient("psql", ["-q", "-d", database, "-c", "ANALYZE"])
        let closed = try await timed {
            try await services.points.close(
                ClosingOrder(organisation: "6105", day: last.lowerBound, decision: "bench"), scheme: "bench",
                on: today, caller: caller)
        }
        let written = closed.value.entries + closed.value.subjects
        let copied = try await CopyReference(server: server, database: database).putBack(closing: closed.value.period)
        let rate = Double(written) / closed.took.seconds
        let reference = Double(written) / copied.seconds
        report(
            Measurement(
                Text(
                    zh: "结账：\(closed.value.subjects) 人一季度",
                    en: "closing a quarter of \(closed.value.subjects) members"),
                "\(closed.took.inSeconds), \(Int(rate)) rows/s", reference: "psql \\copy \(copied.inSeconds)",
                ratio: Duration.rounded(rate / reference) + "×", target: "≥ 0.4×"))
    }

    /// Three entries for each member in the quarter that is closed.
    private func fill(_ services: Services, _ period: Range<Day>, below code: String, caller: Caller) async throws {
        let all = try await Self.participants(below: code, services, on: today, caller: caller)
        let items = ["A1", "A2", "P1"]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let mine = stride(from: worker, to: all.count, by: 4).map { all[$0] }
                    for start in stride(from: 0, to: mine.count, by: 160) {
                        var orders: [PostOrder] = []
                        for (index, person) in mine[start..<min(start + 160, mine.count)].enumerated() {
                            for number in 0..<3 {
                                orders.append(
                                    PostOrder(
                                        subject: Reference(person), scheme: "bench",
                                        item: items[(index + number) % 3],
                                        on: period.lowerBound.adding(days: number * 20), key: "q\(number)"))
                            }
                        }
                        _ = try await services.points.post(PostsOrder(entries: orders), on: today, caller: caller)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// The rows that a post writes, by pgbench: prepared, as the program's role and under its scope.
struct PostReference {
    let server: LocalServer
    let database: String
    let signer: ScopeSigner

    /// - Returns: posts a second.
    func run(clients: Int, seconds: Int) async throws -> Int {
        let owner = try await Connection.connect(server.owner(database: database))
        try await owner.script(
            """
            DROP TABLE IF EXISTS bench_subject;
            CREATE TABLE bench_subject AS SELECT row_number() OVER (ORDER BY subject_id) AS n, subject_id
                FROM points_subject WHERE path < '61.6105.';
            ALTER TABLE bench_subject ADD PRIMARY KEY (n);
            GRANT SELECT ON bench_subject TO dangwu_app;
            ANALYZE
            """)
        let count: Int = try await owner.query("SELECT count(*) AS n FROM bench_subject")[0]["n"]
        let scheme: UUID = try await owner.query("SELECT id FROM points_scheme WHERE key = 'bench'")[0]["id"]
        let act = UUID()
        let script = """
            \\set s random(1, \(count))
            \\set n random(1000000, 2000000000)
            BEGIN;
            SELECT set_config('app.scope_lo','!',true), set_config('app.scope_hi','~',true),
                set_config('app.scope_gaps','',true),
                set_config('app.account','\(act.text)',true),
                set_config('app.scope_proof','\(signer.proof(.everything, account: act.text))',true);
            INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path, after)
                VALUES (gen_random_uuid(), '\(act.text)', 'bench', 'api', 'points.post', 'ledger', '61.',
                '{"entries":1}');
            INSERT INTO ledger_entry (subject_id, number, scheme_id, version, kind, item, value, formula, happened_on,
                counts_on, posted_on, continuing, key, previous, hash, audit_event_id)
                SELECT subject_id, :n, '\(scheme.text)', '1', 'award', 'A2', 2, '+2', current_date, current_date,
                current_date, false, 'b' || :n, sha256('a'), sha256('b'), '\(act.text)' FROM bench_subject WHERE n = :s;
            COMMIT;
            """
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-\(UUID().uuidString).pgbench")
            .path
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let output = try await server.runClient(
            "pgbench",
            ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-T", "\(seconds)", "-f", path, database],
            user: "dangwu_app")
        // What the reference wrote is no part of anybody's chain.
        try await owner.script(
            "DELETE FROM ledger_entry WHERE audit_event_id = '\(act.text)'; DROP TABLE bench_subject"
        )
        try await owner.script("VACUUM ANALYZE ledger_entry")
        return output.split(separator: "\n").first { $0.hasPrefix("tps = ") }
            .flatMap { $0.split(separator: " ").dropFirst(2).first }.flatMap { Double($0) }.map { Int($0) } ?? 0
    }
}
