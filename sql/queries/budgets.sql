-- owner: Training
-- tables: class_budget

-- name: ClassBudget (class) -> standard, arrival_days, departure_days, ceiling
SELECT standard, arrival_days, departure_days, ceiling FROM class_budget WHERE class_id = $1 ORDER BY revision DESC LIMIT 1

-- name: InsertBudget (class, path, standard, arrival_days, departure_days, ceiling, reason, audit_event)
-- The caller holds the row of the class.
INSERT INTO class_budget (class_id, revision, path, standard, arrival_days, departure_days, ceiling, reason, audit_event_id)
SELECT $1::uuid, 1 + coalesce(max(revision), 0), $2::text, $3::text, $4::integer, $5::integer, $6::numeric, $7::text, $8::uuid
FROM class_budget WHERE class_id = $1

-- name: BudgetOfClass (class) -> code, name, host_code, host_name, state, starts_on, ends_on, people, cost_per_person_day,
--     standard, arrival_days, departure_days, ceiling, numbers, hours, fees, titles
SELECT c.code, c.name, o.code AS host_code, o.name AS host_name, c.state, c.starts_on, c.ends_on,
    CASE WHEN l.enrolled > 0 THEN l.enrolled ELSE c.capacity END AS people, c.cost_per_person_day, b.standard,
    coalesce(b.arrival_days, 0) AS arrival_days, coalesce(b.departure_days, 0) AS departure_days, b.ceiling,
    f.numbers, f.hours, f.fees, f.titles
FROM training_class c JOIN organisation o ON o.id = c.host_id CROSS JOIN LATERAL class_list(c.id) AS l
    LEFT JOIN LATERAL (SELECT b.standard, b.arrival_days, b.departure_days, b.ceiling FROM class_budget b
        WHERE b.class_id = c.id ORDER BY b.revision DESC LIMIT 1) AS b ON true
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(s.number::bigint ORDER BY s.number), '{}') AS numbers,
        coalesce(array_agg(s.hours::text ORDER BY s.number), '{}') AS hours,
        coalesce(array_agg(s.fee::text ORDER BY s.number), '{}') AS fees,
        coalesce(array_agg(coalesce(s.teacher_title, '') ORDER BY s.number), '{}') AS titles
        FROM class_session s WHERE s.class_id = c.id AND s.fee IS NOT NULL) AS f
WHERE c.id = $1

-- name: ClassBudgets (low, high, first, last, limit) -> code, name, host_code, host_name, state, starts_on, ends_on, people,
--     cost_per_person_day, standard, arrival_days, departure_days, ceiling, numbers, hours, fees, titles
-- Classes that are held, by host and day. The budget of a class is its host's business: those hosted above are not shown.
SELECT c.code, c.name, o.code AS host_code, o.name AS host_name, c.state, c.starts_on, c.ends_on,
    CASE WHEN l.enrolled > 0 THEN l.enrolled ELSE c.capacity END AS people, c.cost_per_person_day, b.standard,
    coalesce(b.arrival_days, 0) AS arrival_days, coalesce(b.departure_days, 0) AS departure_days, b.ceiling,
    f.numbers, f.hours, f.fees, f.titles
FROM training_class c JOIN organisation o ON o.id = c.host_id CROSS JOIN LATERAL class_list(c.id) AS l
    LEFT JOIN LATERAL (SELECT b.standard, b.arrival_days, b.departure_days, b.ceiling FROM class_budget b
        WHERE b.class_id = c.id ORDER BY b.revision DESC LIMIT 1) AS b ON true
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(s.number::bigint ORDER BY s.number), '{}') AS numbers,
        coalesce(array_agg(s.hours::text ORDER BY s.number), '{}') AS hours,
        coalesce(array_agg(s.fee::text ORDER BY s.number), '{}') AS fees,
        coalesce(array_agg(coalesce(s.teacher_title, '') ORDER BY s.number), '{}') AS titles
        FROM class_session s WHERE s.class_id = c.id AND s.fee IS NOT NULL) AS f
WHERE c.path >= $1 AND c.path < $2 AND c.starts_on >= $3 AND c.starts_on <= $4 AND c.state <> 'cancelled'
ORDER BY c.path, c.starts_on, c.id LIMIT $5
