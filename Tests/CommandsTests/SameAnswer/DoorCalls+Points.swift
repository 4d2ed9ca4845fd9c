/// Points, as commands and as requests.
extension DoorCalls {
    static let points = pointsReads + pointsWrites

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
        DoorCall("audit ledger --scope 610116", "POST /v1/points/verifications", #"{"scope":"610116"}"#),
    ]
}
