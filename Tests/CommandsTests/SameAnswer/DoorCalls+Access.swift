/// Accounts, tokens and the audit trail, as commands and as requests.
extension DoorCalls {
    static let access = accessReads + accessWrites

    private static let accessReads = [
        DoorCall("token list --limit 1", "GET /v1/tokens?limit=1"),
        DoorCall("token roles", "GET /v1/roles"),
        DoorCall("token grants", "GET /v1/grants"),
        DoorCall("token me", "GET /v1/me"),
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
        DoorCall("audit seal", "POST /v1/audit/seals", "{}"),
        DoorCall("audit verify --since 2026-01-01", "POST /v1/audit/verifications", #"{"since":"2026-01-01"}"#),
        DoorCall("token revoke $token", "DELETE /v1/tokens/$token"),
        DoorCall(
            "token link $account --person $other", "POST /v1/accounts/$account/person", #"{"person":"$other"}"#),
    ]
}
