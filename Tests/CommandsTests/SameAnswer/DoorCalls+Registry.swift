/// Organisations, people and memberships, as commands and as requests.
extension DoorCalls {
    static let registry = registryReads + registryWrites

    private static let registryReads = [
        DoorCall("org list --scope 610116 --limit 3", "GET /v1/organisations?scope=610116&limit=3"),
        DoorCall("org list --parent 长安区", "GET /v1/organisations?parent=长安区"),
        DoorCall("org show 610116", "GET /v1/organisations/610116"),
        DoorCall("org versions 610116", "GET /v1/organisations/610116/versions"),
        DoorCall("org list --scope 610116 --as-of 2020-01-01", "GET /v1/organisations?scope=610116&as_of=2020-01-01"),
        DoorCall("org genealogy 610102001002", "GET /v1/organisations/610102001002/genealogy"),
        DoorCall("org attached 610116001001", "GET /v1/organisations/610116001001/attached"),
        DoorCall(
            "org vacancies --scope 6101 --level township --as-of 2026-01-01",
            "GET /v1/vacancies?scope=6101&level=township&as_of=2026-01-01"),
        DoorCall(
            "org secretaries --scope 610116 --level primary --as-of 2015-01-01",
            "GET /v1/secretaries?scope=610116&level=primary&as_of=2015-01-01"),
        DoorCall(
            "membership statistics 610116 --by sex --as-of 2015-01-01",
            "GET /v1/organisations/610116/statistics?by=sex&as_of=2015-01-01"),
        DoorCall(
            "membership statistics-people 610116 --by sex --part male --as-of 2015-01-01",
            "GET /v1/organisations/610116/statistics/people?by=sex&part=male&as_of=2015-01-01"),
        DoorCall("comparison list --scope 610116", "GET /v1/comparisons?scope=610116"),
        DoorCall("comparison lines", "GET /v1/comparisons/latest/lines", refused: "comparison.none"),
        DoorCall("org coverage --scope 6101", "GET /v1/coverage?scope=6101"),
        DoorCall("person list --scope 610116 --limit 2", "GET /v1/people?scope=610116&limit=2"),
        DoorCall("person list --name 测试 --scope 6101", "GET /v1/people?name=测试&scope=6101"),
        DoorCall("person show $person", "GET /v1/people/$person/page"),
        DoorCall("person card $person", "GET /v1/people/$person"),
        DoorCall("person attributes $person --history", "GET /v1/people/$person/attributes?history=true"),
        DoorCall("person contacts $person --as-of 2026-01-01", "GET /v1/people/$person/contacts?as_of=2026-01-01"),
        DoorCall("person corrections --waiting", "GET /v1/corrections?waiting=true"),
        DoorCall("attribute list", "GET /v1/attributes"),
        DoorCall("attribute values education", "GET /v1/attributes/education"),
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
        DoorCall(
            "term list --scope 610116 --state missing --as-of 2026-01-01",
            "GET /v1/terms?scope=610116&state=missing&as_of=2026-01-01"),
        DoorCall("term sizes --scope 610116 --limit 3", "GET /v1/sizes?scope=610116&limit=3"),
        DoorCall("import list", "GET /v1/imports"),
        DoorCall("import runs --scope 610116", "GET /v1/imports/runs?scope=610116"),
        DoorCall("person duplicates --scope 610116", "GET /v1/people/duplicates?scope=610116"),
        DoorCall("person merges --scope 610116", "GET /v1/people/merges?scope=610116"),
        DoorCall("import columns people", "GET /v1/imports/people/columns"),
        DoorCall("import template people", "GET /v1/imports/people/template", isPrinted: true),
    ]

