-- Organisations through time: where each one lay on which day and under which code, what was decided about it, and what it came from and
-- became. What hangs on an organisation that ends or is divided is settled here, in one place.

ALTER TABLE organisation_version ADD COLUMN code text COLLATE "C",
    -- The event that found the entry to be wrong, or undid it; it is then void.
    ADD COLUMN annulled_audit_event_id uuid CONSTRAINT organisation_version_annulled_by REFERENCES audit_event;
UPDATE organisation_version v SET code = o.code FROM organisation o WHERE o.id = v.organisation_id;
ALTER TABLE organisation_version ALTER COLUMN code SET NOT NULL,
    DROP CONSTRAINT organisation_version_overlap,
    ADD CONSTRAINT organisation_version_overlap EXCLUDE USING gist (
        organisation_id WITH =, daterange(since, until) WITH &&) WHERE (annulled_audit_event_id IS NULL);
CREATE INDEX organisation_version_by_parent ON organisation_version (parent_id);
CREATE INDEX organisation_version_by_code ON organisation_version (code);
GRANT UPDATE (annulled_audit_event_id) ON organisation_version TO dangwu_app;
GRANT UPDATE (code, since) ON organisation TO dangwu_app;

-- Branches of several units, for a time, for a purpose, and of mobile members are kinds of their own.
ALTER TABLE organisation DROP CONSTRAINT organisation_kind, ADD CONSTRAINT organisation_kind CHECK (kind IN ('committee',
    'working_committee', 'general_branch', 'branch', 'joint_branch', 'temporary_branch', 'functional_branch', 'mobile_branch', 'group'));
-- As are the further commissioners that branches have.
ALTER TABLE post DROP CONSTRAINT post_title, ADD CONSTRAINT post_title CHECK (title IN ('secretary', 'first_secretary',
    'deputy_secretary', 'organisation_commissioner', 'publicity_commissioner', 'discipline_commissioner', 'youth_commissioner',
    'production_commissioner', 'united_front_commissioner', 'women_commissioner', 'committee_member'));

-- Where an organisation lay: the path that it had then, from the codes of then. Unlike a path it never moves. It covers all days; from when
-- to when the organisation existed say its versions.
CREATE TABLE organisation_place (
    organisation_id uuid NOT NULL CONSTRAINT organisation_place_subject REFERENCES organisation,
    since date NOT NULL,
    until date,
    path scope_path NOT NULL,
    place text COLLATE "C" NOT NULL,
    CONSTRAINT organisation_place_pk PRIMARY KEY (organisation_id, since),
    CONSTRAINT organisation_place_dates CHECK (until > since),
    CONSTRAINT organisation_place_overlap EXCLUDE USING gist (organisation_id WITH =, daterange(since, until) WITH &&)
);
CREATE INDEX organisation_place_by_place ON organisation_place (place, since);
CREATE INDEX organisation_place_by_path ON organisation_place (path, organisation_id);
CALL guard_by_path('organisation_place');
WITH RECURSIVE spans AS (
    SELECT v.organisation_id, v.parent_id, v.code, CASE WHEN row_number() OVER w = 1 THEN DATE '0001-01-01' ELSE v.since END AS since,
        lead(v.since) OVER w AS until
    FROM organisation_version v WINDOW w AS (PARTITION BY v.organisation_id ORDER BY v.since)
), placed AS (
    SELECT s.organisation_id, s.since, s.until, s.code || '.' AS place FROM spans s WHERE s.parent_id IS NULL
    UNION ALL
    SELECT s.organisation_id, greatest(s.since, p.since), least(s.until, p.until), p.place || s.code || '.'
    FROM placed p JOIN spans s ON s.parent_id = p.organisation_id AND daterange(s.since, s.until) && daterange(p.since, p.until)
)
INSERT INTO organisation_place (organisation_id, since, until, path, place)
SELECT p.organisation_id, p.since, p.until, o.path, p.place FROM placed p JOIN organisation o ON o.id = p.organisation_id;

