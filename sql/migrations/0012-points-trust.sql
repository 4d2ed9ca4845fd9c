-- Points: a published score goes where its subject goes, and a published sheet is sealed.

-- What the sheet of a closing looked like: changed, added and missing lines show.
ALTER TABLE points_period_event ADD COLUMN sheet_hash bytea
    CONSTRAINT points_period_event_sheet_hash CHECK (length(sheet_hash) = 32);

-- What was published about subjects of the caller's scope, wherever they lay then. The period may lie in a part of the
-- tree that the caller does not see, so this runs with the owner's rights; it answers about visible subjects alone. Who
-- moved away before a period was closed anew keeps the line of the revision that knew them.
CREATE FUNCTION published_of(subjects uuid[], schemes uuid[])
RETURNS TABLE (subject_id uuid, scheme_id uuid, period_id uuid, starts_on date, ends_on date, score numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT h.subject_id, p.scheme_id, p.id, p.starts_on, p.ends_on, h.score
    FROM points_subject s JOIN points_sheet h ON h.subject_id = s.subject_id JOIN points_period p ON p.id = h.period_id
    WHERE s.subject_id = ANY (subjects) AND p.scheme_id = ANY (schemes) AND p.state = 'closed'
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true)
        AND NOT EXISTS (SELECT FROM points_sheet n
            WHERE n.subject_id = h.subject_id AND n.period_id = h.period_id AND n.revision > h.revision);
END
$$;

-- The same for everybody who lies in a part of the caller's scope, of periods before a day.
CREATE FUNCTION published_below(scheme uuid, low text, high text, before date)
RETURNS TABLE (subject_id uuid, starts_on date, score numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT h.subject_id, p.starts_on, h.score
    FROM points_subject s JOIN points_sheet h ON h.subject_id = s.subject_id JOIN points_period p ON p.id = h.period_id
    WHERE p.scheme_id = scheme AND p.starts_on < before AND p.state = 'closed' AND s.path >= low AND s.path < high
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true)
        AND NOT EXISTS (SELECT FROM points_sheet n
            WHERE n.subject_id = h.subject_id AND n.period_id = h.period_id AND n.revision > h.revision);
END
$$;

-- Who lies in a part of the caller's scope and is in the sheet of another closing of the same time: they came from there.
CREATE FUNCTION published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT s.subject_id
    FROM points_period p JOIN points_sheet h ON h.period_id = p.id JOIN points_subject s ON s.subject_id = h.subject_id
    WHERE p.scheme_id = scheme AND p.starts_on < last AND p.ends_on > first AND p.state = 'closed' AND p.id <> own
        AND s.path >= low AND s.path < high
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true);
END
$$;

REVOKE ALL ON FUNCTION published_of, published_below, published_elsewhere FROM public;
GRANT EXECUTE ON FUNCTION published_of, published_below, published_elsewhere TO dangwu_app;
