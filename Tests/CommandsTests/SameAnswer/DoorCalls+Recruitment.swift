/// Recruitment and notices, as commands and as requests.
extension DoorCalls {
    static let recruitment = recruitmentReads + recruitmentWrites

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
}
