-- Terms of the committees of primary organisations: when they were elected, when the next election is due, and what moved it.

CREATE TABLE committee_term (
    id uuid CONSTRAINT committee_term_pk PRIMARY KEY,
    organisation_id uuid NOT NULL CONSTRAINT committee_term_organisation REFERENCES organisation,
    path scope_path NOT NULL,
    -- What it is called, such as 第五届委员会.
    name text CONSTRAINT committee_term_name CHECK (length(name) BETWEEN 1 AND 200),
    since date NOT NULL,
    -- The day of the next election by the length of the term.
    due date NOT NULL,
    -- The day on which the committee ended, where it is known; the next term ends it anyhow.
    ended date,
    document text CONSTRAINT committee_term_document CHECK (length(document) BETWEEN 1 AND 200),
    audit_event_id uuid NOT NULL CONSTRAINT committee_term_audit_event REFERENCES audit_event,
    CONSTRAINT committee_term_dates CHECK (due > since),
    CONSTRAINT committee_term_ended CHECK (ended > since)
);
CREATE INDEX committee_term_by_organisation ON committee_term (organisation_id, since DESC);
CREATE INDEX committee_term_by_path ON committee_term (path, id);
CALL guard_by_path('committee_term');
GRANT UPDATE (path) ON committee_term TO dangwu_app;

-- An election that the superior moved to a later day.
CREATE TABLE committee_term_extension (
    id uuid CONSTRAINT committee_term_extension_pk PRIMARY KEY,
    term_id uuid NOT NULL CONSTRAINT committee_term_extension_term REFERENCES committee_term,
    path scope_path NOT NULL,
    until date NOT NULL,
    document text NOT NULL CONSTRAINT committee_term_extension_document CHECK (length(document) BETWEEN 1 AND 200),
    reason text NOT NULL CONSTRAINT committee_term_extension_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT committee_term_extension_audit_event REFERENCES audit_event
);
CREATE INDEX committee_term_extension_by_term ON committee_term_extension (term_id);
CALL guard_by_path('committee_term_extension');
GRANT UPDATE (path) ON committee_term_extension TO dangwu_app;

-- A term that was entered by mistake.
CREATE TABLE committee_term_withdrawal (
    term_id uuid CONSTRAINT committee_term_withdrawal_pk PRIMARY KEY
        CONSTRAINT committee_term_withdrawal_term REFERENCES committee_term,
    path scope_path NOT NULL,
    reason text NOT NULL CONSTRAINT committee_term_withdrawal_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT committee_term_withdrawal_audit_event REFERENCES audit_event
);
CALL guard_by_path('committee_term_withdrawal');
GRANT UPDATE (path) ON committee_term_withdrawal TO dangwu_app;

CALL audit_enrol();
