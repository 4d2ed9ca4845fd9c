/// Every use case, as a command and as a request.
enum DoorCalls {
    static let reads = registryReads + trainingReads + pointsReads + recruitmentReads + accessReads
    static let writes = registryWrites + trainingWrites + pointsWrites + recruitmentWrites + accessWrites

    // MARK: organisations, people, memberships

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

    // MARK: training

    private static let trainingReads = [
        DoorCall("cycle list", "GET /v1/cycles"),
        DoorCall("cycle definitions", "GET /v1/cycles/definitions"),
        DoorCall("duty explain $duty --as-of 2016-09-01", "GET /v1/duties/$duty/explanation?as_of=2016-09-01"),
        DoorCall("duty list $person --as-of 2016-09-01", "GET /v1/people/$person/duties?as_of=2016-09-01"),
        DoorCall(
            "overdue --as-of 2018-09-01 --scope 6101 --level overdue --level past_hard --limit 2",
            "GET /v1/overdue?as_of=2018-09-01&scope=6101&level=overdue&level=past_hard&limit=2"),
        DoorCall(
            "overdue --as-of 2018-09-01 --by child --kind rotation",
            "GET /v1/overdue/counts?as_of=2018-09-01&by=child&kind=rotation"),
        DoorCall("relief list $duty --as-of 2014-09-01", "GET /v1/duties/$duty/reliefs?as_of=2014-09-01"),
        DoorCall("class list --scope 610116 --limit 2", "GET /v1/classes?scope=610116&limit=2"),
        DoorCall("class show open", "GET /v1/classes/open"),
        DoorCall("class sessions open", "GET /v1/classes/open/sessions"),
        DoorCall("class roster open --limit 1", "GET /v1/classes/open/enrolments?limit=1"),
        DoorCall("attendance list running", "GET /v1/classes/running/marks"),
        DoorCall("attendance rules", "GET /v1/attendance-rules"),
        DoorCall("credit list $person", "GET /v1/people/$person/credits"),
        DoorCall("plan list", "GET /v1/plans"),
    ]

