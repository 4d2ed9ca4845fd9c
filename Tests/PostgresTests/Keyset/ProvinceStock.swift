/// The rows of a province, as SQL: four cities of ten counties, five townships each, twenty branches each, five people
/// each. Identifiers are hashes, so that they do not follow the order of the paths.
enum ProvinceStock {
    static let script = [places, people, training, members, points, recruitment, closing].joined(separator: "\n")

    private static let places = """
        SET session_replication_role = replica;
        CREATE FUNCTION pg_temp.id(text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5($1)::uuid $$;
        CREATE TEMP TABLE place AS
            SELECT '61.' AS path, '61' AS code, NULL AS parent, 'province' AS level
            UNION ALL SELECT '61.610' || c || '.', '610' || c, '61', 'city' FROM generate_series(1, 4) AS c
            UNION ALL SELECT '61.610' || c || '.610' || c || lpad(k::text, 2, '0') || '.',
                '610' || c || lpad(k::text, 2, '0'), '610' || c, 'county'
            FROM generate_series(1, 4) AS c, generate_series(1, 10) AS k;
        INSERT INTO place SELECT p.path || p.code || '00' || t || '.', p.code || '00' || t, p.code, 'township'
            FROM place p, generate_series(1, 5) AS t WHERE p.level = 'county';
        INSERT INTO place SELECT p.path || p.code || lpad(b::text, 3, '0') || '.', p.code || lpad(b::text, 3, '0'),
            p.code, 'primary'
            FROM place p, generate_series(1, 20) AS b WHERE p.level = 'township';

        INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, subject_id, path)
            SELECT pg_temp.id('act' || code || n), pg_temp.id('account' || code), code, 'api', 'a', 'k',
                pg_temp.id('o' || code), path
            FROM place, generate_series(1, 5) AS n
            UNION ALL
            SELECT pg_temp.id('many' || n), pg_temp.id('account61'), '61', 'api', 'a', 'k', pg_temp.id('o61'), '61.'
            FROM generate_series(1, 2000) AS n;
        INSERT INTO organisation (id, path, code, parent_id, level, kind, field, name, since, audit_event_id)
            SELECT pg_temp.id('o' || code), path, code, pg_temp.id('o' || parent), level,
                CASE level WHEN 'primary' THEN 'branch' ELSE 'committee' END,
                CASE level WHEN 'primary' THEN 'rural' END, 'o' || code,
                '2000-01-01', pg_temp.id('act611') FROM place;
        INSERT INTO organisation_version (organisation_id, version, path, since, parent_id, level, kind, field, code, name,
            audit_event_id)
            SELECT id, 1, path, since, parent_id, level, kind, field, code, name, audit_event_id FROM organisation;
        INSERT INTO organisation_place (organisation_id, since, path, place)
            SELECT id, '0001-01-01', path, path FROM organisation;
        INSERT INTO account (id, path, name, audit_event_id)
            SELECT pg_temp.id('account' || code), path, code, pg_temp.id('act611') FROM place;
        INSERT INTO token (id, account_id, path, hash, label, created_at, expires_at, audit_event_id)
            SELECT pg_temp.id('token' || code || n), pg_temp.id('account' || code), path,
                sha256((code || n)::bytea), 't', '2024-01-01',
                '2099-01-01', pg_temp.id('act611') FROM place, generate_series(1, 4) AS n;
        INSERT INTO token (id, account_id, path, hash, label, kind, idle_minutes, created_at, expires_at, audit_event_id)
            SELECT pg_temp.id('session' || code || n), pg_temp.id('account' || code), path,
                sha256(('s' || code || n)::bytea), 't', 'session', 60, '2024-01-01',
                '2099-01-01', pg_temp.id('act611') FROM place, generate_series(1, 4) AS n;
        INSERT INTO access_use (subject_id, path, used_at)
            SELECT id, path, '2024-01-01' FROM token WHERE kind = 'session';
        INSERT INTO account_password (id, account_id, path, salt, hash, cost, block, lanes, temporary, set_at, audit_event_id)
            SELECT pg_temp.id('password' || code), pg_temp.id('account' || code), path, '\\x00', '\\x00', 15, 8, 1, false,
                '2024-01-01', pg_temp.id('act611') FROM place;
        INSERT INTO second_factor (id, account_id, path, sealed, audit_event_id)
            SELECT pg_temp.id('factor' || code), pg_temp.id('account' || code), path, '\\x00', pg_temp.id('act611') FROM place;
        INSERT INTO sign_in_attempt (id, name_hash, account_id, path, at, door, outcome)
            SELECT pg_temp.id('attempt' || code || n), sha256(code::bytea), pg_temp.id('account' || code), path,
                '2024-01-01', 'api', 'failed' FROM place, generate_series(1, 3) AS n;
        INSERT INTO access_grant (id, account_id, path, role, since, audit_event_id)
            SELECT pg_temp.id('grant' || code || n), pg_temp.id('account' || code), path, 'clerk', '2024-01-01',
                pg_temp.id('act611')
            FROM place, generate_series(1, 4) AS n;
        INSERT INTO sensitive_read (id, reading_id, path, account_id, reader, door, kind, subject, rows, audit_event_id)
            SELECT pg_temp.id('reading' || code || n), pg_temp.id('read' || n), path, pg_temp.id('account61'), '61', 'api',
                'export', 'overdue', n, pg_temp.id('act611')
            FROM place, generate_series(1, 4) AS n;
        INSERT INTO committee_term (id, organisation_id, path, since, due, audit_event_id)
            SELECT pg_temp.id('term' || code || n), pg_temp.id('o' || code), path, date '2014-01-01' + 1096 * n,
                date '2017-01-01' + 1096 * n, pg_temp.id('act611')
            FROM place, generate_series(0, 3) AS n WHERE level IN ('township', 'primary');
        INSERT INTO plan (id, path, accepted_on, name, score, assigned, unassigned, document, audit_event_id)
            SELECT pg_temp.id('plan' || code || n), path, '2024-01-01', 'p', 0, 0, 0, '{}', pg_temp.id('act611')
            FROM place, generate_series(1, 4) AS n;
        """

