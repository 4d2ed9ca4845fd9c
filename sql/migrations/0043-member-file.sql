-- The member file beyond name, number and membership: attributes that a rule file names, each value a fact of its own.

CREATE TABLE person_attribute (
    person_id uuid NOT NULL CONSTRAINT person_attribute_person REFERENCES person,
    id uuid NOT NULL,
    path scope_path NOT NULL,
    -- As the rule file has it; of a column that was kept though the rule file has none, '+' and its heading.
    key text NOT NULL COLLATE "C" CONSTRAINT person_attribute_key CHECK (key ~ '^([a-z][a-z_]{0,39}|[+].{1,60})$'),
    value text NOT NULL CONSTRAINT person_attribute_value CHECK (length(value) BETWEEN 1 AND 500),
    -- From which day on it holds, as far as it is known.
    since date NOT NULL,
    recorded_on date NOT NULL DEFAULT today_in_china(),
    -- The fact in whose place it stands because that was wrong.
    corrects uuid,
    reason text CONSTRAINT person_attribute_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT person_attribute_audit_event REFERENCES audit_event,
    -- What found it to be wrong, or took the import back that it came with.
    annulled_audit_event_id uuid CONSTRAINT person_attribute_annulled REFERENCES audit_event,
    CONSTRAINT person_attribute_pk PRIMARY KEY (person_id, id),
    CONSTRAINT person_attribute_corrects FOREIGN KEY (person_id, corrects) REFERENCES person_attribute,
    CONSTRAINT person_attribute_says_why CHECK (corrects IS NULL OR reason IS NOT NULL)
);
CREATE INDEX person_attribute_by_event ON person_attribute (audit_event_id);
CALL guard_by_path('person_attribute');
GRANT UPDATE (path, annulled_audit_event_id) ON person_attribute TO dangwu_app;

CALL audit_enrol();
CALL withdraw_public_execution();
