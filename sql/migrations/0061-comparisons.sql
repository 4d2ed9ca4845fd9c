-- The register compared with another one's export: what differs, line by line, and what was decided about each line.

CREATE TABLE comparison (
    id uuid CONSTRAINT comparison_pk PRIMARY KEY,
    -- What was compared: everybody below it.
    path scope_path NOT NULL,
    source text NOT NULL CONSTRAINT comparison_source CHECK (length(source) BETWEEN 1 AND 200),
    compared_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    file_hash bytea NOT NULL,
    rows integer NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT comparison_audit_event REFERENCES audit_event
);
CREATE INDEX comparison_by_path ON comparison (path, id);
CALL guard_by_path('comparison');
GRANT UPDATE (path) ON comparison TO dangwu_app;

-- One difference. It belongs to the comparison, at its place, wherever the person may be by now. ID numbers are not kept.
CREATE TABLE comparison_line (
    comparison_id uuid NOT NULL CONSTRAINT comparison_line_of REFERENCES comparison,
    number integer NOT NULL CONSTRAINT comparison_line_number CHECK (number > 0),
    path scope_path NOT NULL,
    kind text NOT NULL CONSTRAINT comparison_line_kind CHECK (kind IN ('differs', 'only_there', 'only_here')),
    person_id uuid,
    name text NOT NULL,
    organisation text,
    field text CONSTRAINT comparison_line_field CHECK ((field IS NULL) = (kind <> 'differs')),
    here text,
    there text,
    -- Of the sheet.
    row integer,
    CONSTRAINT comparison_line_pk PRIMARY KEY (comparison_id, number)
);
CREATE INDEX comparison_line_by_person ON comparison_line (person_id, field);
CALL guard_by_path('comparison_line');
GRANT UPDATE (path) ON comparison_line TO dangwu_app;
INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('comparison_line', '*', 'derived from the register and a sheet whose hash the comparison has');
INSERT INTO merge_exception (relation, attribute, reason) VALUES
    ('comparison_line', 'person_id', 'a comparison is kept as it was made');

-- What was decided about a line; the newest counts.
CREATE TABLE comparison_decision (
    id uuid CONSTRAINT comparison_decision_pk PRIMARY KEY,
    comparison_id uuid NOT NULL,
    number integer NOT NULL,
    path scope_path NOT NULL,
    decision text NOT NULL CONSTRAINT comparison_decision_kind CHECK (decision IN ('taken', 'kept', 'handled')),
    reason text NOT NULL CONSTRAINT comparison_decision_reason CHECK (length(reason) BETWEEN 1 AND 500),
    document text CONSTRAINT comparison_decision_document CHECK (length(document) BETWEEN 1 AND 200),
    decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    audit_event_id uuid NOT NULL CONSTRAINT comparison_decision_audit_event REFERENCES audit_event,
    CONSTRAINT comparison_decision_line FOREIGN KEY (comparison_id, number) REFERENCES comparison_line
);
CREATE INDEX comparison_decision_by_line ON comparison_decision (comparison_id, number, decided_at);
CALL guard_by_path('comparison_decision');
GRANT UPDATE (path) ON comparison_decision TO dangwu_app;

CALL audit_enrol();
