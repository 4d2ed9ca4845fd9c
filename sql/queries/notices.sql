-- owner: Notices
-- tables: notice notice_address

-- name: InsertNotices (people, keys, paths, due_on, subjects_zh, subjects_en, bodies_zh, bodies_en, personal, copied, channels,
--     audit_event)
-- A copy of the notice to another place goes by mail only where that has an address of its own.
INSERT INTO notice (person_id, key, channel, id, path, due_on, subject_zh, subject_en, body_zh, body_en, about_person,
    audit_event_id)
SELECT n.person_id, n.key, c.channel, gen_random_uuid(), n.path, n.due_on, n.subject_zh, n.subject_en, n.body_zh, n.body_en,
    n.about_person, $12
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[],
        $10::text[]) AS n (person_id, key, path, due_on, subject_zh, subject_en, body_zh, body_en, about_person, copied)
    CROSS JOIN unnest($11::text[]) AS c (channel)
WHERE n.copied IS NULL OR c.channel <> 'smtp' OR notice_address_of(n.path) IS DISTINCT FROM notice_address_of(n.copied)
-- Without a target: one would need the right to read the notices of places out of sight.
ON CONFLICT DO NOTHING

-- name: LeaseNotice (now, channels, run, seconds) -> person_id, key, channel, id, path, due_on, subject_zh, subject_en,
--     body_zh, body_en, tries, address, void
-- The next pending notice; those leased or being leased by others are skipped. The end of a
-- lease is determined by the clock of the database, which all programs share.
WITH waiting AS (
    SELECT n.person_id, n.key, n.channel FROM notice n
    WHERE n.sent_at IS NULL AND n.void IS NULL AND n.next_at <= $1 AND n.channel = ANY ($2)
        AND (n.leased_until IS NULL OR n.leased_until <= now())
    ORDER BY n.next_at, n.id LIMIT 1 FOR UPDATE OF n SKIP LOCKED)
UPDATE notice n SET leased_until = now() + $4::bigint * interval '1 second', leased_by = $3
FROM waiting w WHERE n.person_id = w.person_id AND n.key = w.key AND n.channel = w.channel
RETURNING n.person_id, n.key, n.channel, n.id, n.path, n.due_on, n.subject_zh, n.subject_en, n.body_zh, n.body_en, n.tries,
    notice_address_of(n.path) AS address, void_of_notice(n.person_id, n.key, n.about_person, today_in_china()) AS void

-- name: NoticeSent (person, key, channel, sent_at)
-- Regardless of the current lease: a delivered notice is not sent again. The first time of delivery is kept.
UPDATE notice SET sent_at = $4, tries = tries + 1, failure = NULL, leased_until = NULL, leased_by = NULL
WHERE person_id = $1 AND key = $2 AND channel = $3 AND sent_at IS NULL

-- name: NoticeFailed (person, key, channel, run, next_at, failure)
-- Only under its own lease, because another run may already be sending it.
UPDATE notice SET tries = tries + 1, next_at = $5, failure = $6, leased_until = NULL, leased_by = NULL
WHERE person_id = $1 AND key = $2 AND channel = $3 AND leased_by = $4

-- name: NoticeVoid (person, key, channel, run, void)
-- Only under its own lease, as a failure is noted.
UPDATE notice SET void = $5, void_at = clock_timestamp(), leased_until = NULL, leased_by = NULL
WHERE person_id = $1 AND key = $2 AND channel = $3 AND leased_by = $4

-- name: ReleaseNotice (person, key, channel, run)
-- Returns a lease without an attempt.
UPDATE notice SET leased_until = NULL, leased_by = NULL
WHERE person_id = $1 AND key = $2 AND channel = $3 AND leased_by = $4

-- name: Notices (low, high, after_path, after_id, filter, limit) -> person_id, key, channel, id, path, due_on,
--     subject_zh, subject_en, made_at, tries, next_at, sent_at, failure, void
SELECT n.person_id, n.key, n.channel, n.id, n.path, n.due_on, n.subject_zh, n.subject_en, n.made_at, n.tries, n.next_at, n.sent_at,
    n.failure, n.void
FROM (
    (SELECT n.* FROM notice n
        WHERE $5 <> 'waiting' AND n.path >= $1 AND n.path < $2 AND (n.path, n.id) > ($3, $4)
            AND ($5 <> 'sent' OR n.sent_at IS NOT NULL) AND ($5 <> 'void' OR n.void IS NOT NULL)
        ORDER BY n.path, n.id LIMIT $6)
    UNION ALL
    (SELECT n.* FROM notice n
        WHERE $5 = 'waiting' AND n.sent_at IS NULL AND n.void IS NULL AND n.path >= $1 AND n.path < $2 AND (n.path, n.id) > ($3, $4)
        ORDER BY n.path, n.id LIMIT $6)
) AS n
ORDER BY n.path, n.id

-- name: SetNoticeAddress (organisation, path, address, audit_event)
INSERT INTO notice_address (organisation_id, path, address, audit_event_id) VALUES ($1, $2, $3, $4)
ON CONFLICT ON CONSTRAINT notice_address_pk DO UPDATE SET address = excluded.address, audit_event_id = excluded.audit_event_id