-- What was decided about an organisation after it was entered, from which day on, and under which document.
CREATE TABLE organisation_change (
    id uuid CONSTRAINT organisation_change_pk PRIMARY KEY,
    organisation_id uuid NOT NULL CONSTRAINT organisation_change_subject REFERENCES organisation,
    path scope_path NOT NULL,
    change text NOT NULL CONSTRAINT organisation_change_kind
        CHECK (change IN ('found', 'change', 'merge', 'split', 'close', 'reopen', 'correct', 'undo')),
    effective_on date NOT NULL,
    document text CONSTRAINT organisation_change_document CHECK (length(document) BETWEEN 1 AND 200),
    reason text CONSTRAINT organisation_change_reason CHECK (length(reason) BETWEEN 1 AND 500),
    -- The version that it made.
    version integer,
    -- What it undid.
    undoes uuid CONSTRAINT organisation_change_undoes REFERENCES organisation_change
        CONSTRAINT organisation_change_undone_once UNIQUE,
    audit_event_id uuid NOT NULL CONSTRAINT organisation_change_audit_event REFERENCES audit_event,
    CONSTRAINT organisation_change_undo CHECK ((change = 'undo') = (undoes IS NOT NULL))
);
CREATE INDEX organisation_change_of ON organisation_change (organisation_id, id);
CREATE INDEX organisation_change_by_path ON organisation_change (path, id);
CALL guard_by_path('organisation_change');
GRANT UPDATE (path) ON organisation_change TO dangwu_app;
INSERT INTO organisation_change (id, organisation_id, path, change, effective_on, version, audit_event_id)
SELECT gen_random_uuid(), v.organisation_id, v.path, 'change', v.since, v.version, v.audit_event_id
FROM organisation_version v JOIN audit_event e ON e.id = v.audit_event_id WHERE v.version > 1;
INSERT INTO organisation_change (id, organisation_id, path, change, effective_on, audit_event_id)
SELECT gen_random_uuid(), o.id, o.path, 'close', o.until, o.audit_event_id FROM organisation o WHERE o.until IS NOT NULL;

-- What came from what: seen from both ends, with the names of then.
CREATE TABLE organisation_link (
    id uuid CONSTRAINT organisation_link_pk PRIMARY KEY,
    change_id uuid NOT NULL CONSTRAINT organisation_link_change REFERENCES organisation_change,
    from_id uuid NOT NULL CONSTRAINT organisation_link_from REFERENCES organisation,
    to_id uuid NOT NULL CONSTRAINT organisation_link_to REFERENCES organisation,
    path scope_path NOT NULL,
    to_path scope_path NOT NULL,
    relation text NOT NULL CONSTRAINT organisation_link_relation CHECK (relation IN ('merged', 'split')),
    effective_on date NOT NULL,
    from_code text NOT NULL,
    from_name text NOT NULL,
    to_code text NOT NULL,
    to_name text NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT organisation_link_audit_event REFERENCES audit_event,
    CONSTRAINT organisation_link_ends CHECK (from_id <> to_id)
);
CREATE INDEX organisation_link_by_from ON organisation_link (from_id);
CREATE INDEX organisation_link_by_to ON organisation_link (to_id);
CREATE INDEX organisation_link_by_path ON organisation_link (path, id);
CALL guard_by_path('organisation_link');
GRANT UPDATE (path, to_path) ON organisation_link TO dangwu_app;
CREATE POLICY for_receiver ON organisation_link FOR SELECT USING (to_path >= current_setting('app.scope_lo', true)
    AND to_path < current_setting('app.scope_hi', true)
    AND ((SELECT current_setting('app.scope_gaps', true) = '') OR outside_gaps(to_path)));

