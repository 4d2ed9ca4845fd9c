-- Results of examinations, essays and whatever else a class asks for beside attendance.

-- What one person got in one sitting of one part; a later revision corrects an earlier one, which stays.
CREATE TABLE class_result (
    person_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    part text COLLATE "C" NOT NULL CONSTRAINT class_result_part CHECK (length(part) BETWEEN 1 AND 60),
    -- 1, and above for what was repeated.
    sitting integer NOT NULL CONSTRAINT class_result_sitting CHECK (sitting BETWEEN 1 AND 10),
    revision integer NOT NULL,
    class_id uuid NOT NULL CONSTRAINT class_result_class REFERENCES training_class,
    path scope_path NOT NULL,
    score numeric(4,1) CONSTRAINT class_result_score CHECK (score BETWEEN 0 AND 100),
    verdict text CONSTRAINT class_result_verdict CHECK (verdict IN ('passed', 'failed', 'missed')),
    held_on date,
    reason text CONSTRAINT class_result_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT class_result_audit_event REFERENCES audit_event,
    CONSTRAINT class_result_pk PRIMARY KEY (person_id, enrolment_id, part, sitting, revision),
    CONSTRAINT class_result_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES enrolment,
    CONSTRAINT class_result_one CHECK ((score IS NULL) <> (verdict IS NULL))
);
CREATE INDEX class_result_by_class ON class_result (class_id);
CALL guard_by_path('class_result');
GRANT UPDATE (path) ON class_result TO dangwu_app;

CALL audit_enrol();
CALL withdraw_public_execution();
