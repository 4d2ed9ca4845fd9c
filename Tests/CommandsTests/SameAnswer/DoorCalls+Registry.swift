/// Organisations, people and memberships, as commands and as requests.
extension DoorCalls {
    static let registry = registryReads + registryWrites

    private static let registryReads = [
        DoorCall("org list --scope 610116 --limit 3", "GET /v1/organisations?scope=610116&limit=3"),
        DoorCall("org list --parent 长安区", "GET /v1/organisations?parent=长安区"),
        DoorCall("org show 610116", "GET /v1/organisations/610116"),
        DoorCall("org versions 610116", "GET /v1/organisations/610116/versions"),
        DoorCall("org coverage --scope 6101", "GET /v1/coverage?scope=6101"),
        DoorCall("person list --scope 610116 --limit 2", "GET /v1/people?scope=610116&limit=2"),
        DoorCall("person list --name 测试 --scope 6101", "GET /v1/people?name=测试&scope=6101"),
        DoorCall("person show $person", "GET /v1/people/$person"),
        DoorCall("person tenures 测试0", "GET /v1/people/测试0/tenures"),
        DoorCall("person number $person", "GET /v1/people/$person/number"),
        DoorCall("tenure list 610116001001", "GET /v1/organisations/610116001001/tenures"),
        DoorCall("membership grounds", "GET /v1/membership/grounds"),
        DoorCall("membership show $person", "GET /v1/people/$person/memberships"),
        DoorCall("membership decisions $person", "GET /v1/people/$person/decisions"),
        DoorCall("membership balance 610116 2015", "GET /v1/organisations/610116/balances/2015"),
        DoorCall("transfer list --state all", "GET /v1/transfers?state=all"),
        DoorCall("transfer show $letter", "GET /v1/transfers/$letter"),
        DoorCall("transfer letter $letter", "GET /v1/transfers/$letter/letter.html", isPrinted: true),
        DoorCall("import list", "GET /v1/imports"),
        DoorCall("import columns people", "GET /v1/imports/people/columns"),
    ]

    private static let registryWrites = [
        DoorCall(
            "org import @file --dry-run", "POST /v1/imports/organisations?dry_run=true",
            "code,parent_code,level,kind,name,field,since\n610116001300,610116001,primary,branch,新支部,rural,2020-01-01\n"
        ),
        DoorCall(
            "org import @file --divisions --since 2020-01-01", "POST /v1/imports/divisions?since=2020-01-01",
            "code,parent_code,level,name\n610116001300,610116001,village,新村\n"),
        DoorCall(
            "org change 610116 --since 2020-01-01 --name 新长安", "PATCH /v1/organisations/610116",
            #"{"since":"2020-01-01","name":"新长安"}"#, version: 1),
        DoorCall(
            "org close 610116002200 --on 2020-01-01", "POST /v1/organisations/610116002200/close",
            #"{"on":"2020-01-01"}"#, version: 1),
        DoorCall(
            "person import @file", "POST /v1/imports/people",
            "organisation,name,id_number,since,synthetic\n610116001002,测试新,$number,2010-07-01,true\n"),
        DoorCall(
            "person transfer $plain --to 610102001001 --on 2026-02-01", "POST /v1/people/$plain/transfer",
            #"{"organisation":"610102001001","on":"2026-02-01"}"#),
        DoorCall(
            "tenure import @file", "POST /v1/imports/tenures",
            "organisation,name,title,since\n610116001001,测试五,committee_member,2020-01-01\n"),
        DoorCall(
            "tenure begin $plain --organisation 610116001002 --title committee_member --since 2020-01-01",
            "POST /v1/tenures",
            #"{"person":"$plain","organisation":"610116001002","title":"committee_member","since":"2020-01-01"}"#),
        DoorCall(
            "tenure end $tenure --until 2026-01-01", "POST /v1/tenures/$tenure/end", #"{"until":"2026-01-01"}"#),
        DoorCall(
            "tenure annul $tenure --reason r", "POST /v1/tenures/$tenure/annul", #"{"reason":"r"}"#),
        DoorCall(
            "membership decide $plain die --ground death --on 2026-01-01 --document d --reason r",
            "POST /v1/people/$plain/decisions",
            #"{"change":"die","ground":"death","on":"2026-01-01","document":"d","reason":"r"}"#),
        DoorCall(
            "membership annul $dead $decision --document d --reason r",
            "POST /v1/people/$dead/decisions/$decision/annulment", #"{"document":"d","reason":"r"}"#),
        DoorCall(
            "membership report 610116 2015 --document d", "POST /v1/organisations/610116/balances/2015",
            #"{"document":"d"}"#),
        DoorCall(
            "transfer issue $plain --elsewhere 别处 --days 30", "POST /v1/transfers",
            #"{"person":"$plain","elsewhere":"别处","days":30}"#),
        DoorCall(
            "transfer accept $inside --receipt r", "POST /v1/transfers/$inside/acceptance", #"{"receipt":"r"}"#),
        DoorCall(
            "transfer return $inside --reason r", "POST /v1/transfers/$inside/return", #"{"reason":"r"}"#),
        DoorCall(
            "transfer cancel $letter --reason r", "POST /v1/transfers/$letter/cancellation", #"{"reason":"r"}"#),
        DoorCall(
            "transfer arrive 610116001002 --name 测试来 --sex female --born 1990-01-01 --status full --from f --letter l "
                + "--issued 2026-11-01 --synthetic",
            "POST /v1/arrivals",
            #"{"organisation":"610116001002","name":"测试来","sex":"female","born":"1990-01-01","status":"full","#
                + #""from":"f","letter":"l","issued_on":"2026-11-01","synthetic":true}"#),
    ]
}
