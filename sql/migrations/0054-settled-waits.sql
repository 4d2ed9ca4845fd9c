-- Nobody moves up from the waiting list for a duty that is settled, and quotas that were set after others had taken the seats give
-- no more seats than are left.

CREATE OR REPLACE FUNCTION seating_of(which uuid, people uuid[], places text[], ahead boolean)
RETURNS TABLE (person_id uuid, enrolment_id uuid, path scope_path, state text, seated boolean) LANGUAGE plpgsql STABLE AS $$
DECLARE
    held training_class;
    kept text[];
    free integer[];
    open_seats integer;
    seats_left integer;
    best integer;
BEGIN
    SELECT * INTO held FROM training_class c WHERE c.id = which;
    SELECT coalesce(array_agg(q.path::text ORDER BY q.path), '{}'), coalesce(array_agg(q.seats ORDER BY q.path), '{}'),
        held.capacity - coalesce(sum(q.seats), 0) INTO kept, free, open_seats
    FROM quotas_in_force(which, today_in_china()) q;
    seats_left := held.capacity - (SELECT count(*) FROM enrolment n WHERE n.class_id = which AND n.state = 'enrolled');
    FOR person_id, enrolment_id, path, state IN
        SELECT l.who, l.id, l.place, l.was FROM (
            SELECT n.person_id AS who, n.id, n.path::text AS place, n.state AS was, CASE n.state WHEN 'enrolled' THEN 1 ELSE 3 END AS turn,
                n.list_number::bigint AS number
            -- Nobody moves up in a class that is over.
            FROM enrolment n WHERE n.class_id = which
                AND (n.state = 'enrolled' OR n.state = 'waiting' AND held.state IN ('draft', 'announced', 'running'))
            UNION ALL
            SELECT w.who, NULL, w.place, NULL, CASE WHEN ahead THEN 2 ELSE 4 END, w.number FROM unnest(people, places) WITH ORDINALITY AS w (who, place, number)
        ) AS l ORDER BY l.turn, l.number, l.id
    LOOP
        seated := state IS DISTINCT FROM 'waiting'
            OR (held.form <> 'concentrated' OR NOT EXISTS (
                SELECT FROM clashes_between(ARRAY[person_id], which, held.starts_on, held.ends_on) x WHERE x.state = 'enrolled'))
            -- Trained elsewhere meanwhile: the place stays, for a class that is reopened takes its hours back.
            AND NOT EXISTS (
                SELECT FROM enrolment n JOIN duty_judgement(today_in_china(), 0, 0) j ON j.person_id = n.person_id AND j.id = n.duty_id
                WHERE n.person_id = seating_of.person_id AND n.id = seating_of.enrolment_id AND j.settled);
        IF seated THEN
            best := NULL;
            FOR place IN 1 .. cardinality(kept) LOOP
                IF free[place] > 0 AND starts_with(path, kept[place])
                    AND (best IS NULL OR length(kept[place]) > length(kept[best])) THEN
                    best := place;
                END IF;
            END LOOP;
            IF best IS NOT NULL THEN free[best] := free[best] - 1;
            ELSIF open_seats > 0 THEN open_seats := open_seats - 1;
            ELSE seated := false;
            END IF;
        END IF;
        IF seated AND state IS DISTINCT FROM 'enrolled' THEN
            seated := seats_left > 0;
            seats_left := seats_left - 1;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