    private static let trainingWrites = [
        DoorCall(
            "cycle open shaanxi-2014 --for 6105", "POST /v1/cycles",
            #"{"key":"shaanxi-2014","organisation":"6105"}"#),
        DoorCall("duty open-year 2014 --scope 610116", "POST /v1/years", #"{"year":2014,"scope":"610116"}"#),
        DoorCall(
            "relief grant $duty --kind exemption --expires 2030-01-01 --reason r --approver a --document d",
            "POST /v1/reliefs",
            #"{"duties":["$duty"],"kind":"exemption","expires":"2030-01-01","reason":"r","approver":"a","document":"d"}"#
        ),
        DoorCall("relief withdraw $relief --reason r", "POST /v1/reliefs/$relief/withdraw", #"{"reason":"r"}"#),
        DoorCall(
            "class create --host 610116 --code neu --name 新班 --field rural --starts 2015-01-05 --ends 2015-01-06 "
                + "--capacity 9 --venue v",
            "POST /v1/classes",
            #"{"host":"610116","code":"neu","name":"新班","fields":["rural"],"starts":"2015-01-05","ends":"2015-01-06","#
                + #""capacity":9,"venue":"v"}"#),
        DoorCall(
            "class update draft --name 改名 --venue v2", "PATCH /v1/classes/draft", #"{"name":"改名","venue":"v2"}"#,
            version: 1),
        DoorCall(
            "class announce draft --on 2014-06-01", "POST /v1/classes/draft/state",
            #"{"state":"announced","on":"2014-06-01"}"#),
        DoorCall(
            "class start open --on 2014-06-01", "POST /v1/classes/open/state",
            #"{"state":"running","on":"2014-06-01"}"#),
        DoorCall("class cancel open --reason r", "POST /v1/classes/open/state", #"{"state":"cancelled","reason":"r"}"#),
        DoorCall(
            "class close running --on 2014-06-04", "POST /v1/classes/running/close", #"{"on":"2014-06-04"}"#),
        DoorCall(
            "class reopen closed --reason r", "POST /v1/classes/closed/reopen", #"{"reason":"r"}"#),
        DoorCall(
            "class quota draft --for 610116001 --seats 2", "POST /v1/classes/draft/quotas",
            #"{"organisation":"610116001","seats":2}"#),
        DoorCall(
            "class enrol open $other", "POST /v1/classes/open/enrolments", #"{"people":["$other"]}"#),
        DoorCall(
            "class drop open $person --reason r", "POST /v1/classes/open/enrolments/$person/drop",
            #"{"reason":"r"}"#),
        DoorCall(
            "attendance mark running --session 1 --person $person --mark absent",
            "POST /v1/classes/running/sessions/1/marks", #"{"marks":[{"person":"$person","mark":"absent"}]}"#),
        DoorCall(
            "attendance mark-all running --session 1", "POST /v1/classes/running/sessions/1/marks",
            #"{"marks":[],"others":"present"}"#),
        DoorCall(
            "attendance import running @file --dry-run", "POST /v1/classes/running/marks?dry_run=true",
            "person,session,mark\n$number0,1,present\n"),
        DoorCall(
            "credit import @file", "POST /v1/imports/training",
            "id_number,class,level,ended_on,hours\n$number0,示范班,county,2013-11-08,8\n"),
        DoorCall(
            "plan make --scope 610116 --as-of 2014-05-01 --seconds 1 --steps 50 --seed 1 --threads 1",
            "POST /v1/plans/proposals",
            #"{"scope":"610116","as_of":"2014-05-01","seconds":1,"steps":50,"seed":1,"threads":1}"#),
        DoorCall(
            "plan accept @file --name n --scope 610116 --as-of 2014-05-01", "POST /v1/plans",
            #"{"name":"n","scope":"610116","as_of":"2014-05-01","assignments":[]}"#,
            file: #"{"format":"rotation-plan/1","assignments":[]}"#),
        DoorCall(
            "plan propose --scope 610116 --from 2015-01-01 --through 2015-06-01", "POST /v1/calendars",
            #"{"scope":"610116","from":"2015-01-01","through":"2015-06-01"}"#),
    ]

    // MARK: points

    private static let pointsReads = [
        DoorCall("scheme list", "GET /v1/points/schemes"),
        DoorCall("scheme items --scheme walk", "GET /v1/points/schemes/walk/items"),
        DoorCall(
            "claim list --scheme walk --scope 610116 --state claimed",
            "GET /v1/points/claims?scheme=walk&scope=610116&state=claimed"),
        DoorCall("claim show $claim", "GET /v1/points/claims/$claim"),
        DoorCall("claim objections --scheme walk", "GET /v1/points/schemes/walk/objections"),
        DoorCall(
            "points participants --scheme walk --scope 610116 --limit 1",
            "GET /v1/points/schemes/walk/participants?scope=610116&limit=1"),
        DoorCall(
            "points exemptions $person --scheme walk", "GET /v1/points/schemes/walk/subjects/$person/exemptions"),
        DoorCall(
            "points score $person --scheme walk --as-of 2015-01-01",
            "GET /v1/points/subjects/$person/score?scheme=walk&as_of=2015-01-01"),
        DoorCall("points entries $person --scheme walk", "GET /v1/points/subjects/$person/entries?scheme=walk"),
        DoorCall("points me", "GET /v1/points/me"),
        DoorCall("points score --scheme walk", "GET /v1/points/me/score?scheme=walk"),
        DoorCall("points entries", "GET /v1/points/me/entries"),
        DoorCall(
            "points ranking --scheme walk --as-of 2015-01-01 --scope 610116",
            "GET /v1/points/schemes/walk/ranking?as_of=2015-01-01&scope=610116"),
        DoorCall(
            "points proposals --scheme walk --as-of 2014-12-31",
            "GET /v1/points/schemes/walk/proposals?as_of=2014-12-31"),
        DoorCall("points periods --scheme walk", "GET /v1/points/periods?scheme=walk"),
        DoorCall("points sheet $period --scope 610116", "GET /v1/points/periods/$period/sheet?scope=610116"),
        DoorCall(
            "points sheet $period --format csv", "GET /v1/points/periods/$period/sheet.csv"),
        DoorCall("points ranks $period", "GET /v1/points/periods/$period/ranking"),
        DoorCall("points averages $period", "GET /v1/points/periods/$period/averages"),
    ]

    private static let pointsWrites = [
        DoorCall(
            "scheme import @file --organisation 610116 --dry-run", "POST /v1/points/schemes",
            #"{"organisation":"610116","main":"m","dry_run":true,"files":[{"name":"m","text":$otherScheme}]}"#,
            file: "$otherFile"),
        DoorCall(
            "scheme local @file --scheme walk --organisation 610116", "POST /v1/points/schemes/walk/local",
            #"{"organisation":"610116","text":$localScheme}"#, file: "$localFile"),
        DoorCall(
            "claim make --subject $person --scheme walk --item B --on 2020-01-01 --claimant branch --key zz",
            "POST /v1/points/claims",
            #"{"subject":"$person","scheme":"walk","item":"B","on":"2020-01-01","claimant":"branch","key":"zz"}"#),
        DoorCall(
            "claim import @file --scheme walk", "POST /v1/points/schemes/walk/claims/import",
            "subject,item,on\n$person,B,2020-01-01\n"),
        DoorCall("claim review $claim", "POST /v1/points/claims/$claim/reviews", #"{"approves":true}"#),
        DoorCall(
            "claim object $published --reason r", "POST /v1/points/claims/$published/objections", #"{"reason":"r"}"#),
        DoorCall(
            "claim decide $objected --uphold --reason r", "POST /v1/points/claims/$objected/decisions",
            #"{"upholds":true,"reason":"r"}"#),
        DoorCall(
            "claim withdraw $mine --reason r", "POST /v1/points/claims/$mine/withdrawal", #"{"reason":"r"}"#),
        DoorCall(
            "claim settle --scheme walk --scope 610116", "POST /v1/points/schemes/walk/settlements",
            #"{"scope":"610116"}"#),
        DoorCall(
            "points join --scheme walk --scope 610116001002 --since 2020-01-01 --group f",
            "POST /v1/points/schemes/walk/participants/all",
            #"{"scope":"610116001002","since":"2020-01-01","group":"f"}"#),
        DoorCall(
            "points enter $other --scheme walk --since 2020-01-01 --group f",
            "POST /v1/points/schemes/walk/participants",
            #"{"participants":[{"subject":"$other","since":"2020-01-01","group":"f"}]}"#),
        DoorCall(
            "points import-participants @file --scheme walk", "POST /v1/points/schemes/walk/participants/import",
            "subject,group,since\n$other,f,2020-01-01\n"),
        DoorCall(
            "points leave $person --scheme walk --on 2026-01-01", "POST /v1/points/schemes/walk/regroupings",
            #"{"subjects":["$person"],"on":"2026-01-01","leaves":true}"#),
        DoorCall(
            "points regroup $person --scheme walk --group g --on 2026-01-01",
            "POST /v1/points/schemes/walk/regroupings", #"{"subjects":["$person"],"on":"2026-01-01","group":"g"}"#),
        DoorCall(
            "points exempt $person --scheme walk --exemption e --since 2020-01-01 --until 2020-02-01 --reason r "
                + "--document d",
            "POST /v1/points/schemes/walk/exemptions",
            #"{"subjects":["$person"],"exemption":"e","since":"2020-01-01","until":"2020-02-01","reason":"r","#
                + #""document":"d"}"#),
        DoorCall(
            "points end-exemption $person --scheme walk --on 2030-01-01",
            "POST /v1/points/schemes/walk/subjects/$person/exemptions/end", #"{"on":"2030-01-01"}"#),
        DoorCall(
            "points record-fact $person --fact dues --outcome late --on 2020-01-01 --reference x",
            "POST /v1/points/facts",
            #"{"facts":[{"subject":"$person","fact":"dues","outcome":"late","on":"2020-01-01","reference":"x"}]}"#),
        DoorCall(
            "points import-facts @file --scheme walk", "POST /v1/points/schemes/walk/facts/import",
            "subject,fact,outcome,on,reference\n$person,dues,late,2020-01-01,y\n"),
        DoorCall(
            "points automatic --scheme walk --scope 610116 --as-of 2014-12-31",
            "POST /v1/points/schemes/walk/automatic", #"{"scope":"610116","as_of":"2014-12-31"}"#),
        DoorCall(
            "points post --subject $person --scheme walk --item A --on 2020-01-01 --key z", "POST /v1/points/entries",
            #"{"entries":[{"subject":"$person","scheme":"walk","item":"A","on":"2020-01-01","key":"z"}]}"#),
        DoorCall(
            "points reverse $person 1 --decision d --key rr --scheme walk",
            "POST /v1/points/subjects/$person/reversals",
            #"{"number":1,"decision":"d","key":"rr","scheme":"walk"}"#),
        DoorCall(
            "points close --scheme walk --organisation 610116 --day 2015-12-31 --decision d",
            "POST /v1/points/schemes/walk/closings",
            #"{"organisation":"610116","day":"2015-12-31","decision":"d"}"#),
        DoorCall(
            "points reopen $period --decision d", "POST /v1/points/periods/$period/reopening", #"{"decision":"d"}"#),
        DoorCall("audit verify --scope 610116", "POST /v1/points/verifications", #"{"scope":"610116"}"#),
    ]

    // MARK: recruitment and notices

    private static let recruitmentReads = [
        DoorCall("recruitment list --scope 610116", "GET /v1/recruitment/cases?scope=610116"),
        DoorCall("recruitment list --person $applicant", "GET /v1/people/$applicant/recruitment"),
        DoorCall(
            "recruitment list --person $applicant --scope 610116",
            "GET /v1/recruitment/cases?person=$applicant&scope=610116"),
        DoorCall("recruitment show 申请人 --as-of 2014-08-01", "GET /v1/recruitment/cases/$case?as_of=2014-08-01"),
        DoorCall("recruitment chart $case", "GET /v1/recruitment/cases/$case/chart"),
        DoorCall("recruitment document $case --data", "GET /v1/recruitment/cases/$case/document"),
        DoorCall("recruitment document $case --format table", "GET /v1/recruitment/cases/$case/document.html"),
        DoorCall("recruitment templates", "GET /v1/recruitment/templates"),
        DoorCall(
            "recruitment deadlines --scope 610116 --filter late",
            "GET /v1/recruitment/deadlines?scope=610116&filter=late"),
        DoorCall("recruitment overview --scope 610116 --days 30", "GET /v1/recruitment/overview?scope=610116&days=30"),
        DoorCall("recruitment rules --as-of 2016-01-01", "GET /v1/recruitment/rules?as_of=2016-01-01"),
        DoorCall("quota show 610116 --year 2015", "GET /v1/recruitment/quotas/610116?year=2015"),
        DoorCall("quota groups $applicant", "GET /v1/people/$applicant/groups"),
        DoorCall("quota idle --scope 610116 --years 2", "GET /v1/recruitment/idle-branches?scope=610116&years=2"),
        DoorCall("quota ageing --scope 61 --months 100", "GET /v1/recruitment/ageing?scope=61&months=100"),
        DoorCall("notice list --filter all", "GET /v1/notices?filter=all"),
    ]

    private static let recruitmentWrites = [
        DoorCall(
            "recruitment open $plain --on 2014-01-05", "POST /v1/recruitment/cases",
            #"{"person":"$plain","on":"2014-01-05"}"#, refused: "recruitment.member"),
        DoorCall(
            "recruitment open $applicant2 --on 2014-02-05", "POST /v1/recruitment/cases",
            #"{"person":"$applicant2","on":"2014-02-05"}"#),
        DoorCall(
            "recruitment import @file", "POST /v1/recruitment/cases/import",
            "person,application,materials\n$applicant2,2014-02-05,齐全\n"),
        DoorCall(
            "recruitment step $case talk --on 2014-06-10 --irregular 补录",
            "POST /v1/recruitment/cases/$case/steps",
            #"{"milestone":"talk","on":"2014-06-10","irregular":"补录"}"#),
        DoorCall(
            "recruitment step $case talk --on 2014-06-10 --dry-run --irregular 补录",
            "POST /v1/recruitment/cases/$case/steps?dry_run=true",
            #"{"milestone":"talk","on":"2014-06-10","irregular":"补录"}"#),
        DoorCall(
            "recruitment step $case talk --on 2014-06-10 --judge", "POST /v1/recruitment/cases/$case/verdicts",
            #"{"milestone":"talk","on":"2014-06-10"}"#),
        DoorCall(
            "recruitment annul $case 1 --reason r", "POST /v1/recruitment/cases/$case/steps/1/annulment",
            #"{"reason":"r"}"#),
        DoorCall(
            "recruitment leaving $case --on 2026-01-01", "POST /v1/recruitment/cases/$case/leaving",
            #"{"on":"2026-01-01"}"#),
        DoorCall(
            "recruitment withdraw $case --reason r --document d", "POST /v1/recruitment/cases/$case/withdrawal",
            #"{"reason":"r","document":"d"}"#),
        DoorCall(
            "recruitment refuse-recognition $case --reason r --document d",
            "POST /v1/recruitment/cases/$case/nonrecognition", #"{"reason":"r","document":"d"}"#,
            refused: "recruitment.not_admitted"),
        DoorCall("recruitment refresh --scope 610116", "POST /v1/recruitment/refresh", #"{"scope":"610116"}"#),
        DoorCall(
            "quota give 610116 --year 2026 --seats 3 --document d --reason r", "POST /v1/recruitment/quotas",
            #"{"organisation":"610116","year":2026,"seats":3,"document":"d","reason":"r"}"#),
        DoorCall(
            "quota bound 610116 --year 2026 --at-least 1 --at-most 5 --document d", "POST /v1/recruitment/bounds",
            #"{"organisation":"610116","year":2026,"at_least":1,"at_most":5,"document":"d"}"#),
        DoorCall(
            "quota floor 610116 women --year 2026 --at-least 1 --document d", "POST /v1/recruitment/floors",
            #"{"organisation":"610116","year":2026,"group":"women","at_least":1,"document":"d"}"#),
        DoorCall(
            "quota propose 610116 --year 2015 --total 3", "POST /v1/recruitment/allocations",
            #"{"organisation":"610116","year":2015,"total":3}"#),
        DoorCall(
            "quota project 610116 $applicant --year 2015", "POST /v1/recruitment/projections",
            #"{"organisation":"610116","year":2015,"people":["$applicant"]}"#),
        DoorCall(
            "quota set-groups $applicant farmer", "PUT /v1/people/$applicant/groups", #"{"groups":["farmer"]}"#),
        DoorCall(
            "notice remind --scope 610116", "POST /v1/notices/reminders", #"{"scope":"610116"}"#,
            refused: "notice.no_channel"),
        DoorCall(
            "notice deliver --limit 10", "POST /v1/notices/deliveries", #"{"limit":10}"#,
            refused: "notice.no_channel"),
        DoorCall(
            "notice address 610116 a@example.org", "PUT /v1/organisations/610116/notice-address",
            #"{"address":"a@example.org"}"#),
    ]

    // MARK: access

    private static let accessReads = [
        DoorCall("token list --limit 1", "GET /v1/tokens?limit=1"),
        DoorCall("token roles", "GET /v1/roles"),
        DoorCall("token grants", "GET /v1/grants"),
        DoorCall("token me", "GET /v1/me"),
        DoorCall("audit list --limit 3", "GET /v1/audit?limit=3"),
        DoorCall("audit list --subject $person", "GET /v1/audit?subject=$person"),
    ]

    private static let accessWrites = [
        DoorCall(
            "token issue --name n --role viewer --scope 610116 --days 3", "POST /v1/tokens",
            #"{"name":"n","role":"viewer","scope":"610116","days":3}"#),
        DoorCall(
            "token grant $account --role viewer --scope 610102", "POST /v1/grants",
            #"{"account":"$account","role":"viewer","scope":"610102"}"#),
        DoorCall("token revoke $token", "DELETE /v1/tokens/$token"),
        DoorCall(
            "token link $account --person $other", "POST /v1/accounts/$account/person", #"{"person":"$other"}"#),
    ]
}
