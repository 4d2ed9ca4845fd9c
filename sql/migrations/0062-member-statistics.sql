-- Members of a subtree as of any day, each with the part of a statistic to which they belong.

-- Members below an organisation on a day, by the tree of that day. Below: the place of theirs under it.
CREATE FUNCTION members_on(top uuid, on_day date) RETURNS TABLE (
    person_id uuid, organisation_id uuid, path scope_path, status text, below text
) LANGUAGE sql STABLE AS $$
    SELECT m.person_id, m.organisation_id, m.path, m.status, substr(p.place, length(t.place) + 1)
    FROM organisation_place t
        JOIN organisation_place p ON p.place >= t.place AND p.place < left(t.place, -1) || '/'
            AND p.since <= on_day AND (p.until IS NULL OR p.until > on_day)
        JOIN membership m ON m.path = p.path AND m.organisation_id = p.organisation_id
            AND m.since <= on_day AND (m.until IS NULL OR m.until > on_day)
    WHERE t.organisation_id = top AND t.since <= on_day AND (t.until IS NULL OR t.until > on_day)
        AND m.status IN ('probationary', 'full')
$$;

-- By sex, status, field or child organisation; by age or day of admission as the number of the group between the given bounds; or by
-- an attribute of the file as of the day. What is not on file is the empty part.
CREATE FUNCTION member_parts(top uuid, on_day date, parted_by text, attribute text, ages integer[], days date[]) RETURNS TABLE (
    person_id uuid, organisation_id uuid, path scope_path, status text, name text, sex text, born_on date, part text
) LANGUAGE sql STABLE AS $$
    SELECT m.person_id, m.organisation_id, m.path, m.status, p.name, p.sex, p.born_on, CASE parted_by
        WHEN 'sex' THEN p.sex
        WHEN 'status' THEN m.status
        WHEN 'field' THEN coalesce(o.field, '')
        WHEN 'child' THEN split_part(m.below, '.', 1)
        WHEN 'age' THEN width_bucket(extract(year FROM age(on_day, p.born_on))::integer, ages)::text
        WHEN 'joined' THEN width_bucket(j.joined, days)::text
        ELSE coalesce(a.value, '') END
    FROM members_on(top, on_day) m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
        LEFT JOIN LATERAL (
            SELECT min(coalesce(h.counts_from, h.since)) AS joined FROM membership h
            WHERE parted_by = 'joined' AND h.person_id = m.person_id AND h.status IN ('probationary', 'full', 'suspended')) AS j ON true
        LEFT JOIN LATERAL (
            SELECT f.value FROM person_attribute f
            WHERE parted_by = 'attribute' AND f.person_id = m.person_id AND f.key = attribute AND f.since <= on_day
                AND f.annulled_audit_event_id IS NULL
            ORDER BY f.since DESC, f.id DESC LIMIT 1) AS a ON true
$$;

CALL withdraw_public_execution();