    private static let people = """
        -- One in five has left the branch; each of the others holds a post there.
        INSERT INTO person (id, path, name, name_key, sex, born_on, synthetic, audit_event_id)
            SELECT pg_temp.id('p' || code || n), path, '合成' || right(code, 6) || n, '合成' || right(code, 6) || n,
                'female', '1990-01-01', true, pg_temp.id('act611')
            FROM place, generate_series(1, 5) AS n WHERE level = 'primary';
        CREATE TEMP TABLE people AS
            SELECT p.id AS person, p.path, right(p.name, 1)::integer AS n, o.id AS organisation
            FROM person p JOIN organisation o ON o.path = p.path;
        INSERT INTO membership (person_id, id, organisation_id, path, status, since, until, ended_as, audit_event_id)
            SELECT person, pg_temp.id('m' || person), organisation, path, 'full', '2010-01-01',
                CASE n WHEN 5 THEN date '2020-01-01' END,
                CASE n WHEN 5 THEN 'died' END, pg_temp.id('act611') FROM people;
        INSERT INTO post (id, organisation_id, path, title, seat, since, audit_event_id)
            SELECT pg_temp.id('post' || person), organisation, path, 'secretary', n, '2010-01-01',
                pg_temp.id('act611') FROM people;
        INSERT INTO tenure (id, post_id, person_id, person_name, path, nature, since, audit_event_id)
            SELECT pg_temp.id('t' || person), pg_temp.id('post' || person), person, 'p', path, 'substantive',
                '2010-01-01', pg_temp.id('act611')
            FROM people;
        """

