import Composition
import Foundation
import HTTPTypes
import Kernel
import TestSupport
import Wire

@testable import API

/// A well-formed request of a route about what a subtree holds: the path names its things, the body is made from the
/// route's own schema or sheet.
struct WalkRequest {
    let path: String
    let body: String
    var headers: [String: String] = [:]

    init(_ endpoint: Endpoint, _ theirs: Holdings) { self.init(endpoint, path: theirs, body: theirs) }

    /// The path names the things of one subtree, and the body those of another.
    init(_ endpoint: Endpoint, path named: Holdings, body theirs: Holdings) {
        let name = "\(endpoint.method.rawValue) \(endpoint.path)"
        path = Self.path(endpoint, named) + Self.query(endpoint, named)
        let own = Self.own(theirs)[name] ?? [:]
        switch endpoint.content {
        case .none: body = ""
        case .json(let schema):
            body = SampleBody(values: Self.values(theirs), always: ["scope"]).json(schema, own: own)
            headers["Content-Type"] = "application/json"
        case .csv(let sheet):
            let columns = (try? Features.imports.columns(of: sheet).items) ?? []
            body = SampleBody(values: [:]).csv(columns, own: own)
            headers["Content-Type"] = "text/csv"
        }
        let isClass = endpoint.path.hasPrefix("/v1/classes")
        if endpoint.version == .required { headers["If-Match"] = "\(isClass ? named.classVersion : named.version)" }
    }

    /// What the first parameter of a path names, by what stands before it.
    private static func first(_ theirs: Holdings) -> [(prefix: String, id: String)] {
        [
            ("/v1/organisations/", theirs.organisation), ("/v1/people/", theirs.person),
            ("/v1/tenures/", theirs.tenure), ("/v1/duties/", theirs.duty), ("/v1/reliefs/", theirs.relief),
            ("/v1/credits/", theirs.credit), ("/v1/plans/", theirs.plan),
            ("/v1/classes/", theirs.course), ("/v1/tokens/", theirs.token), ("/v1/points/claims/", theirs.claim),
            ("/v1/points/periods/", theirs.period), ("/v1/points/subjects/", theirs.person),
            ("/v1/recruitment/cases/", theirs.recruitment), ("/v1/recruitment/quotas/", theirs.organisation),
            ("/v1/transfers/", theirs.letter), ("/v1/accounts/", theirs.account),
            ("/v1/audit/facts/", theirs.person),
            ("/v1/sessions/", theirs.session), ("/v1/grants/", theirs.grant),
            ("/v1/corrections/", theirs.correction), ("/v1/substitutions/", theirs.substitution),
            ("/v1/suspensions/", theirs.suspension), ("/v1/comparisons/", theirs.comparison),
        ]
    }

    /// Whether the path of a route names something of a subtree.
    static func names(_ endpoint: Endpoint, _ theirs: Holdings) -> Bool {
        first(theirs).contains { endpoint.path.hasPrefix($0.prefix + "{") }
    }

