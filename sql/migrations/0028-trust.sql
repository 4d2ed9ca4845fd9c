-- Nobody grants themselves what is not theirs, and two at once give one right answer.

-- The day of the product's users, as the program counts it.
CREATE FUNCTION today_in_china() RETURNS date LANGUAGE sql STABLE
    RETURN (now() AT TIME ZONE 'Asia/Shanghai')::date;

-- Hours of a level above that of the office that entered them are claimed, not earned: they count once an office that may say so has
-- confirmed them. What was on file before keeps counting: it settled duties under the rules of its time, reports that were sent
-- rest on it, and nobody could have confirmed it then. `waiting` follows from the decisions and is there for the index alone.
ALTER TABLE credit ADD COLUMN claimed boolean NOT NULL DEFAULT false,
    ADD COLUMN waiting boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT credit_claimed CHECK (NOT claimed OR (source = 'import' AND document IS NOT NULL)),
    ADD CONSTRAINT credit_waiting CHECK (NOT waiting OR claimed);
CREATE INDEX credit_waiting_by_path ON credit (path, id) WHERE waiting;
GRANT UPDATE (waiting) ON credit TO dangwu_app;
CREATE UNIQUE INDEX credit_by_id ON credit (id);

CREATE TABLE credit_decision (
    person_id uuid NOT NULL,
    credit_id uuid NOT NULL,
    path scope_path NOT NULL,
    verdict text NOT NULL CONSTRAINT credit_decision_verdict CHECK (verdict IN ('confirmed', 'refused')),
    decided_on date NOT NULL,
    reason text CONSTRAINT credit_decision_reason CHECK (length(reason) BETWEEN 1 AND 500),
    office text NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT credit_decision_audit_event REFERENCES audit_event,
    CONSTRAINT credit_decision_pk PRIMARY KEY (person_id, credit_id),
    CONSTRAINT credit_decision_credit FOREIGN KEY (person_id, credit_id) REFERENCES credit (person_id, id),
    CONSTRAINT credit_decision_says_why CHECK (verdict = 'confirmed' OR reason IS NOT NULL)
);
CREATE INDEX credit_decision_by_path ON credit_decision (path, credit_id);
CALL guard_by_path('credit_decision');
GRANT UPDATE (path) ON credit_decision TO dangwu_app;

-- How claimed hours stand on a day: waiting, confirmed or refused. Other hours are confirmed by the class that gave them.
CREATE FUNCTION credit_verdict(who uuid, which uuid, is_claimed boolean, as_of date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN is_claimed THEN coalesce((SELECT d.verdict FROM credit_decision d
        WHERE d.person_id = who AND d.credit_id = which AND d.decided_on <= as_of), 'waiting') ELSE 'confirmed' END
$$;

DROP FUNCTION duty_standing;
CREATE FUNCTION duty_standing(as_of date, due_soon integer, forecast integer)
RETURNS TABLE (id uuid, person_id uuid, path scope_path, organisation_id uuid, kind text, field text, cycle_id uuid, year integer,
    opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, unconfirmed numeric, rule_set text, seat text,
    level text)
LANGUAGE sql STABLE AS $$
    SELECT d.id, d.person_id, d.path, d.organisation_id, d.kind, d.field, d.cycle_id, d.year, d.opened_on, e.due_on,
        greatest(d.hard_on, e.due_on), d.required_hours, k.hours, k.unconfirmed, d.rule_set, s.name,
        CASE
            WHEN as_of > greatest(d.hard_on, e.due_on) THEN 'past_hard'
            WHEN as_of > e.due_on THEN 'overdue'
            WHEN e.due_on - as_of <= forecast AND s.name IS NULL THEN 'forecast_to_miss'
            WHEN e.due_on - as_of <= due_soon THEN 'due_soon'
        END
    FROM duty d
    CROSS JOIN LATERAL (
        SELECT greatest(d.due_on, max(r.expires_on) FILTER (WHERE r.kind = 'extension')) AS due_on,
            coalesce(bool_or(r.kind = 'exemption' AND r.expires_on >= as_of), false) AS exempt
        FROM relief r
        WHERE r.duty_id = d.id AND r.granted_on <= as_of AND NOT EXISTS (
            SELECT FROM relief_withdrawal w
            WHERE w.person_id = r.person_id AND w.relief_id = r.id AND w.withdrawn_on <= as_of)
    ) AS e
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(v.hours) FILTER (WHERE v.verdict = 'confirmed'), 0) AS hours,
            coalesce(sum(v.completions) FILTER (WHERE v.verdict = 'confirmed'), 0) AS completions,
            coalesce(sum(v.hours) FILTER (WHERE v.verdict = 'waiting'), 0) AS unconfirmed
        FROM (
            SELECT c.hours, c.completions, CASE WHEN c.claimed THEN coalesce((SELECT f.verdict FROM credit_decision f
                WHERE f.person_id = c.person_id AND f.credit_id = c.id AND f.decided_on <= as_of), 'waiting')
                ELSE 'confirmed' END AS verdict
            FROM credit c
            WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                AND c.earned_on >= d.opened_on AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
        ) AS v
    ) AS k
    LEFT JOIN LATERAL (
        SELECT t.name
        FROM enrolment n JOIN training_class t ON t.id = n.class_id
        WHERE n.person_id = d.person_id AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
            AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts) AND t.ends_on <= e.due_on
        ORDER BY t.ends_on, t.id LIMIT 1
    ) AS s ON true
    WHERE d.opened_on <= as_of AND (d.closed_on IS NULL OR d.closed_on > as_of)
        AND NOT (k.completions >= 1 AND k.hours >= d.required_hours) AND NOT e.exempt