    private static let training = """
        -- Classes of every committee, which admit everybody below their hosts; a thousand seats in one of them.
        INSERT INTO training_class (id, code, name, host_id, path, admits, admits_end, level, fields, kinds,
            starts_on, ends_on, minimum,
                capacity, venue, cost_per_person_day, attendance_rule, state, audit_event_id)
            SELECT pg_temp.id('class' || code || n), 'c' || n, 'c', pg_temp.id('o' || code), path, path, left(path,
                -1) || '/', level,
                '{rural}', '{rotation}', date '2015-01-01' + n, date '2015-01-05' + n, 0, 5000, 'v', 0, 'r',
                (ARRAY['draft', 'announced', 'running', 'closed', 'reopened', 'cancelled'])[1 + n % 6],
                    pg_temp.id('act611')
            FROM place, generate_series(1, 60) AS n WHERE level <> 'primary';
        INSERT INTO duty (person_id, id, path, organisation_id, tenure_id, cycle_id, kind, field, opened_on, due_on,
            hard_on, required_hours,
                accepts, rule_set)
            SELECT person, pg_temp.id('d' || person), path, organisation, pg_temp.id('t' || person),
                pg_temp.id('cycle'), 'rotation', 'rural', '2014-05-09',
                '2016-05-09', '2017-05-09', 40, '{county,city}', '2014' FROM people;
        INSERT INTO person_category (person_id, id, path, organisation_id, category, since, source, person_name,
            audit_event_id)
            SELECT person, pg_temp.id('category' || person), path, organisation, 'village_director', '2014-01-01',
                's', 'n', pg_temp.id('act611') FROM people;
        INSERT INTO credit (person_id, id, path, source, class_name, level, kinds, earned_on, counts_from, hours,
            completions, audit_event_id)
            SELECT person, pg_temp.id('credit' || person), path, 'import', 'c', 'county', '{rotation}',
                '2015-06-01', '2015-06-01', 40, 1,
                pg_temp.id('act611') FROM people WHERE n = 1;
        INSERT INTO credit (person_id, id, path, source, class_name, level, kinds, earned_on, counts_from, hours,
            completions, document, claimed, waiting, audit_event_id)
            SELECT person, pg_temp.id('claim' || person), path, 'import', 'w', 'province', '{rotation}',
                '2015-06-01', '2015-06-01', 40, 1, 'd', true, n % 2 = 0,
                pg_temp.id('act611') FROM people WHERE n IN (3, 4);
        INSERT INTO enrolment (person_id, id, class_id, duty_id, path, state, list_number, audit_event_id)
            SELECT person, pg_temp.id('seat' || person), pg_temp.id('class611'), pg_temp.id('d' || person), path,
                'enrolled', row_number() OVER (),
                pg_temp.id('act611') FROM people WHERE n = 2 AND path < '61.6102.';
        INSERT INTO absence (person_id, id, path, kind, from_on, until_on, document, audit_event_id)
            SELECT person, pg_temp.id('absence' || person), path, 'illness', '2024-01-01', '2024-02-01', 'd',
                pg_temp.id('act611') FROM people;
        INSERT INTO seating_decision (person_id, id, path, class_id, kind, decided_on, reason, audit_event_id)
            SELECT person, pg_temp.id('seating' || person), path, pg_temp.id('class611'), 'pinned', '2024-01-01', 'r',
                pg_temp.id('act611') FROM people;
        -- One plan of the last county with two thousand lines, half of them changes.
        INSERT INTO plan_seat (plan_id, number, path, person_id, person_name, duty_kind, change, before_code, before_name,
                before_starts_on, after_code, after_name, after_starts_on, reason_zh, reason_en)
            SELECT (SELECT id FROM plan WHERE path = (SELECT max(path) FROM place WHERE level = 'county') ORDER BY id LIMIT 1),
                n, (SELECT max(path) FROM place WHERE level = 'county'), pg_temp.id('p' || n), 'p', 'rotation',
                CASE n % 2 WHEN 0 THEN 'kept' ELSE 'moved' END, 'a', 'a', '2024-01-01', 'b', 'b', '2024-01-01', 'r', 'r'
            FROM generate_series(1, 2000) AS n;
        """