    private static func path(_ endpoint: Endpoint, _ theirs: Holdings) -> String {
        var path = endpoint.path
        // Who has a decision to be annulled is not who stands for everything else.
        if path.hasSuffix("/{decision}/annulment") { path = path.replacing("{person}", with: theirs.former) }
        for (prefix, id) in first(theirs) where path.hasPrefix(prefix + "{") {
            path = prefix + id + path.dropFirst(prefix.count).drop { $0 != "}" }.dropFirst()
        }
        let others = [
            "person": theirs.person, "subject": theirs.person, "decision": theirs.decision, "name": "people",
            "number": "1", "scheme": theirs.scheme, "year": "2015", "cycle": "shaanxi-2014", "id": theirs.certificate,
            "attribute": "education", "import": theirs.imported,
        ]
        return others.reduce(path) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    private static func query(_ endpoint: Endpoint, _ theirs: Holdings) -> String {
        var known = [
            "as_of": "2016-09-01", "month": "2014-06", "since": "2014-01-01", "name": "测试", "scheme": theirs.scheme,
            "scope": theirs.organisation,
        ]
        if endpoint.path.contains("/statistics") { known.merge(["by": "sex", "part": "male"]) { $1 } }
        if endpoint.path == "/v1/comparisons" { known["source"] = "s" }
        let parts = endpoint.query.compactMap { parameter in known[parameter.name].map { "\(parameter.name)=\($0)" } }
        guard !parts.isEmpty, endpoint.isWrite || !parts.allSatisfy({ $0.hasPrefix("scope=") }) else { return "" }
        let fields = parts.filter { endpoint.isWrite || !$0.hasPrefix("scope=") }
        return fields.isEmpty
            ? ""
            : "?" + (fields.joined(separator: "&").addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? "")
    }

    private static func quoted(_ text: String) -> String { (try? WireEncoder.text(text)) ?? "" }

    /// What a member says in every body that has it.
    private static func values(_ theirs: Holdings) -> [String: String] {
        let words = [
            "organisation": theirs.organisation, "scope": theirs.organisation, "host": theirs.organisation,
            "person": theirs.person, "people": theirs.person, "subject": theirs.person, "subjects": theirs.person,
            "account": theirs.account, "scheme": theirs.scheme, "role": "viewer", "on": "2016-01-01",
            "since": "2016-01-01",
            "until": "2016-01-01", "expires": "2030-01-01", "starts": "2015-01-05", "ends": "2015-01-06",
            "from": "2015-01-01", "through": "2015-06-01", "day": "2015-06-01",
        ]
        let lists = ["people", "subjects"]
        return Dictionary(
            uniqueKeysWithValues: words.map { name, text in
                (name, lists.contains(name) ? "[\(quoted(text))]" : quoted(text))
            }
        ).merging(["duties": "[\(quoted(theirs.duty))]", "year": "2015"]) { $1 }
    }

    /// What a schema alone cannot know: keys of rules and schemes, days that fit what was done, and optional members
    /// without which a route does something else. Columns for the routes that take a sheet.
    private static func own(_ theirs: Holdings) -> [String: [String: String]] {
        let texts: [String: [String: String]] = [
            "PATCH /v1/organisations/{organisation}": ["name": "改"],
            "POST /v1/organisations": [
                "code": "y\(theirs.organisation)", "parent": theirs.organisation, "kind": "branch", "field": "rural",
            ],
            "POST /v1/organisations/{organisation}/split": ["code": "z\(theirs.organisation)"],
            "POST /v1/organisations/{organisation}/correction": ["name": "改"],
            "POST /v1/substitutions": ["substitute": theirs.account, "since": "2030-01-01", "until": "2030-01-31"],
            "POST /v1/tenures/{tenure}/suspension": ["account": theirs.signer],
            "PATCH /v1/accounts/{account}": ["name": "改"],
            "POST /v1/people/{person}/transfer": ["organisation": theirs.village],
            "POST /v1/people": [
                "organisation": theirs.village, "name": "新来", "sex": "male", "born": "1978-06-25", "status": "full",
                "since": "2010-01-01", "converted": "2011-01-01", "number": Fixture.number(97),
            ],
            "POST /v1/people/{person}/corrections": ["field": "education", "value": "本科"],
            "POST /v1/people/{person}/merge": ["gone": theirs.newcomer],
            "POST /v1/people/{person}/distinctions": ["other": theirs.newcomer],
            "POST /v1/tenures": ["organisation": theirs.village, "title": "committee_member"],
            "POST /v1/terms": ["organisation": theirs.village],
            "POST /v1/terms/extensions": ["organisation": theirs.village],
            "POST /v1/terms/withdrawals": ["organisation": theirs.village],
            "POST /v1/imports/terms": ["organisation": theirs.village, "since": "2010-01-01"],
            "POST /v1/cycles": ["key": "shaanxi-2014"],
            "POST /v1/cycles/{cycle}/correction": ["opens": "2014-05-10"],
            "POST /v1/cycles/{cycle}/extension": ["hard_end": "2018-05-09"],
            "POST /v1/categories": ["category": "village_director"],
            "POST /v1/categories/end": [
                "person": theirs.applicant, "category": "village_director", "until": "2017-01-01",
            ],
            "POST /v1/comparisons/{comparison}/decisions": ["decision": "kept"],
            "POST /v1/calendars": ["from": "2015-01-01", "through": "2015-06-01"],
            "POST /v1/seatings": ["class": theirs.course],
            "POST /v1/seatings/withdrawals": ["class": theirs.course],
            "POST /v1/accounts/{account}/certificates": ["subject": "walk \(theirs.index)"],
            "POST /v1/people/{person}/decisions": ["change": "die", "ground": "death"],
            "POST /v1/transfers": ["elsewhere": "外地"],
            "POST /v1/arrivals": [
                "organisation": theirs.village, "status": "full", "from": "外地",
                "issued_on": "2026-11-01", "number": Fixture.number(90),
            ],
            "POST /v1/classes": ["code": "x\(theirs.organisation)"],
            "PATCH /v1/classes/{class}": ["venue": "新址"],
            "POST /v1/classes/{class}/budget": ["standard": "class-3"],
            "PATCH /v1/classes/{class}/sessions/{number}": ["title": "改"],
            "POST /v1/classes/{class}/shift": ["to": "2014-06-08"],
            "POST /v1/classes/{class}/sessions": ["day": "2014-06-01", "half": "evening"],
            "POST /v1/classes/{class}/enrolments": ["since": "2014-06-01"],
            "POST /v1/classes/{class}/enrolments/{person}/drop": ["on": "2014-06-01"],
            "POST /v1/classes/{class}/enrolments/{person}/joining": ["on": "2014-06-01"],
            "POST /v1/classes/{class}/state": ["state": "running"],
            "POST /v1/recruitment/cases": ["person": theirs.newcomer, "on": "2015-01-01"],
            "POST /v1/recruitment/cases/{case}/steps": ["milestone": "talk", "on": "2014-06-10"],
            "POST /v1/recruitment/cases/{case}/verdicts": ["milestone": "talk", "on": "2014-06-10"],
            "POST /v1/recruitment/cases/{case}/leaving": ["on": "2030-01-01"],
            "POST /v1/points/schemes": ["main": "m"],
            "POST /v1/points/schemes/{scheme}/local": [
                "organisation": theirs.village, "from": "2026-01-01",
                "text":
                    "format: points-local/1\nextends: \(theirs.scheme)\nitems: [{id: N1, block: a, text: 自设, value: 1}]\n",
            ],
            "POST /v1/points/schemes/{scheme}/exemptions": ["exemption": "e", "since": "2026-01-01"],
            "POST /v1/points/schemes/{scheme}/subjects/{subject}/exemptions/end": ["on": "2050-01-01"],
            "POST /v1/points/schemes/{scheme}/closings": ["day": "2015-06-01"],
            "POST /v1/points/claims": ["item": "B", "claimant": "branch", "key": "z"],
            "PUT /v1/organisations/{organisation}/notice-address": ["address": "a@b.invalid"],
        ]
        let json: [String: [String: String]] = [
            "POST /v1/organisations/{organisation}/merge": ["organisations": "[\(quoted(theirs.village))]"],
            "POST /v1/recruitment/projections": ["people": "[\(quoted(theirs.applicant))]"],
            "POST /v1/recruitment/allocations": ["total": "3"],
            "POST /v1/classes/{class}/results": [
                "results": "[{\"person\":\(quoted(theirs.person)),\"part\":\"exam\",\"score\":\"80\"}]"
            ],
            "POST /v1/points/schemes": [
                "files":
                    "[{\"name\":\"m\",\"text\":\(quoted(Holdings.schemeText("other")))}]"
            ],
            "POST /v1/points/schemes/{scheme}/participants": [
                "participants":
                    "[{\"subject\":\(quoted(theirs.person)),\"since\":\"2010-01-01\",\"until\":\"2010-02-01\"}]"
            ],
            "POST /v1/points/schemes/{scheme}/regroupings": ["leaves": "true"],
            "POST /v1/points/facts": [
                "facts":
                    "[{\"subject\":\(quoted(theirs.person)),\"fact\":\"dues\",\"outcome\":\"late\",\"on\":\"2020-01-01\",\"reference\":\"x\"}]"
            ],
            "POST /v1/points/entries": [
                "entries":
                    "[{\"subject\":\(quoted(theirs.person)),\"scheme\":\"\(theirs.scheme)\",\"item\":\"A\",\"on\":\"2020-01-01\",\"key\":\"z\"}]"
            ],
            "POST /v1/calendars": ["accept": "true"],
            "POST /v1/comparisons/{comparison}/decisions": ["lines": "[1]"],
            "POST /v1/people": ["attributes": "[{\"attribute\":\"education\",\"value\":\"本科\"}]"],
            "POST /v1/people/{person}/corrections": ["since": "null"],
            "POST /v1/corrections/{correction}/decision": ["approves": "true"],
            "POST /v1/points/claims/{claim}/reviews": ["approves": "true"],
            "PUT /v1/people/{person}/groups": ["groups": "[\"farmer\"]"],
            "POST /v1/plans": ["assignments": "[]"],
            "POST /v1/plans/proposals": ["seconds": "0"],
        ]
        let sheets: [String: [String: String]] = [
            "POST /v1/imports/people": [
                "organisation": theirs.village, "id_number": Fixture.number(91), "name": "新人", "since": "2014-01-01",
            ],
            "POST /v1/comparisons": [
                "organisation": theirs.village, "id_number": Fixture.number(93), "name": "新人", "since": "2014-01-01",
            ],
            "POST /v1/imports/tenures": [
                "organisation": theirs.village, "name": theirs.names[0], "title": "committee_member",
                "since": "2016-01-01",
            ],
            "POST /v1/imports/training": [
                "id_number": Fixture.number(theirs.index), "ended_on": "2015-06-01", "level": "primary", "hours": "8",
            ],
            "POST /v1/imports/categories": [
                "organisation": theirs.village, "name": theirs.names[0], "category": "village_director",
                "since": "2014-01-01",
            ],
            "POST /v1/classes/{class}/sessions/{number}/sign-in": ["person": theirs.names[0]],
            "POST /v1/imports/organisations": [
                "code": "\(theirs.organisation)-x", "parent_code": theirs.organisation, "field": "rural",
            ],
            "POST /v1/imports/divisions": [
                "code": theirs.organisation + "999", "parent_code": theirs.organisation, "level": "township",
                "name": "新镇",
            ],
            "POST /v1/classes/{class}/results/import": ["person": theirs.person, "result": "80", "part": "exam"],
            "POST /v1/classes/{class}/marks": ["person": theirs.person, "session": "1", "mark": "present"],
            "POST /v1/points/schemes/{scheme}/participants/import": [
                "subject": theirs.person, "since": "2010-01-01", "until": "2010-02-01",
            ],
            "POST /v1/points/schemes/{scheme}/facts/import": [
                "subject": theirs.person, "fact": "dues", "on": "2020-01-01", "reference": "y",
            ],
            "POST /v1/points/schemes/{scheme}/claims/import": [
                "subject": theirs.person, "item": "B", "on": "2020-01-01",
            ],
            "POST /v1/recruitment/cases/import": [
                "person": theirs.newcomer, "application": "2015-01-01", "materials": "application_letter",
            ],
        ]
        return texts.mapValues { $0.mapValues(quoted) }.merging(json) { $0.merging($1) { $1 } }.merging(sheets) { $1 }
    }
}
