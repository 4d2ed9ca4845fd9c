-- A standing counts from the day on which it began, in whichever organisation: the receiver of somebody does not see the standing
-- before, and took the day of the transfer for that of the admission or the conversion.

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
        INSERT INTO membership (person_id, id, organisation_id, path, status, since, began_as, counts_from, audit_event_id)
        VALUES (who, standing, t.to_id, t.to_path, m.status, given_on, 'transferred', coalesce(m.counts_from, m.since), by_event);
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

-- Those who were transferred earlier, as far back as nothing but transfers lies between.
UPDATE membership m SET counts_from = b.day
FROM (
    SELECT r.person_id, r.id, (
        SELECT min(coalesce(e.counts_from, e.since)) FROM membership e
        WHERE e.person_id = r.person_id AND e.status = r.status AND e.until <= r.since AND e.ended_as = 'transferred'
            AND e.since >= coalesce((SELECT max(x.until) FROM membership x
                WHERE x.person_id = r.person_id AND x.until <= r.since AND (x.ended_as <> 'transferred' OR x.status <> r.status)), '-infinity')
    ) AS day
    FROM membership r WHERE r.began_as = 'transferred' AND r.counts_from IS NULL
) AS b
WHERE m.person_id = b.person_id AND m.id = b.id AND b.day < m.since;

CALL withdraw_public_execution();
