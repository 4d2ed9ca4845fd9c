-- What classes may cost, and when their people arrive and leave.

-- Each decision is a new revision; the latest holds. Days of arrival and departure have no hours; people cost on them.
CREATE TABLE class_budget (
    class_id uuid NOT NULL CONSTRAINT class_budget_class REFERENCES training_class,
    revision integer NOT NULL,
    path scope_path NOT NULL,
    standard text NOT NULL CONSTRAINT class_budget_standard CHECK (length(standard) BETWEEN 1 AND 100),
    arrival_days integer NOT NULL CONSTRAINT class_budget_arrival CHECK (arrival_days BETWEEN 0 AND 30),
    departure_days integer NOT NULL CONSTRAINT class_budget_departure CHECK (departure_days BETWEEN 0 AND 30),
    ceiling numeric(12,2) CONSTRAINT class_budget_ceiling CHECK (ceiling >= 0),
    reason text CONSTRAINT class_budget_reason CHECK (length(reason) BETWEEN 1 AND 500),
    decided_on date NOT NULL DEFAULT today_in_china(),
    audit_event_id uuid NOT NULL CONSTRAINT class_budget_audit_event REFERENCES audit_event,
    CONSTRAINT class_budget_pk PRIMARY KEY (class_id, revision)
);
CALL guard_by_path('class_budget');
GRANT UPDATE (path) ON class_budget TO dangwu_app;

-- By which the fee of a lecture is compared: a word of the rule file.
ALTER TABLE class_session ADD COLUMN teacher_title text
    CONSTRAINT class_session_teacher_title CHECK (length(teacher_title) BETWEEN 1 AND 100);
GRANT UPDATE (teacher_title) ON class_session TO dangwu_app;

CALL audit_enrol();
CALL withdraw_public_execution();