$$;

-- The name as it was when somebody took the office: what happened in it stays readable there after its holder has left.
ALTER TABLE tenure ADD COLUMN person_name text;
UPDATE tenure t SET person_name = p.name FROM person p WHERE p.id = t.person_id;
ALTER TABLE tenure ALTER COLUMN person_name SET NOT NULL;

-- Somebody who holds an office here, or will, is visible here, wherever the membership lies; who has left is not.
DROP POLICY by_office ON person;
CREATE POLICY by_office ON person FOR SELECT USING (EXISTS (SELECT FROM tenure t
    WHERE t.person_id = person.id AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > today_in_china())));

-- What an office of the caller's scope calls somebody who is out of its sight now; nothing of anybody else.
CREATE FUNCTION name_in_office(who uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT t.person_name FROM tenure t WHERE t.person_id = who ORDER BY t.since DESC, t.id DESC LIMIT 1
$$;

-- An import is a keyed act: a file, a kind, a place and a day are one import. A repetition is asked for and has the next number.
CREATE TABLE import_run (
    path scope_path NOT NULL,
    kind text NOT NULL CONSTRAINT import_run_kind CHECK (length(kind) BETWEEN 1 AND 120),
    file_hash bytea NOT NULL,
    day date NOT NULL DEFAULT today_in_china(),
    number integer NOT NULL CONSTRAINT import_run_number CHECK (number > 0),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    audit_event_id uuid NOT NULL CONSTRAINT import_run_audit_event REFERENCES audit_event,
    CONSTRAINT import_run_pk PRIMARY KEY (path, kind, file_hash, day, number)
);
CALL guard_by_path('import_run');
GRANT UPDATE (path) ON import_run TO dangwu_app;

-- ID numbers that an account has asked for on a day, as keyed hashes: asking often enough would find a number out.
CREATE TABLE identity_lookup (
    account_id uuid NOT NULL,
    day date NOT NULL DEFAULT today_in_china(),
    id_hash bytea NOT NULL,
    birth_hash bytea NOT NULL,
    path scope_path NOT NULL,
    CONSTRAINT identity_lookup_pk PRIMARY KEY (account_id, day, id_hash)
);
CREATE INDEX identity_lookup_by_birth ON identity_lookup (account_id, day, birth_hash);
ALTER TABLE identity_lookup ENABLE ROW LEVEL SECURITY;
-- An account's own, whatever part of the tree it works in.
CREATE POLICY own_account ON identity_lookup
    USING (account_id = nullif(current_setting('app.account', true), '')::uuid);
CALL require_proof('identity_lookup');
GRANT SELECT, INSERT ON identity_lookup TO dangwu_app;

-- The decisions about a person's hours follow the hours.
CREATE OR REPLACE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'credit_decision', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person',
        'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due', 'recruitment_trait',
        'membership_decision', 'membership_decision_annulment', 'notice']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE person_id = $1', moved) USING mover, new_path;
    END LOOP;
    FOREACH moved IN ARRAY ARRAY['points_subject', 'points_participation', 'points_claim']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE subject_id = $1', moved) USING mover, new_path;
    END LOOP;
    UPDATE person SET path = new_path WHERE id = mover;
END
$$;

INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('identity_lookup', '*', 'what an account has asked for, counted by the day');
CALL audit_enrol();
CALL withdraw_public_execution();