-- Rewrites the places of an organisation and of what lay below it, from a day on: it has another parent or another code. What lies
-- elsewhere by now lay below it then all the same, so this runs with the owner's rights.
CREATE PROCEDURE place_organisation(which uuid, from_day date, parent uuid, new_code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    span record;
    one record;
    last date;
BEGIN
    PERFORM demand_proof();
    IF NOT EXISTS (SELECT FROM organisation o WHERE o.id = which AND in_scope(o.path))
        OR parent IS NOT NULL AND NOT EXISTS (SELECT FROM organisation o WHERE o.id = parent AND in_scope(o.path)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'place_organisation outside the scope';
    END IF;
    FOR span IN
        SELECT p.place AS old_place, coalesce(a.place, '') || new_code || '.' AS new_place,
            greatest(p.since, a.since, from_day) AS since, least(p.until, a.until) AS until
        FROM organisation_place p LEFT JOIN organisation_place a
            ON a.organisation_id = parent AND daterange(a.since, a.until) && daterange(p.since, p.until)
            AND (a.until IS NULL OR a.until > from_day)
        WHERE p.organisation_id = which AND (p.until IS NULL OR p.until > from_day)
        ORDER BY 3
    LOOP
        CONTINUE WHEN span.old_place = span.new_place;
        FOR one IN
            SELECT p.* FROM organisation_place p
            WHERE p.place >= span.old_place AND p.place < left(span.old_place, -1) || '/'
                AND (span.until IS NULL OR p.since < span.until) AND (p.until IS NULL OR p.until > span.since)
            ORDER BY p.place, p.since
        LOOP
            last := least(one.until, span.until);
            IF one.since < span.since THEN
                UPDATE organisation_place SET until = span.since
                WHERE organisation_id = one.organisation_id AND since = one.since;
                INSERT INTO organisation_place (organisation_id, since, until, path, place)
                VALUES (one.organisation_id, span.since, last, one.path,
                    span.new_place || substr(one.place, length(span.old_place) + 1));
            ELSE
                UPDATE organisation_place SET until = last, place = span.new_place || substr(one.place, length(span.old_place) + 1)
                WHERE organisation_id = one.organisation_id AND since = one.since;
            END IF;
            IF last IS DISTINCT FROM one.until THEN
                INSERT INTO organisation_place (organisation_id, since, until, path, place)
                VALUES (one.organisation_id, last, one.until, one.path, one.place);
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- What becomes of everything that hangs on an organisation. Its members go to another one from a day on, with their cases, hours, points
-- and letters; offices there end. Where people are named, only they go. Where none are named the organisation ends: its other offices and
-- categories end too, letters on their way to it and classes that it hosts follow, its units belong to the other one, grants over it are
-- revoked, and it takes part in points no longer.
-- Returns the people whose standing or office changed.
CREATE FUNCTION settle_organisation(
    old_id uuid, new_id uuid, movers uuid[], on_day date, remark text, by_event uuid
) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    source organisation;
    target organisation;
    one record;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO source FROM organisation o WHERE o.id = old_id AND in_scope(o.path);
    SELECT * INTO target FROM organisation o WHERE o.id = new_id AND in_scope(o.path) AND o.until IS NULL;
    IF source.id IS NULL OR new_id IS NOT NULL AND target.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'settle_organisation outside the scope';
    END IF;
    IF target.id IS NOT NULL THEN
        FOR one IN
            SELECT m.person_id, m.id, m.status, coalesce(m.counts_from, m.since) AS counts_from FROM membership m
            WHERE m.path = source.path AND m.organisation_id = old_id AND m.until IS NULL
                AND (movers IS NULL OR m.person_id = ANY (movers))
            ORDER BY m.person_id
        LOOP
            PERFORM FROM person p WHERE p.id = one.person_id FOR NO KEY UPDATE;
            UPDATE membership m SET until = on_day, ended_as = 'transferred' WHERE m.person_id = one.person_id AND m.id = one.id;
            INSERT INTO membership (person_id, id, organisation_id, path, status, since, began_as, counts_from, audit_event_id)
            VALUES (one.person_id, gen_random_uuid(), new_id, target.path, one.status, on_day, 'transferred', one.counts_from,
                by_event);
            -- A letter between the two has nothing left to do; others go on from the new place.
            INSERT INTO membership_transfer_answer
            SELECT t.person_id, t.id, t.path, t.to_path, 'cancelled', greatest(on_day, t.issued_on), remark, by_event
            FROM membership_transfer t WHERE t.person_id = one.person_id AND t.open AND t.to_id = new_id;
            UPDATE membership_transfer t SET open = false WHERE t.person_id = one.person_id AND t.open AND t.to_id = new_id;
            UPDATE membership_transfer t SET from_id = new_id, path = target.path
            WHERE t.person_id = one.person_id AND t.open AND t.from_id = old_id;
            CALL move_person(one.person_id, target.path);
            PERFORM leave_place(one.person_id, source.path, target.path, on_day, by_event);
            RETURN NEXT one.person_id;
        END LOOP;
    END IF;
    IF movers IS NOT NULL THEN RETURN; END IF;
    RETURN QUERY
    WITH ended AS (
        UPDATE tenure t SET until = CASE WHEN t.since < on_day THEN on_day ELSE t.until END, ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN t.since < on_day THEN NULL ELSE by_event END
        FROM post p
        WHERE p.id = t.post_id AND p.organisation_id = old_id AND t.annulled_audit_event_id IS NULL
            AND (t.until IS NULL OR t.until > on_day)
        RETURNING t.person_id
    ), left_groups AS (
        UPDATE person_category c SET until = CASE WHEN c.since < on_day THEN on_day ELSE c.until END,
            ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN c.since < on_day THEN NULL ELSE by_event END
        WHERE c.organisation_id = old_id AND c.annulled_audit_event_id IS NULL AND (c.until IS NULL OR c.until > on_day)
        RETURNING c.person_id
    )
    SELECT e.person_id FROM ended e UNION SELECT g.person_id FROM left_groups g;
    UPDATE points_participation w SET until = greatest(on_day, w.since + 1), ended_audit_event_id = by_event
    WHERE w.subject_id = old_id AND (w.until IS NULL OR w.until > on_day);
    INSERT INTO revocation (subject_id, path, audit_event_id)
    SELECT g.id, g.path, by_event FROM access_grant g
    WHERE g.path = source.path AND (g.until IS NULL OR g.until > on_day)
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id);
    IF target.id IS NULL THEN RETURN; END IF;
    -- A letter from the other one to this one has nothing left to do either.
    INSERT INTO membership_transfer_answer
    SELECT t.person_id, t.id, t.path, t.to_path, 'cancelled', greatest(on_day, t.issued_on), remark, by_event
    FROM membership_transfer t WHERE t.open AND t.to_id = old_id AND t.from_id = new_id;
    UPDATE membership_transfer t SET open = false WHERE t.open AND t.to_id = old_id AND t.from_id = new_id;
    UPDATE membership_transfer t SET to_id = new_id, to_path = target.path WHERE t.open AND t.to_id = old_id;
    UPDATE class_session s SET path = target.path FROM training_class c
    WHERE s.class_id = c.id AND c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE class_event s SET path = target.path FROM training_class c
    WHERE s.class_id = c.id AND c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE class_change s SET path = target.path FROM training_class c
    WHERE s.class_id = c.id AND c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE training_class c SET host_id = new_id, path = target.path, version = c.version + 1,
        admits = CASE WHEN starts_with(c.admits, source.path) THEN target.path ELSE c.admits END,
        admits_end = CASE WHEN starts_with(c.admits, source.path) THEN left(target.path, -1) || '/' ELSE c.admits_end END
    WHERE c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE org_unit u SET organisation_id = new_id, path = target.path WHERE u.organisation_id = old_id AND u.until IS NULL;
END
$$;

-- A letter is accepted by an organisation that is there: one that is being dissolved meanwhile is waited for.
CREATE OR REPLACE FUNCTION answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    t membership_transfer;
    m membership;
    ended date;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which;
    PERFORM FROM organisation o WHERE o.id = t.to_id FOR SHARE;
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which FOR UPDATE;
    IF t.id IS NULL OR t.direction <> 'inside' OR NOT coalesce(in_scope(t.to_path), false) THEN
        RETURN 'missing';
    END IF;
    IF NOT t.open THEN RETURN 'answered'; END IF;
    IF given = 'accepted' THEN
        SELECT o.until INTO ended FROM organisation o WHERE o.id = t.to_id FOR SHARE;
        IF ended IS NOT NULL THEN RETURN 'dissolved'; END IF;
        SELECT * INTO m FROM membership WHERE person_id = who AND until IS NULL FOR UPDATE;
        IF m.id IS NULL OR m.organisation_id <> t.from_id OR m.since >= given_on THEN RETURN 'moved'; END IF;
        UPDATE membership SET until = given_on, ended_as = 'transferred' WHERE person_id = who AND id = m.id;
        INSERT INTO membership (person_id, id, organisation_id, path, status, since, began_as, audit_event_id)
        VALUES (who, standing, t.to_id, t.to_path, m.status, given_on, 'transferred', by_event);
        CALL move_person(who, t.to_path);
        PERFORM leave_place(who, m.path, t.to_path, given_on, by_event);
    ELSIF given <> 'returned' THEN
        RETURN 'missing';
    END IF;
    INSERT INTO membership_transfer_answer VALUES (who, which, t.path, t.to_path, given, given_on, given_remark, by_event);
    UPDATE membership_transfer SET open = false WHERE person_id = who AND id = which;
    RETURN 'done';
END
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
