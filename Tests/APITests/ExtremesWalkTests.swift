import Access
import Composition
import Foundation
import HTTPTypes
import Kernel
import TestSupport
import Testing
import Training
import Wire

@testable import API

/// Every verb, reached by its route, with every member set to extremes and no schema in between, as a command reaches
/// it: an answer or a refusal, in little time and memory, and never a trap.
struct ExtremesWalkTests {
    private func prepare(_ fixture: Fixture) async throws -> Holdings {
        _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
        _ = try await fixture.services.training.openCycle(
            CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
        return try await .fill(fixture, county: "610116", village: "610116001001", index: 0)
    }

    /// Kilobytes of the process in memory.
    private func resident() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return try #require(line?.split(separator: " ").compactMap { Int($0) }.first)
    }

    private func parameters(_ endpoint: Endpoint, _ path: String) -> [String: String] {
        let given = path.split(separator: "?")[0].split(separator: "/")
        var parameters: [String: String] = [:]
        for (name, value) in zip(endpoint.path.split(separator: "/"), given) where name.hasPrefix("{") {
            parameters[String(name.dropFirst().dropLast())] = value.removingPercentEncoding
        }
        return parameters
    }

    /// - Returns: what went wrong, nil for an answer or a refusal, and the time that it took.
    private func send(
        _ endpoint: Endpoint, _ own: Holdings, fields: [(name: String, value: String)] = [], body: String,
        _ fixture: Fixture
    ) async -> (problem: String?, took: Duration) {
        let walk = WalkRequest(endpoint, own)
        let request = APIRequest(
            services: fixture.services, caller: Fixture.root, language: .english,
            parameters: parameters(endpoint, walk.path), fields: fields, bytes: Array(body.utf8),
            ifMatch: walk.headers["If-Match"], form: .json, address: "192.0.2.1", certificate: nil)
        let start = ContinuousClock.now
        var problem: String?
        do {
            let answer = try await WireDecoder.$checksLimits.withValue(false) { try await endpoint.handle(request) }
            if case .stream(_, let next) = answer { while try await next() != nil {} }
        } catch let error as AppError {
            if error.kind == .internal || error.kind == .unavailable {
                problem = "\(error.code): \(error.message.english)"
            }
        } catch { problem = "\(error)" }
        let took = ContinuousClock.now - start
        return (problem ?? (took > .seconds(10) ? "took \(took)" : nil), took)
    }

    @Test func noExtremeOfAnyMemberTrapsOrGrows() async throws {
        try await Fixture.with(poolMaximum: 4) { fixture in
            let own = try await prepare(fixture)
            let before = try resident()
            var (requests, largest) = (0, (growth: 0, place: ""))
            var slowest = (took: Duration.zero, place: "")
            for endpoint in Routes.all {
                let name = "\(endpoint.method) \(endpoint.path)"
                let walk = WalkRequest(endpoint, own)
                var cases: [(String, [(name: String, value: String)], String)] = []
                switch endpoint.content {
                case .json(let schema):
                    for (member, body) in ExtremeValues.bodies(walk.body, schema) { cases.append((member, [], body)) }
                case .csv(let sheet):
                    let columns = (try? Features.imports.columns(of: sheet).items) ?? []
                    for column in columns {
                        for value in FuzzSource.extremes + ["2200-12-31", "9999.9", "是"] {
                            let body = SampleBody(values: [:]).csv(columns, own: [column.key: "\"\(value)\""])
                            cases.append((column.key, [], body))
                        }
                    }
                case .none: break
                }
                for parameter in endpoint.query where parameter.name != "limit" {
                    for value in ExtremeValues.of(parameter.schema) {
                        let text = value.hasPrefix("\"") ? String(value.dropFirst().dropLast()) : value
                        guard !text.contains("\\"), !text.hasPrefix("[") else { continue }
                        cases.append((parameter.name, [(parameter.name, text)], walk.body))
                    }
                }
                for (member, fields, body) in cases {
                    requests += 1
                    let (problem, took) = await send(endpoint, own, fields: fields, body: body, fixture)
                    if took > slowest.took { slowest = (took, "\(name) \(member)") }
                    #expect(problem == nil, "\(name) \(member): \(problem ?? "") \(body.prefix(300)) \(fields)")
                }
                let growth = try resident() - before
                if growth > largest.growth { largest = (growth, name) }
            }
            print("extremes: \(requests) requests, memory grew by \(largest.growth) kB, most at \(largest.place)")
            print("extremes: the slowest took \(slowest.took), \(slowest.place)")
            #expect(requests > 1000)
            #expect(largest.growth < 400_000, "\(largest)")
        }
    }
}
