-- The rules by which the deadlines of a case were last calculated: the column has the word that the program uses.
ALTER TABLE recruitment_case RENAME COLUMN reckoned_by TO calculated_by;
ALTER INDEX recruitment_case_reckoned RENAME TO recruitment_case_by_calculation;

-- A function keeps the text it was written with.
CREATE OR REPLACE FUNCTION rule_digests() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE found AS (
        (SELECT c.calculated_by FROM recruitment_case c WHERE c.state IN ('open', 'admitted') ORDER BY c.calculated_by LIMIT 1)
        UNION ALL
        SELECT (SELECT c.calculated_by FROM recruitment_case c
            WHERE c.state IN ('open', 'admitted') AND c.calculated_by > f.calculated_by ORDER BY c.calculated_by LIMIT 1)
        FROM found f WHERE f.calculated_by IS NOT NULL
    )
    SELECT calculated_by FROM found WHERE calculated_by IS NOT NULL
$$;
