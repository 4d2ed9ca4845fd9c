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
        DoorCall("relief list $duty --as-of 2014-09-01", "GET /v1/duties/$duty/reliefs?as_of=2014-09-01"),
        DoorCall("class list --scope 610116 --limit 2", "GET /v1/classes?scope=610116&limit=2"),
        DoorCall("class show open", "GET /v1/classes/open"),
        DoorCall("class sessions open", "GET /v1/classes/open/sessions"),
        DoorCall("class roster open --limit 1", "GET /v1/classes/open/enrolments?limit=1"),
        DoorCall("attendance list running", "GET /v1/classes/running/marks"),
        DoorCall("attendance rules", "GET /v1/attendance-rules"),
        DoorCall("credit list $person", "GET /v1/people/$person/credits"),
        DoorCall("credit waiting --scope 610116 --limit 2", "GET /v1/credits/waiting?scope=610116&limit=2"),
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
            "credit import @file --again", "POST /v1/imports/training?again=true",
            "id_number,class,level,ended_on,hours\n$number0,示范班,county,2013-11-09,8\n"),
        DoorCall("credit confirm $credit --note n", "POST /v1/credits/$credit/confirmation", #"{"note":"n"}"#),
        DoorCall("credit refuse $credit --reason r", "POST /v1/credits/$credit/refusal", #"{"reason":"r"}"#),
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
}
