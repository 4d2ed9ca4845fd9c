-- owner: Recruitment
-- tables: recruitment_case recruitment_step recruitment_ruling recruitment_due recruitment_admission

-- name: RecruitmentPerson (person) -> person_id, path, name, sex, born_on, membership_id, status, since,
--     organisation_id
-- The person of a case, and the present organisation of the membership.
SELECT p.id AS person_id, p.path, p.name, p.sex, p.born_on, m.id AS membership_id, m.status, m.since, m.organisation_id
FROM person p LEFT JOIN membership m ON m.path = p.path AND m.person_id = p.id AND m.until IS NULL
WHERE p.id = $1

-- name: InsertCase (person, id, path, opened_on, rule_set, calculated_by, audit_event)
INSERT INTO recruitment_case (person_id, id, path, opened_on, rule_set, calculated_by, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: LockCase (id) -> person_id, id, version
SELECT c.person_id, c.id, c.version FROM recruitment_case c WHERE c.id = $1 FOR UPDATE

-- name: CaseByID (id) -> person_id, id, path, opened_on, stage, state, leaves_on, rule_set, version, name, sex,
--     born_on, organisation_code, organisation_name, decided_on, ruling_reason, document
SELECT c.person_id, c.id, c.path, c.opened_on, c.stage, c.state, c.leaves_on, c.rule_set, c.version, p.name, p.sex, p.born_on,
    o.code AS organisation_code, o.name AS organisation_name, r.decided_on, r.reason AS ruling_reason, r.document
FROM recruitment_case c JOIN person p ON p.id = c.person_id LEFT JOIN organisation o ON o.path = c.path
    LEFT JOIN recruitment_ruling r ON r.person_id = c.person_id AND r.case_id = c.id
WHERE c.id = $1

-- name: CaseSteps (person, case) -> number, milestone, held_from, held_through, content, evidence, irregular, reason,
--     broken, rule_set, key, annulled, recorded_by, recorded_at
SELECT s.number, s.milestone, s.held_from, s.held_through, s.content, s.evidence, s.irregular, s.reason, s.broken, s.rule_set,
    s.key, s.annulled_audit_event_id IS NOT NULL AS annulled, s.recorded_by, s.recorded_at
FROM recruitment_step s
WHERE s.person_id = $1 AND s.case_id = $2 ORDER BY s.number

-- name: CaseTransfers (person) -> since
SELECT transfers_of($1) AS since

-- name: InsertStep (person, case, number, path, milestone, held_from, held_through, content, evidence, irregular,
--     reason, broken, rule_set, key, recorded_by, audit_event)
INSERT INTO recruitment_step (person_id, case_id, number, path, milestone, held_from, held_through, content, evidence, irregular,
    reason, broken, rule_set, key, recorded_by, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- name: AnnulStep (person, case, number, audit_event)
UPDATE recruitment_step SET annulled_audit_event_id = $4 WHERE person_id = $1 AND case_id = $2 AND number = $3

-- name: SetCase (person, id, stage, state, leaves_on, rule_set, calculated_by)
UPDATE recruitment_case SET stage = $3, state = $4, leaves_on = $5, rule_set = $6, calculated_by = $7, version = version + 1
WHERE person_id = $1 AND id = $2

-- name: KeepAdmissions (person, case, milestones, days) -> keep_admissions
SELECT keep_admissions($1, $2, $3, $4)

-- name: InsertRuling (person, case, path, ruling, decided_on, reason, document, audit_event)
INSERT INTO recruitment_ruling (person_id, case_id, path, ruling, decided_on, reason, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: EndCasesOfPerson (person, decided_on, reason, document, audit_event)
-- A decision about the person ends the open case; nothing is due any longer.
WITH ended AS (
    UPDATE recruitment_case SET state = 'ended', version = version + 1 WHERE person_id = $1 AND state = 'open'
    RETURNING person_id, id, path
), cleared AS (
    DELETE FROM recruitment_due WHERE person_id = $1
)
INSERT INTO recruitment_ruling (person_id, case_id, path, ruling, decided_on, reason, document, audit_event_id)
SELECT person_id, id, path, 'ended', $2, $3, $4, $5 FROM ended

-- name: ClearDues (person, case)
DELETE FROM recruitment_due WHERE person_id = $1 AND case_id = $2

-- name: InsertDues (person, case, path, rules, milestones, due_on, special_on, kinds, basis)
INSERT INTO recruitment_due (person_id, case_id, path, rule, milestone, due_on, special_on, kind, basis)
SELECT $1, $2, $3, n.* FROM unnest($4::text[], $5::text[], $6::date[], $7::date[], $8::text[], $9::text[]) AS n

-- name: StandingOfPeople (people, day) -> person_id, name, full_member
-- The people who were full members on a day.
SELECT p.id AS person_id, p.name, coalesce(bool_or(m.status = 'full'), false) AS full_member
FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.since <= $2 AND (m.until IS NULL OR m.until > $2)
WHERE p.id = ANY ($1) GROUP BY p.id, p.name

-- name: VotersOfBranch (path, day) -> members
-- Full members of a branch on a day: those who should attend, before anybody is excused.
SELECT count(*) AS members FROM membership m
WHERE m.path = $1 AND m.status = 'full' AND m.since <= $2 AND (m.until IS NULL OR m.until > $2)

-- name: Cases (low, high, after_path, after_case, stages, states, limit) -> person_id, id, path, opened_on, stage,
--     state, leaves_on, rule_set, version, name, sex, born_on, organisation_code, organisation_name, decided_on,
--     ruling_reason, document
-- All, or one ordered stream for each of the stages and states asked for.
SELECT c.person_id, c.id, c.path, c.opened_on, c.stage, c.state, c.leaves_on, c.rule_set, c.version, p.name, p.sex, p.born_on,
    o.code AS organisation_code, o.name AS organisation_name, NULL::date AS decided_on, NULL::text AS ruling_reason,
    NULL::text AS document
FROM (
    (SELECT c.* FROM recruitment_case c
        WHERE $5::bigint[] IS NULL AND c.path >= $1 AND c.path < $2 AND (c.path, c.id) > ($3, $4)
        ORDER BY c.path, c.id LIMIT $7)
    UNION ALL
    SELECT c.* FROM unnest($5::bigint[]) AS g (stage) CROSS JOIN unnest($6::text[]) AS s (state) CROSS JOIN LATERAL (
        SELECT c.* FROM recruitment_case c
        WHERE c.state = s.state AND c.stage = g.stage AND c.path >= $1 AND c.path < $2 AND (c.path, c.id) > ($3, $4)
        ORDER BY c.path, c.id LIMIT $7) AS c
    ORDER BY path, id LIMIT $7
) AS c JOIN person p ON p.id = c.person_id LEFT JOIN organisation o ON o.path = c.path
ORDER BY c.path, c.id

-- name: CasesOfPerson (person, low, high, after_path, after_case, stage, state, limit) -> person_id, id, path, opened_on,
--     stage, state, leaves_on, rule_set, version, name, sex, born_on, organisation_code, organisation_name, decided_on,
--     ruling_reason, document
SELECT c.person_id, c.id, c.path, c.opened_on, c.stage, c.state, c.leaves_on, c.rule_set, c.version, p.name, p.sex, p.born_on,
    o.code AS organisation_code, o.name AS organisation_name, NULL::date AS decided_on, NULL::text AS ruling_reason,
    NULL::text AS document
FROM recruitment_case c JOIN person p ON p.id = c.person_id LEFT JOIN organisation o ON o.path = c.path
WHERE c.person_id = $1 AND c.path >= $2 AND c.path < $3 AND (c.path, c.id) > ($4, $5)
    AND ($6::integer IS NULL OR c.stage = $6) AND ($7::text IS NULL OR c.state = $7)
ORDER BY c.path, c.id LIMIT $8

-- name: CaseKeysOfPerson (person) -> id, opened_on, state
SELECT c.id, c.opened_on, c.state FROM recruitment_case c WHERE c.person_id = $1 ORDER BY c.opened_on, c.id

-- name: RecruitmentDeadlines (low, high, after_path, after_due, after_case, after_rule, due_by, kind, due_before,
--     limit) -> person_id, case_id, path, rule, milestone, due_on, special_on, kind, basis, name, organisation_name
-- What is due by a day, and what is blocked, whenever it is due.
SELECT d.person_id, d.case_id, d.path, d.rule, d.milestone, d.due_on, d.special_on, d.kind, d.basis, p.name,
    o.name AS organisation_name
FROM (
    (SELECT d.* FROM recruitment_due d
        WHERE $8::text IS DISTINCT FROM 'blocked' AND d.path >= $1 AND d.path < $2
            AND (d.path, d.due_on, d.case_id, d.rule) > ($3, $4, $5, $6)
            AND d.due_on <= $7 AND d.due_on < CASE WHEN $9::date IS NULL THEN 'infinity' ELSE $9 END AND ($8::text IS NULL OR d.kind = $8)
        ORDER BY d.path, d.due_on, d.case_id, d.rule LIMIT $10)
    UNION ALL
    (SELECT d.* FROM recruitment_due d
        WHERE coalesce($8, 'blocked') = 'blocked' AND d.kind = 'blocked' AND d.path >= $1 AND d.path < $2
            AND (d.path, d.due_on, d.case_id, d.rule) > ($3, $4, $5, $6)
            AND d.due_on > CASE WHEN $8 = 'blocked' THEN '-infinity' ELSE $7 END
            AND d.due_on < CASE WHEN $9::date IS NULL THEN 'infinity' ELSE $9 END
        ORDER BY d.path, d.due_on, d.case_id, d.rule LIMIT $10)
    ORDER BY path, due_on, case_id, rule LIMIT $10
) AS d JOIN person p ON p.id = d.person_id LEFT JOIN organisation o ON o.path = d.path
ORDER BY d.path, d.due_on, d.case_id, d.rule

-- name: RemindersDue (low, high, after_path, after_due, after_case, after_rule, due_by, limit, channels) ->
--     person_id, case_id, path, rule, milestone, due_on, special_on, kind, basis, name, organisation_name
-- Deadlines up to a day that have not been sent over every channel yet.
SELECT d.person_id, d.case_id, d.path, d.rule, d.milestone, d.due_on, d.special_on, d.kind, d.basis, p.name,
    o.name AS organisation_name
FROM recruitment_due d JOIN person p ON p.id = d.person_id LEFT JOIN organisation o ON o.path = d.path
WHERE d.path >= $1 AND d.path < $2 AND (d.path, d.due_on, d.case_id, d.rule) > ($3, $4, $5, $6)
    AND d.due_on <= $7
    AND (SELECT count(*) FROM notice n WHERE n.person_id = d.person_id AND n.channel = ANY ($9)
        AND n.key = 'recruitment:' || d.case_id || ':' || d.rule || ':' || d.due_on) < cardinality($9)
ORDER BY d.path, d.due_on, d.case_id, d.rule LIMIT $8

-- name: RecruitmentCounts (low, high) -> stage, state, cases
SELECT c.stage, c.state, count(*) AS cases FROM recruitment_case c
WHERE c.path >= $1 AND c.path < $2 GROUP BY c.stage, c.state ORDER BY c.stage, c.state

-- name: DeadlineCounts (low, high, today, due_by) -> rule, kind, late, due, first
SELECT d.rule, d.kind, count(*) FILTER (WHERE d.due_on < $3) AS late, count(*) FILTER (WHERE d.due_on >= $3) AS due,
    min(d.due_on) AS first
FROM recruitment_due d
WHERE d.path >= $1 AND d.path < $2 AND (d.due_on <= $4 OR d.kind = 'blocked')
GROUP BY d.rule, d.kind ORDER BY d.rule, d.kind

-- name: CasesToRefresh (digest, low, high, limit) -> id
-- Cases in a range whose deadlines were calculated by other rules or holidays: for each of the few digests an index range, which is
-- empty at once when there are none; by path every case of a county would be read (1.4 ms).
SELECT c.id FROM rule_digests() AS r (digest) CROSS JOIN LATERAL (
    SELECT c.id FROM recruitment_case c
    WHERE c.calculated_by = r.digest AND c.path >= $2 AND c.path < $3 AND c.state IN ('open', 'admitted')
    ORDER BY c.path LIMIT $4) AS c
WHERE r.digest <> $1 LIMIT $4

-- name: StageCasePeople
CREATE TEMP TABLE staged_case_person (
    line integer, id_hash bytea, person_id uuid, name_key text COLLATE "C"
) ON COMMIT DROP

-- name: MatchCasePeople
UPDATE staged_case_person s SET person_id = n.person_id FROM person_id_number n WHERE n.id_hash = s.id_hash

-- name: MatchCasePeopleByName
-- A name that several people in sight have is nobody's.
UPDATE staged_case_person s SET person_id = w.id
FROM (
    SELECT p.name_key, min(p.id::text)::uuid AS id FROM person p
    WHERE p.name_key IN (SELECT c.name_key FROM staged_case_person c WHERE c.name_key IS NOT NULL)
    GROUP BY p.name_key HAVING count(*) = 1
) w
WHERE w.name_key = s.name_key

-- name: CasePeople -> line, person_id, name, path, born_on, status, open, opened, recorded, steps, transfers, decided
-- An open membership has the path of its person: with that path the index finds it directly, whatever the statistics.
SELECT s.line, p.id AS person_id, p.name, p.path, p.born_on, m.status,
    EXISTS (SELECT FROM recruitment_case c WHERE c.person_id = s.person_id AND c.state = 'open') AS open,
    ARRAY(SELECT c.opened_on FROM recruitment_case c WHERE c.person_id = s.person_id ORDER BY c.id) AS opened,
    ARRAY(SELECT (SELECT count(*) FROM recruitment_step t
            WHERE t.person_id = c.person_id AND t.case_id = c.id)
        FROM recruitment_case c WHERE c.person_id = s.person_id ORDER BY c.id) AS recorded,
    ARRAY(SELECT concat_ws(' ', c.opened_on, t.milestone, t.held_from, t.held_through, t.content)
        FROM recruitment_case c JOIN recruitment_step t ON t.person_id = c.person_id AND t.case_id = c.id
        WHERE c.person_id = s.person_id ORDER BY c.id, t.number) AS steps,
    CASE WHEN EXISTS (SELECT FROM membership b WHERE b.person_id = s.person_id AND b.path = p.path AND b.began_as = 'transferred')
        THEN ARRAY(SELECT transfers_of(s.person_id)) ELSE '{}' END AS transfers,
    EXISTS (SELECT FROM membership_decision d WHERE d.person_id = s.person_id) AS decided
FROM staged_case_person s JOIN person p ON p.id = s.person_id
    LEFT JOIN membership m ON m.path = p.path AND m.person_id = s.person_id AND m.until IS NULL

-- name: StageCases
CREATE TEMP TABLE staged_case (
    person_id uuid, id uuid, path text COLLATE "C", opened_on date, stage integer, state text, rule_set text,
    calculated_by text, audit_event_id uuid
) ON COMMIT DROP

-- name: StageSteps
CREATE TEMP TABLE staged_step (
    person_id uuid, case_id uuid, number integer, path text COLLATE "C", milestone text, held_from date, held_through date,
    content jsonb, evidence text[], irregular boolean, reason text, broken text[], rule_set text, key text, recorded_by text,
    audit_event_id uuid
) ON COMMIT DROP

-- name: StageDues
CREATE TEMP TABLE staged_due (
    person_id uuid, case_id uuid, path text COLLATE "C", rule text, milestone text, due_on date, special_on date, kind text,
    basis text
) ON COMMIT DROP

-- name: InsertStagedCases
INSERT INTO recruitment_case (person_id, id, path, opened_on, stage, state, rule_set, calculated_by, audit_event_id)
SELECT person_id, id, path, opened_on, stage, state, rule_set, calculated_by, audit_event_id FROM staged_case ORDER BY path, id

-- name: InsertStagedAdmissions
INSERT INTO recruitment_admission (person_id, case_id, milestone, path, held_on, sex, born_on, traits)
SELECT s.person_id, s.case_id, s.milestone, s.path, s.held_through, p.sex, p.born_on, coalesce((
        SELECT array_agg(t.trait ORDER BY t.trait) FROM recruitment_trait t
        WHERE t.person_id = s.person_id AND t.since <= s.held_through AND (t.until IS NULL OR t.until > s.held_through)), '{}')
FROM staged_step s JOIN person p ON p.id = s.person_id
WHERE s.milestone IN ('branch_meeting', 'approval') AND NOT s.irregular AND s.content ->> 'outcome' = 'admit'

-- name: InsertStagedSteps
INSERT INTO recruitment_step (person_id, case_id, number, path, milestone, held_from, held_through, content, evidence, irregular,
    reason, broken, rule_set, key, recorded_by, audit_event_id)
SELECT person_id, case_id, number, path, milestone, held_from, held_through, content, evidence, irregular, reason, broken, rule_set,
    key, recorded_by, audit_event_id
FROM staged_step

-- name: InsertStagedDues
INSERT INTO recruitment_due (person_id, case_id, path, rule, milestone, due_on, special_on, kind, basis)
SELECT person_id, case_id, path, rule, milestone, due_on, special_on, kind, basis FROM staged_due ORDER BY path, due_on
