-- Who read what of whose people: ID numbers in clear, exports of personal lists, and prints. A line for each office whose people a
-- reading shows, written before anything leaves, so that the office sees it in its own list.

CREATE TABLE sensitive_read (
    id uuid CONSTRAINT sensitive_read_pk PRIMARY KEY,
    -- The reading that the line belongs to; one that shows people of several offices has a line for each of them.
    reading_id uuid NOT NULL,
    -- The office of the people, which need not lie in the reader's scope.
    path scope_path NOT NULL,
    account_id uuid NOT NULL,
    -- The reader and the reader's office by name: both may lie out of sight of the office that the line is for.
    reader text NOT NULL,
    office text,
    door text NOT NULL,
    kind text NOT NULL CONSTRAINT sensitive_read_kind CHECK (kind IN ('read', 'export', 'print')),
    subject text NOT NULL CONSTRAINT sensitive_read_subject CHECK (subject ~ '^[a-z_.]{1,60}$'),
    -- Where it is about one.
    person_id uuid,
    purpose text CONSTRAINT sensitive_read_purpose CHECK (length(purpose) BETWEEN 1 AND 200),
    filters text,
    -- How many rows were handed over. A list that is read page by page is counted before each of them leaves, so it is right however
    -- the reading ends.
    rows integer NOT NULL CONSTRAINT sensitive_read_rows CHECK (rows > 0),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    audit_event_id uuid NOT NULL CONSTRAINT sensitive_read_audit_event REFERENCES audit_event,
    CONSTRAINT sensitive_read_once UNIQUE (reading_id, path)
);
CREATE INDEX sensitive_read_by_path ON sensitive_read (path, id);
CALL guard_by_path('sensitive_read');
-- A line may be left for an office outside the scope (a letter shows somebody of another office), in one's own name alone.
CREATE POLICY for_any_office ON sensitive_read FOR INSERT WITH CHECK (true);
CREATE POLICY by_account ON sensitive_read AS RESTRICTIVE FOR INSERT
    WITH CHECK (account_id = nullif(current_setting('app.account', true), '')::uuid);
CREATE POLICY own_count ON sensitive_read AS RESTRICTIVE FOR UPDATE
    USING (account_id = nullif(current_setting('app.account', true), '')::uuid);
GRANT UPDATE (path, rows) ON sensitive_read TO dangwu_app;

CALL audit_enrol();
CALL withdraw_public_execution();
