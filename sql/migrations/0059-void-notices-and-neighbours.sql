-- Notices without a point, and nominations by a neighbour of the host.

-- A notice that waits is not sent once it has no point any more: its person has died or left, has no seat in the class, or does not
-- owe the duty. It stays on file with the reason.

ALTER TABLE notice
    -- False for what a host is reminded of: it names somebody only because every notice does.
    ADD COLUMN about_person boolean NOT NULL DEFAULT true,
    ADD COLUMN void text CONSTRAINT notice_void CHECK (void IN ('departed', 'unseated', 'not_owed')),
    ADD COLUMN void_at timestamptz,
    ADD CONSTRAINT notice_void_at CHECK ((void IS NULL) = (void_at IS NULL)),
    ADD CONSTRAINT notice_void_unsent CHECK (void IS NULL OR sent_at IS NULL);
GRANT UPDATE (void, void_at) ON notice TO dangwu_app;
DROP INDEX notice_waiting;
CREATE INDEX notice_waiting ON notice (next_at, id) WHERE sent_at IS NULL AND void IS NULL;
DROP INDEX notice_unsent;
CREATE INDEX notice_unsent ON notice (path, id) WHERE sent_at IS NULL AND void IS NULL;
INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('notice', 'void', 'progress of the delivery'),
    ('notice', 'void_at', 'progress of the delivery');

-- Why a notice has no point on a day; NULL where it has one.
CREATE FUNCTION void_of_notice(who uuid, about text, is_personal boolean, today date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT is_personal THEN NULL
        WHEN (SELECT bool_and(coalesce(m.until <= today, false)) FROM membership m WHERE m.person_id = who) THEN 'departed'
        WHEN about ~ '^class:[0-9a-f-]{36}:(called|change:|cancelled)' AND NOT EXISTS (SELECT FROM enrolment n
            WHERE n.person_id = who AND n.class_id = class_of_notice(about) AND n.state IN ('enrolled', 'waiting')) THEN 'unseated'
        WHEN about ~ '^(duty|appointed):[0-9a-f-]{36}' AND NOT EXISTS (SELECT FROM duty d
            WHERE d.person_id = who AND d.id = substring(about FROM ':([0-9a-f-]{36})')::uuid AND d.annulled_on IS NULL
                AND (d.closed_on IS NULL OR d.closed_on > today)) THEN 'not_owed'
        END
$$;

-- A class may keep seats for a neighbour of its host, whose offices nominate as those below it do: the host sees and decides what was
-- nominated for its class, and puts on its list those that it has confirmed, and nobody else from there.
ALTER TABLE class_nomination ADD COLUMN duty_id uuid;
CREATE FUNCTION nominated_here(which uuid, who uuid, place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM class_nomination n
        JOIN class_nomination_decision d ON d.nomination_id = n.id AND d.verdict = 'confirmed'
        JOIN training_class c ON c.id = n.class_id
        WHERE n.class_id = which AND n.person_id = who AND n.path = place AND in_scope(c.path))
$$;
-- The duty that a confirmed nomination is for, as long as it is owed.
CREATE FUNCTION duty_of_nominee(which uuid, who uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id FROM class_nomination n JOIN training_class c ON c.id = n.class_id JOIN duty d ON d.person_id = n.person_id
        AND d.id = n.duty_id AND d.annulled_on IS NULL
    WHERE n.class_id = which AND n.person_id = who AND (SELECT scope_is_proven()) AND in_scope(c.path)
    ORDER BY n.id DESC LIMIT 1
$$;
CREATE POLICY of_own_class ON class_quota FOR SELECT USING (hosts_class(class_id));
CREATE POLICY kept_by_host ON class_quota FOR INSERT WITH CHECK (hosts_class(class_id));
CREATE POLICY of_own_class ON class_nomination FOR SELECT USING (hosts_class(class_id));
CREATE POLICY decided_by_host ON class_nomination FOR UPDATE USING (hosts_class(class_id)) WITH CHECK (hosts_class(class_id));
CREATE POLICY of_own_class ON class_nomination_decision FOR SELECT USING (EXISTS (SELECT FROM class_nomination n
    WHERE n.id = class_nomination_decision.nomination_id AND hosts_class(n.class_id)));
CREATE POLICY decided_by_host ON class_nomination_decision FOR INSERT WITH CHECK (EXISTS (SELECT FROM class_nomination n
    WHERE n.id = class_nomination_decision.nomination_id AND n.person_id = class_nomination_decision.person_id
        AND n.path = class_nomination_decision.path AND hosts_class(n.class_id)));
CREATE POLICY nominated ON enrolment FOR INSERT WITH CHECK (nominated_here(class_id, person_id, path));

-- The host sees the names of those that it decides about.
CREATE OR REPLACE FUNCTION name_on_list(who uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.name FROM person p WHERE p.id = who AND (SELECT scope_is_proven()) AND (
        EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id WHERE n.person_id = who AND in_scope(c.path))
        OR EXISTS (SELECT FROM class_nomination n JOIN training_class c ON c.id = n.class_id
            WHERE n.person_id = who AND in_scope(c.path)))
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