    private static let members = """
        INSERT INTO imported_sheet (id, path, kind, file_hash, rows, added, changed, events, audit_event_id)
            SELECT pg_temp.id('sheet' || person), path, 'people', 'h', 1, 1, 0, '{}', pg_temp.id('act611') FROM people;
        INSERT INTO person_merge (id, kept_id, gone_id, path, kept_path, gone_path, kept_name, gone_name, gone_key,
            took_number, reason, open, audit_event_id)
            SELECT pg_temp.id('merge' || person), person, (SELECT min(q.id::text)::uuid FROM person q WHERE q.id <> person),
                path, path, path, 'a', 'b', 'b', false, 'r', false, pg_temp.id('act611') FROM people
            WHERE person <> (SELECT min(q.id::text)::uuid FROM person q);
        INSERT INTO person_correction (id, person_id, path, field, before, after, reason, account_id, waits, open,
            audit_event_id)
            SELECT pg_temp.id('correction' || person), person, path, 'name', 'a', 'b', 'r', pg_temp.id('act611'), true,
                n % 2 = 0, pg_temp.id('act611') FROM people;
        -- A letter to the next branch for each, for one in twenty to another city; every tenth is pending.
        INSERT INTO membership_transfer (person_id, id, path, to_path, from_id, to_id, direction, from_name,
            to_name, name, status, letter,
                issued_on, valid_through, open, audit_event_id)
            SELECT p.person, pg_temp.id('letter' || p.person), p.path, q.path, p.organisation, q.organisation,
                'inside', 'f', 't', 'n', 'full',
                'l', '2024-01-01', '2024-03-31', p.row % 10 = 0, pg_temp.id('act611')
            FROM (SELECT *, row_number() OVER (ORDER BY path, n) - 1 AS row FROM people) AS p
                JOIN (SELECT *, row_number() OVER (ORDER BY path, n) - 1 AS row FROM people) AS q
                ON q.row = (p.row + CASE WHEN p.row % 20 = 3 THEN 5003 ELSE 5 END) % 20000;
        INSERT INTO notice (person_id, key, channel, id, path, due_on, subject_zh, subject_en, body_zh, body_en,
            audit_event_id, sent_at)
            SELECT person, 'k', 'file', pg_temp.id('notice' || person), path, '2024-01-01', 's', 's', 'b', 'b',
                pg_temp.id('act611'),
                CASE WHEN n > 1 THEN timestamptz '2024-01-01' END FROM people;
        """

