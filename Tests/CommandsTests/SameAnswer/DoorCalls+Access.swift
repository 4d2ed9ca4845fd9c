/// Accounts, tokens and the audit trail, as commands and as requests.
extension DoorCalls {
    static let access = accessReads + accessWrites

    private static let accessReads = [
        DoorCall("token list --limit 1", "GET /v1/tokens?limit=1"),
        DoorCall("token roles", "GET /v1/roles"),
        DoorCall("token grants", "GET /v1/grants"),
        DoorCall("token me", "GET /v1/me"),
        DoorCall("account list --limit 2", "GET /v1/accounts?limit=2"),
        DoorCall("account sessions", "GET /v1/sessions"),
        DoorCall("access review --limit 2", "GET /v1/access/review?limit=2"),
        DoorCall("access readings --scope 610116 --limit 1", "GET /v1/access/readings?scope=610116&limit=1"),
        DoorCall("account certificates $account", "GET /v1/accounts/$account/certificates"),
        DoorCall("access substitutions", "GET /v1/substitutions"),
        DoorCall("access waiting", "GET /v1/grants/waiting"),
        DoorCall("audit list --limit 3", "GET /v1/audit?limit=3"),
        DoorCall("audit list --subject $person", "GET /v1/audit?subject=$person"),
        DoorCall("audit heads --limit 1", "GET /v1/audit/heads?limit=1"),
        DoorCall("audit proof $person", "GET /v1/audit/facts/$person/proofs"),
        DoorCall("audit consistency --from 1 --to 2", "GET /v1/audit/consistency?from=1&to=2"),
    ]

    private static let accessWrites = [
        DoorCall(
            "token issue --name n --role viewer --scope 610116 --days 3", "POST /v1/tokens",
            #"{"name":"n","role":"viewer","scope":"610116","days":3}"#),
        DoorCall(
            "token grant $account --role viewer --scope 610102", "POST /v1/grants",
            #"{"account":"$account","role":"viewer","scope":"610102"}"#),
        DoorCall(
            "access substitute $signer --account $account --since 2030-01-01 --until 2030-01-31 --reason r",
            "POST /v1/substitutions",
            #"{"account":"$account","substitute":"$signer","since":"2030-01-01","until":"2030-01-31","reason":"r"}"#),
        DoorCall(
            "access end-substitution $account", "DELETE /v1/substitutions/$account", refused: "not_found"),
        DoorCall("access confirm $account", "POST /v1/grants/$account/confirmation", refused: "not_found"),
        DoorCall(
            "access refuse $account --reason r", "POST /v1/grants/$account/refusal", #"{"reason":"r"}"#,
            refused: "not_found"),
        DoorCall(
            "access suspend $account --account $signer --reason r", "POST /v1/tenures/$account/suspension",
            #"{"account":"$signer","reason":"r"}"#, refused: "not_found"),
        DoorCall("access resume $account", "DELETE /v1/suspensions/$account", refused: "not_found"),
        DoorCall("audit seal", "POST /v1/audit/seals"),
        DoorCall("audit verify --since 2026-01-01", "POST /v1/audit/verifications", #"{"since":"2026-01-01"}"#),
        DoorCall("token revoke $token", "DELETE /v1/tokens/$token"),
        DoorCall(
            "token link $account --person $other", "POST /v1/accounts/$account/person", #"{"person":"$other"}"#),
        DoorCall(
            "account add --name n --sign-in-name newcomer --role viewer --scope 610116", "POST /v1/accounts",
            #"{"name":"n","sign_in_name":"newcomer","role":"viewer","scope":"610116"}"#),
        DoorCall(
            "account change $account --name 改 --sign-in-name clerk.1 --active false", "PATCH /v1/accounts/$account",
            #"{"name":"改","sign_in_name":"clerk.1","active":false}"#),
        DoorCall("account reset $signer", "POST /v1/accounts/$signer/reset", #"{"second_factor":false}"#),
        DoorCall(
            "account bind-certificate $account --subject 王芳", "POST /v1/accounts/$account/certificates",
            #"{"subject":"王芳"}"#),
        DoorCall(
            "account unbind-certificate $account $person", "DELETE /v1/accounts/$account/certificates/$person",
            refused: "not_found"),
        DoorCall("account unlink $admin", "DELETE /v1/accounts/$admin/person"),
        DoorCall("account token $signer --label l", "POST /v1/accounts/$signer/tokens", #"{"label":"l"}"#),
        DoorCall("account end-session $session", "DELETE /v1/sessions/$session"),
        DoorCall("token own --label l --days 3", "POST /v1/me/tokens", #"{"label":"l","days":3}"#),
        DoorCall(
            "token rotate $token --minutes 5 --days 2", "POST /v1/tokens/$token/rotation",
            #"{"minutes":5,"days":2}"#),
        DoorCall(
            "sign-in signer --password-file @file", "POST /v1/sessions",
            #"{"name":"signer","password":"$signerPassword"}"#, file: "$signerPassword"),
        DoorCall(
            "sign-in nobody --password-file @file", "POST /v1/sessions",
            #"{"name":"nobody","password":"$signerPassword"}"#, file: "$signerPassword",
            refused: "access.sign_in_refused"),
        DoorCall(
            "first-sign-in nobody --secret-file @file --password-file @file", "POST /v1/sessions/first",
            #"{"name":"nobody","secret":"$signerPassword","password":"$signerPassword"}"#, file: "$signerPassword",
            refused: "access.sign_in_refused"),
        // The caller of these tests came with a token and has no name to sign in with.
        DoorCall(
            "account password --old-file @file --new-file @file", "POST /v1/me/password",
            #"{"old":"a","new":"a"}"#, file: "a", refused: "access.no_sign_in_name"),
        DoorCall(
            "account enrol --password-file @file", "POST /v1/me/second-factor", #"{"password":"a"}"#, file: "a",
            refused: "access.no_sign_in_name"),
        DoorCall(
            "account confirm --ticket a --code 123456", "POST /v1/me/second-factor/confirmation",
            #"{"ticket":"a","code":"123456"}"#, refused: "second_factor.enrolment_expired"),
        DoorCall(
            "account remove-factor --password-file @file", "POST /v1/me/second-factor/removal",
            #"{"password":"a"}"#, file: "a", refused: "access.no_sign_in_name"),
    ]
}