    private static let registryWrites = [
        DoorCall(
            "comparison make @file --source s --scope 610116", "POST /v1/comparisons?source=s&scope=610116",
            "organisation,name,id_number,since\n610116001002,测试新,$number,2010-07-01\n"),
        DoorCall(
            "comparison decide kept 1 --reason r", "POST /v1/comparisons/latest/decisions",
            #"{"lines":[1],"decision":"kept","reason":"r"}"#, refused: "comparison.none"),
        DoorCall(
            "term begin 610116001001 --since 2021-06-15 --name 第五届委员会 --document d", "POST /v1/terms",
            #"{"organisation":"610116001001","since":"2021-06-15","name":"第五届委员会","document":"d"}"#),
        DoorCall(
            "term extend 610116001001 --until 2027-01-01 --document d --reason r", "POST /v1/terms/extensions",
            #"{"organisation":"610116001001","until":"2027-01-01","document":"d","reason":"r"}"#, refused: "term.none"),
        DoorCall(
            "term withdraw 610116001001 --reason r", "POST /v1/terms/withdrawals",
            #"{"organisation":"610116001001","reason":"r"}"#, refused: "term.none"),
        DoorCall(
            "term import @file", "POST /v1/imports/terms",
            "所在党支部,任命时间,应换届时间\n西社区,2021.6,2024.6\n"),
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
            "org close 610116001002 --on 2026-10-01 --into 610116001200 --document d --dry-run",
            "POST /v1/organisations/610116001002/close",
            #"{"on":"2026-10-01","into":"610116001200","document":"d","dry_run":true}"#, version: 1),
        DoorCall(
            "org close 610116001001 --on 2026-10-01", "POST /v1/organisations/610116001001/close",
            #"{"on":"2026-10-01"}"#, refused: "organisation.attached", version: 1),
        DoorCall(
            "org found 610116001400 --name 新支部 --parent 610116001 --kind branch --field rural --since 2026-10-01 "
                + "--document d --merging 610116001002",
            "POST /v1/organisations",
            #"{"code":"610116001400","name":"新支部","parent":"610116001","kind":"branch","field":"rural","#
                + #""since":"2026-10-01","document":"d","merging":["610116001002"]}"#),
        DoorCall(
            "org merge 610116001200 --organisations 610116001002 --on 2026-10-01 --document d",
            "POST /v1/organisations/610116001200/merge",
            #"{"organisations":["610116001002"],"on":"2026-10-01","document":"d"}"#, version: 1),
        DoorCall(
            "org split 610116001001 --code 610116001500 --name 新支部 --people 测试五 --on 2026-10-01 --document d",
            "POST /v1/organisations/610116001001/split",
            #"{"code":"610116001500","name":"新支部","people":["测试五"],"on":"2026-10-01","document":"d"}"#, version: 1),
        DoorCall(
            "org reopen 610102001002 --on 2026-10-01 --document d", "POST /v1/organisations/610102001002/reopen",
            #"{"on":"2026-10-01","document":"d"}"#, version: 2),
        DoorCall(
            "org correct 610116001200 --name 南庄 --reason r", "POST /v1/organisations/610116001200/correction",
            #"{"name":"南庄","reason":"r"}"#, version: 1),
        DoorCall(
            "org undo 610102001002 --reason r", "POST /v1/organisations/610102001002/undo", #"{"reason":"r"}"#,
            version: 2),
        DoorCall(
            "person import @file --keep-columns", "POST /v1/imports/people?keep_columns=true",
            "organisation,name,id_number,since,synthetic,学历,手机号,外号\n"
                + "610116001002,测试新,$number,2010-07-01,true,本科,138****0000,甲\n"),
        DoorCall(
            "person add 610116001002 --name 测试单 --sex female --born 1980-01-01 --status full --since 2010-01-01 "
                + "--converted 2011-01-01 --synthetic --attribute education=本科", "POST /v1/people",
            #"{"organisation":"610116001002","name":"测试单","sex":"female","born":"1980-01-01","status":"full","#
                + #""since":"2010-01-01","converted":"2011-01-01","synthetic":true,"#
                + #""attributes":[{"attribute":"education","value":"本科"}]}"#),
        DoorCall(
            "person correct $plain education 研究生 --reason r", "POST /v1/people/$plain/corrections",
            #"{"field":"education","value":"研究生","reason":"r"}"#),
        DoorCall(
            "import undo $import --reason r", "POST /v1/imports/runs/$import/undo", #"{"reason":"r"}"#),
        DoorCall(
            "person merge $applicant $applicant2 --reason r", "POST /v1/people/$applicant/merge",
            #"{"gone":"$applicant2","reason":"r"}"#),
        DoorCall(
            "person unmerge $plain --reason r", "POST /v1/people/$plain/unmerge", #"{"reason":"r"}"#,
            refused: "merge.none"),
        DoorCall(
            "person distinguish $plain $other --reason r", "POST /v1/people/$plain/distinctions",
            #"{"other":"$other","reason":"r"}"#),
        DoorCall(
            "person decide $correction --reason r", "POST /v1/corrections/$correction/decision",
            #"{"approves":true,"reason":"r"}"#),
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
