/// Training, as commands and as requests.
extension DoorCalls {
    static let training = trainingReads + trainingWrites

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
        DoorCall(
            "overdue --as-of 2015-01-01 --level open --limit 2", "GET /v1/overdue?as_of=2015-01-01&level=open&limit=2"),
        DoorCall("duty why $person --as-of 2016-09-01", "GET /v1/people/$person/duties/reasons?as_of=2016-09-01"),
        DoorCall("cycle changes shaanxi-2014", "GET /v1/cycles/shaanxi-2014/changes"),
        DoorCall("category list --category village_director", "GET /v1/categories?category=village_director"),
        DoorCall(
            "progress show --as-of 2016-09-01 --by field --kind rotation",
            "GET /v1/progress?as_of=2016-09-01&by=field&kind=rotation"),
        DoorCall(
            "progress people --as-of 2016-09-01 --post secretary --standing untrained --limit 2",
            "GET /v1/trainees?as_of=2016-09-01&post=secretary&standing=untrained&limit=2"),
        DoorCall(
            "progress classes --from 2014-01-01 --through 2016-12-31 --by month",
            "GET /v1/class-statistics?from=2014-01-01&through=2016-12-31&by=month"),
        DoorCall("progress reports 610116", "GET /v1/organisations/610116/training-reports"),
        DoorCall(
            "progress sent 610116 --month 2014-06", "GET /v1/organisations/610116/training-report?month=2014-06",
            refused: "not_found"),
        DoorCall(
            "progress print 610116 --month 2014-06",
            "GET /v1/organisations/610116/training-report.html?month=2014-06", refused: "not_found", isPrinted: true),
        DoorCall("relief list $duty --as-of 2014-09-01", "GET /v1/duties/$duty/reliefs?as_of=2014-09-01"),
        DoorCall("class list --scope 610116 --limit 2", "GET /v1/classes?scope=610116&limit=2"),
        DoorCall("class show open", "GET /v1/classes/open"),
        DoorCall("class sessions open", "GET /v1/classes/open/sessions"),
        DoorCall("class roster open --limit 1", "GET /v1/classes/open/enrolments?limit=1"),
        DoorCall("class changes open", "GET /v1/classes/open/changes"),
        DoorCall("class nominations open --limit 1", "GET /v1/classes/open/nominations?limit=1"),
        DoorCall("class print notice open", "GET /v1/classes/open/notice.html", isPrinted: true),
        DoorCall("class print roster open", "GET /v1/classes/open/roster.html", isPrinted: true),
        DoorCall("class print sign-in open", "GET /v1/classes/open/sign-in.html", isPrinted: true),
        DoorCall("class print groups open", "GET /v1/classes/open/groups.html", isPrinted: true),
        DoorCall("class print completion closed", "GET /v1/classes/closed/completion.html", isPrinted: true),
        DoorCall("class print certificates closed", "GET /v1/classes/closed/certificates.html", isPrinted: true),
        DoorCall("class print changes open", "GET /v1/classes/open/changes.html", isPrinted: true),
        DoorCall("attendance list running", "GET /v1/classes/running/marks"),
        DoorCall("attendance rules", "GET /v1/attendance-rules"),
        DoorCall("assessment list running", "GET /v1/classes/running/results"),
        DoorCall("credit list $person", "GET /v1/people/$person/credits"),
        DoorCall("credit waiting --scope 610116 --limit 2", "GET /v1/credits/waiting?scope=610116&limit=2"),
        DoorCall("plan list", "GET /v1/plans"),
        DoorCall("plan show filed --limit 2", "GET /v1/plans/filed/seats?limit=2"),
        DoorCall("plan pins --scope 610116 --limit 2", "GET /v1/seatings?scope=610116&limit=2"),
        DoorCall("absence list --scope 610116 --limit 2", "GET /v1/absences?scope=610116&limit=2"),
        DoorCall("class quota list open", "GET /v1/classes/open/quotas"),
        DoorCall(
            "class budget show --from 2014-01-01 --through 2016-12-31 --scope 610116",
            "GET /v1/class-budgets?from=2014-01-01&through=2016-12-31&scope=610116"),
        DoorCall(
            "class budget print --from 2014-01-01 --through 2016-12-31",
            "GET /v1/class-budgets.html?from=2014-01-01&through=2016-12-31", isPrinted: true),
    ]

    private static let trainingWrites = [
        DoorCall(
            "cycle open shaanxi-2014 --for 6105 --instead", "POST /v1/cycles",
            #"{"key":"shaanxi-2014","organisation":"6105","instead":true}"#),
        DoorCall(
            "cycle correct shaanxi-2014 --soft-end 2016-05-10 --document d --reason r",
            "POST /v1/cycles/shaanxi-2014/correction",
            #"{"soft_end":"2016-05-10","document":"d","reason":"r"}"#),
        DoorCall(
            "cycle extend shaanxi-2014 --hard-end 2018-05-09 --document d --reason r",
            "POST /v1/cycles/shaanxi-2014/extension", #"{"hard_end":"2018-05-09","document":"d","reason":"r"}"#),
        DoorCall(
            "cycle withdraw shaanxi-2014 --on 2016-01-01 --document d --reason r",
            "POST /v1/cycles/shaanxi-2014/withdrawal", #"{"on":"2016-01-01","document":"d","reason":"r"}"#),
        DoorCall(
            "category add $person village_director --since 2014-01-01 --source s", "POST /v1/categories",
            #"{"person":"$person","category":"village_director","since":"2014-01-01","source":"s"}"#),
        DoorCall(
            "category end $person village_director --wrong --reason r", "POST /v1/categories/end",
            #"{"person":"$person","category":"village_director","wrong":true,"reason":"r"}"#, refused: "not_found"),
        DoorCall(
            "category import @file", "POST /v1/imports/categories",
            "organisation,name,id_number,category,since,source\n"
                + "610116001001,n,$number0,village_director,2015-01-01,s\n"),
        DoorCall(
            "progress report 610116 --month 2014-06 --document d",
            "POST /v1/organisations/610116/training-reports", #"{"month":"2014-06","document":"d"}"#),
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
            "class create --host 610116 --code jung --name 青年班 --field rural --starts 2015-01-05 --ends 2015-01-06 "
                + "--capacity 9 --venue v --form online --course intermediate --born-from 1970 --born-through 1990 "
                + "--sex female --post secretary --appointed-from 2014-01-01 --appointed-through 2014-12-31 "
                + "--after primary/3",
            "POST /v1/classes",
            #"{"host":"610116","code":"jung","name":"青年班","fields":["rural"],"starts":"2015-01-05","#
                + #""ends":"2015-01-06","capacity":9,"venue":"v","form":"online","course":"intermediate","filters":"#
                + #"{"born_from":1970,"born_through":1990,"sex":"female","posts":["secretary"],"#
                + #""appointed_from":"2014-01-01","appointed_through":"2014-12-31","#
                + #""after":[{"course":"primary","years":3}]}}"#),
        DoorCall(
            "class update draft --unfiltered --form self_study --course -", "PATCH /v1/classes/draft",
            #"{"form":"self_study","course":"-","filters":{}}"#, version: 1),
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
            "class close running --on 2014-06-04", "POST /v1/classes/running/close", #"{"on":"2014-06-04"}"#,
            refused: "class.unmarked"),
        DoorCall(
            "class close running --on 2014-06-04 --unmarked absent --reason r", "POST /v1/classes/running/close",
            #"{"on":"2014-06-04","unmarked":"absent","reason":"r"}"#),
        DoorCall(
            "class move draft --to 2014-06-08", "POST /v1/classes/draft/shift", #"{"to":"2014-06-08"}"#),
        DoorCall(
            "class session add draft --day 2014-06-01 --half evening --topic service --title 夜 --teacher t --fee 300",
            "POST /v1/classes/draft/sessions",
            #"{"day":"2014-06-01","half":"evening","topic":"service","title":"夜","teacher":"t","fee":"300"}"#),
        DoorCall(
            "class session change draft --session 1 --title 改 --venue v2", "PATCH /v1/classes/draft/sessions/1",
            #"{"title":"改","venue":"v2"}"#),
        DoorCall(
            "class session remove draft --session 1", "POST /v1/classes/draft/sessions/1/removal", "{}"),
        DoorCall(
            "class session remove draft --session 9", "POST /v1/classes/draft/sessions/9/removal", "{}",
            refused: "class.no_session"),
        DoorCall(
            "class reopen closed --reason r", "POST /v1/classes/closed/reopen", #"{"reason":"r"}"#),
        DoorCall(
            "class budget set draft --arrival-days 1 --departure-days 1 --ceiling 90000 --reason r",
            "POST /v1/classes/draft/budget",
            #"{"arrival_days":1,"departure_days":1,"ceiling":"90000","reason":"r"}"#),
        DoorCall(
            "class quota draft --for 610116001 --seats 2", "POST /v1/classes/draft/quotas",
            #"{"organisation":"610116001","seats":2}"#),
        DoorCall(
            "class quota remove open --for 610116001", "POST /v1/classes/open/quotas/removals",
            #"{"organisation":"610116001"}"#),
        DoorCall(
            "absence record $other --kind illness --since 2014-07-01 --until 2014-07-09 --document d",
            "POST /v1/absences",
            #"{"person":"$other","kind":"illness","since":"2014-07-01","until":"2014-07-09","document":"d"}"#),
        DoorCall(
            "absence withdraw $person --reason r", "POST /v1/absences/withdrawals",
            #"{"person":"$person","reason":"r"}"#),
        DoorCall(
            "plan pin $other open --reason r", "POST /v1/seatings",
            #"{"person":"$other","class":"open","kind":"pinned","reason":"r"}"#),
        DoorCall(
            "plan exclude $other open --reason r", "POST /v1/seatings",
            #"{"person":"$other","class":"open","kind":"excluded","reason":"r"}"#),
        DoorCall(
            "plan unpin $person draft --reason r", "POST /v1/seatings/withdrawals",
            #"{"person":"$person","class":"draft","reason":"r"}"#),
        DoorCall(
            "plan preview @file --scope 610116 --as-of 2014-05-01", "POST /v1/plans/previews",
            #"{"scope":"610116","as_of":"2014-05-01","assignments":[]}"#,
            file: #"{"format":"rotation-plan/1","assignments":[]}"#),
        DoorCall(
            "class enrol open $other", "POST /v1/classes/open/enrolments", #"{"people":["$other"]}"#),
        DoorCall(
            "class drop open $person --reason r", "POST /v1/classes/open/enrolments/$person/drop",
            #"{"reason":"r"}"#),
        DoorCall(
            "class restore open $person --reason r", "POST /v1/classes/open/enrolments/$person/restore",
            #"{"reason":"r"}"#, refused: "enrolment.on_list"),
        DoorCall(
            "class joined open $person --reason r", "POST /v1/classes/open/enrolments/$person/joining",
            #"{"reason":"r"}"#),
        DoorCall("class fill open", "POST /v1/classes/open/seats"),
        DoorCall(
            "class nominate open $other --reason r", "POST /v1/classes/open/nominations",
            #"{"people":["$other"],"reason":"r"}"#),
        DoorCall(
            "class confirm open $other", "POST /v1/classes/open/nominations/$other/decision",
            #"{"verdict":"confirmed"}"#, refused: "nomination.missing"),
        DoorCall(
            "class refuse open $other --reason r", "POST /v1/classes/open/nominations/$other/decision",
            #"{"verdict":"refused","reason":"r"}"#, refused: "nomination.missing"),
        DoorCall(
            "class withdraw open $other --reason r", "POST /v1/classes/open/nominations/$other/decision",
            #"{"verdict":"withdrawn","reason":"r"}"#, refused: "nomination.missing"),
        DoorCall(
            "class remind --scope 610116", "POST /v1/training/reminders", #"{"scope":"610116"}"#,
            refused: "notice.no_channel"),
        DoorCall(
            "attendance sign-in running @file --session 1 --others absent",
            "POST /v1/classes/running/sessions/1/sign-in?others=absent", "person\n测试0\n"),
        DoorCall(
            "attendance mark-all running --session 1 --overwrite --reason r",
            "POST /v1/classes/running/sessions/1/marks",
            #"{"marks":[],"others":"present","overwrite":true,"reason":"r"}"#),
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
            "assessment record running --person $person --part exam --score 86.5 --on 2014-06-03 --reason r",
            "POST /v1/classes/running/results",
            #"{"results":[{"person":"$person","part":"exam","score":"86.5","on":"2014-06-03"}],"reason":"r"}"#),
        DoorCall(
            "assessment record running --person $person --part exam --verdict missed --sitting 2",
            "POST /v1/classes/running/results",
            #"{"results":[{"person":"$person","part":"exam","verdict":"missed","sitting":2}]}"#,
            refused: "assessment.refused"),
        DoorCall(
            "assessment import running @file --part usual --sitting 1 --reason r --dry-run",
            "POST /v1/classes/running/results/import?part=usual&sitting=1&reason=r&dry_run=true",
            "person,result\n$number0,90\n"),
        DoorCall(
            "class close running --on 2014-06-04 --unmarked present --unassessed missed --reason r",
            "POST /v1/classes/running/close",
            #"{"on":"2014-06-04","unmarked":"present","unassessed":"missed","reason":"r"}"#),
        DoorCall(
            "credit import @file", "POST /v1/imports/training",
            "id_number,class,level,ended_on,hours\n$number0,示范班,county,2013-11-08,8\n"),
        DoorCall(
            "credit import @file --again", "POST /v1/imports/training?again=true",
            "id_number,class,level,ended_on,hours\n$number0,示范班,county,2013-11-09,8\n"),
        DoorCall("credit confirm $credit --note n", "POST /v1/credits/$credit/confirmation", #"{"note":"n"}"#),
        DoorCall("credit refuse $credit --reason r", "POST /v1/credits/$credit/refusal", #"{"reason":"r"}"#),
        DoorCall(
            "plan make --scope 610116 --as-of 2014-05-01 --seconds 1 --steps 50 --seed 1 --threads 1",
            "POST /v1/plans/proposals",
            #"{"scope":"610116","as_of":"2014-05-01","seconds":1,"steps":50,"seed":1,"threads":1}"#),
        DoorCall(
            "plan accept @file --name n --scope 610116 --as-of 2014-05-01 --withdraw", "POST /v1/plans",
            #"{"name":"n","scope":"610116","as_of":"2014-05-01","assignments":[],"withdraw":true}"#,
            file: #"{"format":"rotation-plan/1","assignments":[]}"#),
        DoorCall(
            "plan propose --scope 610116 --from 2015-01-01 --through 2015-06-01", "POST /v1/calendars",
            #"{"scope":"610116","from":"2015-01-01","through":"2015-06-01"}"#),
    ]
}
