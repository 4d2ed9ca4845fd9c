-- An account can be used by those who issued or replaced a token of it, bound a certificate to it or reset its password. Two accounts
-- are one hand when somebody can use both.
CREATE FUNCTION one_hand(first uuid, second uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE hand AS (
        SELECT r.root, r.account_id FROM (VALUES (1, first), (2, second)) AS r (root, account_id)
        UNION
        SELECT h.root, w.by FROM hand h CROSS JOIN LATERAL (
            SELECT e.account_id AS by FROM token t JOIN audit_event e ON e.id = t.audit_event_id
            WHERE t.account_id = h.account_id AND t.kind = 'api'
            UNION ALL
            SELECT e.account_id FROM account_certificate c JOIN audit_event e ON e.id = c.audit_event_id
            WHERE c.account_id = h.account_id
            UNION ALL
            SELECT e.account_id FROM audit_event e
            WHERE e.subject_id = h.account_id AND e.subject_kind = 'account' AND e.action = 'password.reset'
        ) AS w
        -- Neither the operator of the machine nor somebody who has shown nothing yet.
        WHERE w.by NOT IN ('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    SELECT (SELECT scope_is_proven()) AND EXISTS (
        SELECT FROM hand a JOIN hand b ON b.account_id = a.account_id WHERE a.root = 1 AND b.root = 2)
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