    private static let points = """
        -- A scheme of the province, in which everybody takes part, and one of each township.
        INSERT INTO points_scheme (id, path, key, subject, audit_event_id)
            SELECT pg_temp.id('scheme' || code), path, 's' || code, 'person', pg_temp.id('act611') FROM place
            WHERE level IN ('province', 'township');
        INSERT INTO points_edition (scheme_id, version, path, from_on, name_zh, name_en, document, place, main,
            files, audit_event_id)
            SELECT id, 'v' || n, path, date '2020-01-01' + n, 'n', 'n', 'd', 'p', 'm', '{}', audit_event_id
                FROM points_scheme, generate_series(1, 3) AS n;
        INSERT INTO points_subject (subject_id, person_id, path, audit_event_id) SELECT person, person, path,
            pg_temp.id('act611') FROM people;
        INSERT INTO points_participation (subject_id, id, scheme_id, path, since, until, audit_event_id)
            SELECT person, pg_temp.id('part' || person), pg_temp.id('scheme61'), path, '2024-01-01',
                CASE n WHEN 5 THEN date '2025-01-01' END,
                pg_temp.id('act611') FROM people;
        INSERT INTO points_claim (subject_id, id, scheme_id, path, item, happened_on, content, value, formula,
            claimant, claimed_by,
                claimed_on, state, published_from, published_through, key, audit_event_id)
            SELECT person, pg_temp.id('claim' || s || person), pg_temp.id('scheme61'), path, 'i',
                date '2025-01-01' + n, '{}', 1, 'f', 'member',
                person, '2025-01-10', s, '2025-01-11', '2025-01-16', s, pg_temp.id('act611')
            FROM people, unnest(ARRAY['claimed', 'published', 'posted']) AS s WHERE n < 4;
        INSERT INTO points_claim (subject_id, id, scheme_id, path, item, happened_on, content, value, formula,
            claimant, claimed_by,
                claimed_on, state, key, audit_event_id)
            SELECT person, pg_temp.id('many' || k), pg_temp.id('scheme61'), path, 'i', '2025-01-01', '{}', 1, 'f',
                'member', person,
                '2025-01-10', 'posted', 'many' || k, pg_temp.id('act611')
            FROM (SELECT * FROM people ORDER BY path DESC, n LIMIT 1) AS p, generate_series(1, 2000) AS k;
        INSERT INTO ledger_entry (subject_id, number, scheme_id, version, kind, item, value, formula, happened_on,
            counts_on, posted_on,
                continuing, key, previous, hash, audit_event_id)
            SELECT person, k, pg_temp.id('scheme61'), 'v1', 'award', 'i', 1, 'f', '2025-01-01', '2025-01-01',
                '2025-01-01', false, 'k' || k,
                sha256('a'), sha256('b'), pg_temp.id('act611')
            FROM (SELECT * FROM people ORDER BY path DESC, n LIMIT 1) AS p, generate_series(1, 2000) AS k;
        INSERT INTO points_period (id, scheme_id, path, starts_on, ends_on, state, revision, audit_event_id)
            SELECT pg_temp.id('period' || code || n),
                pg_temp.id('scheme' || CASE level WHEN 'primary' THEN parent ELSE code END), path,
                date '2024-01-01' + n * 90, date '2024-01-01' + n * 90 + 90, 'closed', 1, pg_temp.id('act611')
            FROM place, generate_series(1, 4) AS n WHERE level IN ('province', 'township', 'primary');
        INSERT INTO points_sheet (subject_id, period_id, revision, path, standing, base, score, rank, head, audit_event_id)
            SELECT person, pg_temp.id('period61' || k), 1, path, 'scored', 60, 70, 1, 0, pg_temp.id('act611')
            FROM people, generate_series(1, 2) AS k;
        """

    private static let recruitment = """
        -- A case for each, open at every stage or admitted; two deadlines for each.
        INSERT INTO recruitment_case (person_id, id, path, opened_on, stage, state, rule_set, calculated_by, audit_event_id)
            SELECT person, pg_temp.id('case' || person), path, '2024-01-01', n,
                CASE n WHEN 5 THEN 'admitted' ELSE 'open' END, '2026', '2026:x',
                pg_temp.id('act611') FROM people;
        INSERT INTO recruitment_due (person_id, case_id, path, rule, milestone, due_on, kind, basis)
            SELECT person, pg_temp.id('case' || person), path, 'r' || k, 'talk',
                date '2024-01-01' + k + 400 * (n % 2),
                CASE WHEN n = 3 THEN 'blocked' ELSE 'due' END, '' FROM people, generate_series(1, 2) AS k;
        INSERT INTO recruitment_admission (person_id, case_id, milestone, path, held_on, sex, born_on, traits)
            SELECT person, pg_temp.id('case' || person), 'branch_meeting', path, '2010-01-01', 'female',
                '1990-01-01', '{}' FROM people
            WHERE n = 5;
        """

    private static let closing = """
        RESET session_replication_role;
        ANALYZE;
        """
}
