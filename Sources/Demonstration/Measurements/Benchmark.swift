import Access
import Civil
package import Composition
import Foundation
import Kernel
package import LocalPostgres
package import Logging
import Members
import Organisations
import Planning
import Server
import Training
import Wire

/// What is to be measured.
package enum BenchmarkPart: String, Sendable, CaseIterable {
    case all, points
    /// A county's stock of cases, and a whole province's.
    case recruitment, province
    /// The audit log of a province.
    case audit
}

/// Measures the program beside its references, all in one run on one machine.
package struct Benchmark: Sendable {
    let services: Services
    let server: LocalServer
    let database: String
    let logger: Logger
    let caller = Caller.localOperator()
    private let report: @Sendable (Measurement) -> Void

    package init(
        services: Services, server: LocalServer, database: String, logger: Logger,
        report: @escaping @Sendable (Measurement) -> Void
    ) {
        self.services = services
        self.server = server
        self.database = database
        self.logger = logger
        self.report = report
    }

    /// - Parameters:
    ///   - divisions: the table of divisions.
    ///   - seconds: how long the planner thinks about each instance.
    ///   - part: everything, or one part alone.
    package func run(divisions: [UInt8], seconds: Double, part: BenchmarkPart = .all) async throws {
        guard part == .all else {
            try await prepareTree(divisions)
            switch part {
            case .points: try await measurePoints()
            case .recruitment: try await measureRecruitment(["610116": 30_000])
            case .audit:
                try await AuditBurst(services: services, caller: caller, counties: provinceStock()).measure(report)
            default: try await measureRecruitment(try await provinceStock())
            }
            return
        }
        let opens = services.training.rules.cycles[0].opens
        try await measureImport(divisions, opens: opens)
        _ = try await services.training.openCycle(
            CycleOrder(key: services.training.rules.cycles[0].key, organisation: "61"), caller: caller)
        _ = try await services.training.draftCalendar(
            CalendarOrder(
                scope: "61", from: opens.adding(days: 60), through: opens.adding(months: 24), accept: true),
            on: services.today(), caller: caller)
        try await measurePlans(asOf: opens.adding(days: 30), seconds: seconds)
        // What the autovacuum daemon does of itself within a minute of an import.
        _ = try await server.runClient("psql", ["-q", "-d", database, "-c", "ANALYZE"])
        try await withServer { port, token in
            try await measureOverdue(port: port, token: token)
            try await measureMarks(port: port, token: token)
        }
        try await measurePoints()
        report(Measurement(Text(zh: "内存峰值", en: "peak memory"), "\(Self.peakMemory / 1024) MB"))
    }

    /// The tree alone, for parts that need no secretaries.
    private func prepareTree(_ divisions: [UInt8]) async throws {
        let opens = services.training.rules.cycles[0].opens
        _ = try await services.organisations.importDivisions(
            divisions, DivisionOrder(since: opens.adding(years: -10)), on: services.today(), caller: caller)
    }

    // MARK: points

    private func measurePoints() async throws {
        let bench = try await PointsBurst.prepare(services: services, caller: caller)
        let (server, database, services, caller, report) = (server, database, services, caller, report)
        try await withServer { port, token in
            try await bench.measurePosts(
                port: port, token: token, server: server, database: database, signer: services.database.signer, report)
            try await bench.measureReading(port: port, token: token, services: services, caller: caller, report)
        }
        try await bench.measureClosing(services: services, server: server, database: database, caller: caller, report)
    }

    // MARK: recruitment

    private func measureRecruitment(_ counties: [String: Int]) async throws {
        let bench = RecruitmentBurst(services: services, caller: caller, counties: counties)
        try await bench.load(report)
        // What the autovacuum daemon does of itself within a minute of an import.
        _ = try await server.runClient("psql", ["-q", "-d", database, "-c", "ANALYZE"])
        let report = report
        // A clerk of one county, as the province has many.
        try await withServer(of: "610116") { port, token in
            try await bench.measureReading(port: port, token: token, report)
        }
    }

    /// 2.8 million members, the end of 2019 rounded (陕西省党内统计公报: 2,778,400), over the counties of the table.
    private func provinceStock() async throws -> [String: Int] {
        var counties: [String] = []
        var after: String?
        repeat {
            let page = try await services.organisations.organisations(
                OrganisationQuery(), PageRequest(limit: 500, after: after), caller: caller)
            counties += page.items.filter { $0.level == .county }.map(\.code)
            after = page.next
        } while after != nil
        let share = 2_800_000 / max(1, counties.count)
        return Dictionary(counties.map { ($0, $0 == "610116" ? 30_000 : share) }, uniquingKeysWith: { $1 })
    }

    // MARK: import

    private func measureImport(_ divisions: [UInt8], opens: Day) async throws {
        let tree = try await timed {
            try await services.organisations.importDivisions(
                divisions, DivisionOrder(since: opens.adding(years: -10)), on: services.today(), caller: caller)
        }
        var codes: [String] = []
        var after: String?
        repeat {
            let page = try await services.organisations.organisations(
                OrganisationQuery(), PageRequest(limit: 500, after: after), caller: caller)
            codes += page.items.map(\.code)
            after = page.next
        } while after != nil
        var people = SyntheticPeople(seed: 1, today: opens)
        let table = people.secretaries(of: codes, tenureFrom: opens.adding(years: -5), through: opens.adding(days: -1))
        let secretaries = try await timed {
            try await services.members.importPeople(Array(table.utf8), on: services.today(), caller: caller)
        }
        let rows = tree.value.added + secretaries.value.added
        let took = tree.took + secretaries.took
        let copied = try await CopyReference(server: server, database: database).run()
        report(
            Measurement(
                Text(zh: "导入区划和书记 \(rows) 行", en: "import of \(rows) rows"),
                "\(took.inSeconds), \(Int(Double(rows) / took.seconds))/s",
                reference: "psql \\copy \(copied.inSeconds)",
                ratio: Duration.rounded(took.seconds / copied.seconds) + "×", target: "≤ 3×"))

    }

    // MARK: plans

    private func measurePlans(asOf: Day, seconds: Double) async throws {
        for (name, code) in [
            (Text(zh: "县", en: "county"), "610116"), (Text(zh: "市", en: "city"), "6101"),
            (Text(zh: "省", en: "province"), "61"),
        ] {
            let scope = try await services.organisations.scope(Reference(code), caller: caller)
            let instance = try await services.training.plannable(for: scope, asOf: asOf, caller: caller)
                .instance(named: code)
            let problem = try Problem(instance)
            let planner = Planner(problem)
            let start = ContinuousClock.now
            let plan = try await timed {
                try await planner.plan(
                    .init(threads: 2), progress: { (ContinuousClock.now - start) / .seconds(seconds) })
            }
            guard let reference = planner.firstCome(), PlanCheck.violations(plan.value, instance).isEmpty else {
                throw AppError.defect("plan")
            }
            report(
                Measurement(
                    Text(
                        zh: "计划：\(name.chinese)，\(instance.demands.count) 项",
                        en: "plan of a \(name.english), \(instance.demands.count) demands"),
                    "\(plan.took.inSeconds), \(plan.value.score.total)",
                    reference: "first come \(reference.score.total)",
                    ratio: Duration.rounded(Double(plan.value.score.total) / Double(max(1, reference.score.total))),
                    target: "≤ 1"))
        }
    }

    static var peakMemory: Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_maxrss
    }

    // MARK: HTTP

    private func withServer(of code: String = "61", _ body: @escaping @Sendable (Int, String) async throws -> Void)
        async throws
    {
        let token = try await services.access.issue(
            TokenOrder(name: "bench", role: Role("administrator"), scope: Reference(code)), on: services.today(),
            lasting: 86_400, caller: caller)
        let services = services
        // The server is cut off at the end, which it would complain of.
        var logger = logger
        logger.logLevel = .critical
        let quiet = logger
        let (ports, started) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await WebServer(services: services, opensYears: false, logger: quiet).run { port in
                    started.yield(port)
                }
            }
            for await port in ports {
                try await body(port, token.secret)
                break
            }
            group.cancelAll()
        }
    }

    private func measureOverdue(port: Int, token: String) async throws {
        let client = LoopbackClient(port: port)
        let headers = ["Authorization": "Bearer \(token)", "Accept-Language": "en"]
        func times(_ path: String, _ count: Int) async throws -> Samples {
            var times: [Duration] = []
            for _ in 0..<count {
                let answer = try await timed { try await client.send("GET", path, headers: headers) }
                guard answer.value.status == 200 else { throw AppError.defect("\(path) \(answer.value.status)") }
                times.append(answer.took)
            }
            return Samples(Array(times.dropFirst(count / 5)))
        }
        let ready = try await times("/readyz", 1000)
        let overdue = try await times("/v1/overdue?as_of=2016-09-01", 500)
        report(
            Measurement(
                Text(zh: "逾期名单第一页", en: "first page of the overdue list"),
                "p50 \(overdue.quantile(500).milliseconds), p99 \(overdue.quantile(990).milliseconds)",
                reference: "readyz p50 \(ready.quantile(500).milliseconds)",
                ratio: Duration.rounded(overdue.quantile(500).seconds / ready.quantile(500).seconds) + "×",
                target: "≤ 4×"))
        for by in ["field", "child"] {
            let counts = try await times("/v1/overdue/counts?as_of=2016-09-01&by=\(by)", 10)
            report(
                Measurement(
                    Text(zh: "全省计数（\(by)）", en: "counts of the province by \(by)"), counts.quantile(500).milliseconds,
                    target: "< 500 ms"))
        }
        let before = Self.peakMemory
        let pace = StreamPace()
        let stream = try await timed {
            try await client.send(
                "GET", "/v1/overdue.ndjson?as_of=2016-09-01", headers: headers, read: { pace.add($0) })
        }
        report(
            Measurement(
                Text(zh: "全部名单 NDJSON", en: "the whole list as NDJSON"),
                "\(stream.took.inSeconds), \(pace.total / 1_048_576) MB",
                reference: "+\((Self.peakMemory - before) / 1024) MB",
                target: Text(zh: "内存恒定", en: "constant memory").english))
        report(
            Measurement(
                Text(zh: "该名单最后十分之一与最初十分之一用时之比", en: "its last tenth over its first"),
                Duration.rounded(pace.lastToFirst) + "×", target: "≤ 1.3×"))
    }

    private func measureMarks(port: Int, token: String) async throws {
        let burst = try await MarkBurst.prepare(services: services, caller: caller)
        let result = try await burst.run(port: port, token: token, writers: 4, seconds: 4)
        let reference = try await burst.pgbench(
            server: server, database: database, signer: services.database.signer, clients: 4, seconds: 4)
        report(
            Measurement(
                Text(zh: "考勤登记，每批 50 条", en: "attendance marks in batches of 50"), "\(result)/s",
                reference: "pgbench \(reference)/s",
                ratio: Duration.rounded(Double(result) / Double(max(1, reference))) + "×"))
    }
}
