import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

@testable import API

/// The registry over HTTP: names in paths, lists within their scope, sheets with their columns.
struct RegistryAPITests {
    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    @Test func pathsTakeWhatPeopleCallThings() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001", "610102001001"]))
            let token = try await served.token("610116")
            let village = try await served.fixture.services.organisations.organisation(
                "610116001001", caller: Fixture.root)
            for name in [village.code, village.name, village.id.description] {
                let answer = try await served.send("GET", "/v1/organisations/\(encoded(name))", token: token)
                #expect(answer.status == 200 && answer.json["code"] as? String == village.code, "\(answer.text)")
            }
            let person = try await served.fixture.person(0)
            for name in [person.name, Fixture.number(0), person.id.description] {
                for rest in ["", "/memberships", "/tenures", "/decisions", "/number"] {
                    let answer = try await served.send("GET", "/v1/people/\(encoded(name))\(rest)", token: token)
                    #expect(answer.status == 200, "\(rest): \(answer.text)")
                }
            }
            // What lies outside is found by none of its names.
            let other = try await served.fixture.person(1)
            for name in [other.name, Fixture.number(1), other.id.description] {
                for rest in ["", "/memberships", "/tenures", "/decisions", "/number"] {
                    let answer = try await served.send("GET", "/v1/people/\(encoded(name))\(rest)", token: token)
                    #expect(answer.status == 404 && !answer.text.contains(Fixture.number(1)), "\(rest): \(answer.text)")
                }
            }
        }
    }

    /// `scope` narrows every list that takes it, whatever else is asked.
    @Test func namesAndScopeGoTogether() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(
                Fixture.secretaries(["610116001001", "610116002200", "610102001001", "610528100200"]))
            let token = try await served.token("61")
            for (scope, count) in [("610116", 2), ("6101", 3), ("61", 4), ("610528100", 1)] {
                for name in ["", "&name=" + encoded("测试"), "&name=" + encoded("测 试")] {
                    let answer = try await served.send("GET", "/v1/people?scope=\(scope)\(name)", token: token)
                    #expect(answer.items.count == count, "\(scope)\(name): \(answer.text)")
                    #expect(answer.items.allSatisfy { ($0["path"] as? String)?.contains(scope + ".") == true })
                }
            }
            let one = try await served.send(
                "GET", "/v1/people?scope=610116&name=\(encoded("测试1"))", token: token)
            #expect(one.items.map { $0["organisation_code"] as? String } == ["610116002200"])
            #expect(one.items.first?["synthetic"] as? Bool == true)
        }
    }

    @Test func everyImportSaysItsColumns() async throws {
        let imports = Routes.all.filter { if case .csv = $0.content { true } else { false } }
        #expect(imports.count >= 8)
        try await ServedFixture.with { served in
            let token = try await served.token("61", .viewer)
            let listed = try await served.send("GET", "/v1/imports", token: token).items
            let names = listed.compactMap { $0["name"] as? String }
            #expect(Set(names).count == names.count)
            for name in [
                "organisations", "divisions", "people", "tenures", "training", "marks", "claims", "facts",
                "participants", "cases",
            ] { #expect(names.contains(name), "\(name)") }
            var known: [Set<String>] = []
            for name in names {
                let answer = try await served.send("GET", "/v1/imports/\(name)/columns", token: token)
                #expect(answer.status == 200 && !answer.items.isEmpty, "\(name)")
                known.append(Set(answer.items.compactMap { $0["key"] as? String }))
                #expect(known.last?.count == answer.items.count, "\(name)")
                for column in answer.items {
                    let meaning = column["meaning"] as? [String: String]
                    #expect(
                        meaning?["zh_hans"]?.isEmpty == false && meaning?["en"]?.isEmpty == false, "\(name) \(column)")
                    #expect((column["headings"] as? [String])?.isEmpty == false, "\(name) \(column)")
                    #expect(column["required"] is Bool && column["example"] is String, "\(name) \(column)")
                }
            }
            // A route reads no sheet but those.
            for endpoint in imports {
                guard case .csv(let sheet) = endpoint.content else { continue }
                // The member file adds the columns of its rule file.
                let keys = Features.imports.keys(of: sheet)
                #expect(known.contains { $0.isSuperset(of: keys) } && !keys.isEmpty, "\(endpoint.path)")
            }
            let status = try await served.send("GET", "/v1/imports/people/columns", token: token).items
                .first { $0["key"] as? String == "status" }
            let words = (status?["words"] as? [[String: Any]])?.compactMap { $0["word"] as? String }
            #expect(words == MembershipStatus.allCases.map(\.rawValue))
            let unknown = try await served.send("GET", "/v1/imports/nothing/columns", token: token)
            #expect(unknown.status == 400 && unknown.code == "query.value" && unknown.text.contains("people"))
        }
    }

    /// What a write did is in its answer: nothing is done silently, and no answer is a mere `done`.
    @Test func everyWriteOfTheRegistrySaysWhatItDid() async throws {
        let nouns = ["organisations", "people", "tenures", "transfers", "arrivals", "imports"]
        let writes = Routes.all.filter { endpoint in
            endpoint.isWrite && nouns.contains { endpoint.path.hasPrefix("/v1/\($0)") }
        }
        #expect(writes.count > 15)
        for endpoint in writes {
            guard case .json(let schema) = endpoint.answer else {
                Issue.record("\(endpoint.method) \(endpoint.path) answers with nothing")
                continue
            }
            let names = schema.members.map(\.name)
            #expect(!names.isEmpty && names != ["done"] && names != ["id"], "\(endpoint.method) \(endpoint.path)")
        }
    }

    @Test func theVersionThatWasReadIsAskedForByBothVerbsThatEdit() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            let path = "/v1/organisations/610116001200"
            let body = "{\"on\":\"2015-01-01\"}"
            #expect(try await served.send("POST", path + "/close", token: token, body: body).code == "version.missing")
            let stale = try await served.send(
                "POST", path + "/close", token: token, headers: ["If-Match": "\"7\""], body: body)
            #expect(stale.status == 412 && stale.code == "version.stale")
            let closed = try await served.send(
                "POST", path + "/close", token: token, headers: ["If-Match": "\"1\""], body: body)
            let organisation = closed.json["organisation"] as? [String: Any]
            #expect(closed.status == 200 && organisation?["until"] as? String == "2015-01-01", "\(closed.text)")
            #expect(organisation?["parent_code"] as? String == "610116001")
        }
    }

    @Test func aBalanceIsOneValueWithItsSums() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            let token = try await served.token("61")
            let balance = try await served.send("GET", "/v1/organisations/610116/balances/2025", token: token)
            #expect(balance.json["opening"] as? Int == 2 && balance.json["closing"] as? Int == 2, "\(balance.text)")
            #expect(balance.json["balanced"] as? Bool == true && (balance.json["lines"] as? [Any])?.isEmpty == true)
            #expect(balance.json["organisation_code"] as? String == "610116")
            for year in ["1900", "99999", "abc"] {
                let wrong = try await served.send("GET", "/v1/organisations/610116/balances/\(year)", token: token)
                #expect(wrong.status == 400 && wrong.code == "query.value", "\(year) \(wrong.text)")
            }
        }
    }

    /// Routes below one path call its part by one name, or the router would take them for different parts.
    @Test func onePartOfAPathHasOneName() {
        var names: [String: String] = [:]
        for endpoint in Routes.all {
            var prefix = ""
            for part in endpoint.path.split(separator: "/") {
                if part.hasPrefix("{") {
                    #expect(names[prefix, default: String(part)] == String(part), "\(endpoint.path)")
                    names[prefix] = String(part)
                }
                prefix += "/" + (part.hasPrefix("{") ? "{}" : part)
            }
        }
    }
}
