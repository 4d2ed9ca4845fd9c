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

CALL audit_enrol();
CALL withdraw_public_execution();
