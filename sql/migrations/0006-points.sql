-- Points: schemes and their editions, who takes part, facts, claims, the ledger, and periods with their sheets.

-- A member looks up what is their own.
ALTER TABLE access_grant DROP CONSTRAINT access_grant_role;
ALTER TABLE access_grant ADD CONSTRAINT access_grant_role
    CHECK (role IN ('viewer', 'clerk', 'reviewer', 'registrar', 'auditor', 'administrator', 'member'));

-- The person behind an account: whose own points a member sees, and whose claims an account may not review.
CREATE TABLE account_person (
    account_id uuid CONSTRAINT account_person_pk PRIMARY KEY CONSTRAINT account_person_account REFERENCES account,
    person_id uuid NOT NULL CONSTRAINT account_person_person REFERENCES person,
    path scope_path NOT NULL,
    act_id uuid NOT NULL
);
CALL guard_by_path('account_person');

CREATE TABLE points_scheme (
    id uuid CONSTRAINT points_scheme_pk PRIMARY KEY,
    path scope_path NOT NULL,
    -- The subtree's end: a scheme is seen by everybody below its owner.
    path_end text COLLATE "C" GENERATED ALWAYS AS (left(path::text, -1) || '/') STORED,
    key text NOT NULL,
    subject text NOT NULL CONSTRAINT points_scheme_subject CHECK (subject IN ('person', 'organisation')),
    act_id uuid NOT NULL,
    CONSTRAINT points_scheme_once UNIQUE (path, key)
);

-- An edition is never changed: entries cite it. The one that began last is in force.
CREATE TABLE points_edition (
    scheme_id uuid NOT NULL CONSTRAINT points_edition_scheme REFERENCES points_scheme,
    version text NOT NULL CONSTRAINT points_edition_version CHECK (length(version) BETWEEN 1 AND 40),
    path scope_path NOT NULL,
    path_end text COLLATE "C" GENERATED ALWAYS AS (left(path::text, -1) || '/') STORED,
    from_on date NOT NULL,
    until_on date,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    document text NOT NULL,
    place text NOT NULL,
    -- The files it was read from: name to text; `main` names its own.
    main text NOT NULL,
    files jsonb NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT points_edition_pk PRIMARY KEY (scheme_id, version),
    CONSTRAINT points_edition_start UNIQUE (scheme_id, from_on),
    CONSTRAINT points_edition_dates CHECK (until_on > from_on)
);

-- A village's or branch's own items, within what the scheme allows; the last number counts.
CREATE TABLE points_local (
    scheme_id uuid NOT NULL CONSTRAINT points_local_scheme REFERENCES points_scheme,
    path scope_path NOT NULL,
    path_end text COLLATE "C" GENERATED ALWAYS AS (left(path::text, -1) || '/') STORED,
    number integer NOT NULL,
    from_on date NOT NULL,
    file text NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT points_local_pk PRIMARY KEY (scheme_id, path, number)
);

-- Whom the ledger is about. The row is what writers of one subject's entries queue at.
CREATE TABLE points_subject (
    subject_id uuid CONSTRAINT points_subject_pk PRIMARY KEY,
    person_id uuid CONSTRAINT points_subject_person REFERENCES person,
    organisation_id uuid CONSTRAINT points_subject_organisation REFERENCES organisation,
    path scope_path NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT points_subject_one CHECK (num_nonnulls(person_id, organisation_id) = 1
        AND subject_id = coalesce(person_id, organisation_id))
);
CREATE INDEX points_subject_by_path ON points_subject (path, subject_id);

-- Who takes part in which scheme, in which group, from when until, but without, when.
CREATE TABLE points_participation (
    subject_id uuid NOT NULL CONSTRAINT points_participation_subject REFERENCES points_subject,
    id uuid NOT NULL,
    scheme_id uuid NOT NULL CONSTRAINT points_participation_scheme REFERENCES points_scheme,
    path scope_path NOT NULL,
    group_key text,
    since date NOT NULL,
    until date,
    act_id uuid NOT NULL,
    ended_act_id uuid,
    CONSTRAINT points_participation_pk PRIMARY KEY (subject_id, id),
    CONSTRAINT points_participation_dates CHECK (until > since),
    CONSTRAINT points_participation_overlap EXCLUDE USING gist
        (subject_id WITH =, scheme_id WITH =, daterange(since, until) WITH &&)
);
CREATE INDEX points_participation_by_path ON points_participation (scheme_id, path, subject_id);

CREATE TABLE points_exemption (
    subject_id uuid NOT NULL CONSTRAINT points_exemption_subject REFERENCES points_subject,
    id uuid NOT NULL,
    scheme_id uuid NOT NULL CONSTRAINT points_exemption_scheme REFERENCES points_scheme,
    exemption_key text NOT NULL,
    since date NOT NULL,
    until date,
    reason text NOT NULL,
    document text NOT NULL,
    act_id uuid NOT NULL,
    ended_act_id uuid,
    CONSTRAINT points_exemption_pk PRIMARY KEY (subject_id, id),
    CONSTRAINT points_exemption_dates CHECK (until > since),
    CONSTRAINT points_exemption_overlap EXCLUDE USING gist
        (subject_id WITH =, scheme_id WITH =, daterange(since, until) WITH &&)
);

-- What is known and may make an entry by itself. Never changed; a make-up names by its reference what it makes up.
CREATE TABLE points_fact (
    subject_id uuid NOT NULL CONSTRAINT points_fact_subject REFERENCES points_subject,
    kind text NOT NULL CONSTRAINT points_fact_kind
        CHECK (kind IN ('attendance', 'make_up', 'training_hours', 'dues', 'grade')),
    reference text NOT NULL CONSTRAINT points_fact_reference CHECK (length(reference) BETWEEN 1 AND 200),
    name text NOT NULL,
    outcome text NOT NULL,
    happened_on date NOT NULL,
    quantity numeric(14,4),
    act_id uuid NOT NULL,
    CONSTRAINT points_fact_pk PRIMARY KEY (subject_id, kind, reference)
);

CREATE TABLE points_claim (
    subject_id uuid NOT NULL CONSTRAINT points_claim_subject REFERENCES points_subject,
    id uuid NOT NULL CONSTRAINT points_claim_id_unique UNIQUE,
    scheme_id uuid NOT NULL CONSTRAINT points_claim_scheme REFERENCES points_scheme,
    path scope_path NOT NULL,
    item text NOT NULL,
    happened_on date NOT NULL,
    -- Everything else that was claimed: observation, evidence, note, deed, earlier entry.
    content jsonb NOT NULL,
    value numeric(14,4) NOT NULL,
    formula text NOT NULL,
    claimant text NOT NULL CONSTRAINT points_claim_claimant
        CHECK (claimant IN ('member', 'branch', 'department', 'import', 'fact')),
    claimed_by uuid NOT NULL,
    claimed_on date NOT NULL,
    -- The last event's, kept here for lists.
    state text NOT NULL CONSTRAINT points_claim_state CHECK (state IN
        ('claimed', 'published', 'objected', 'posted', 'rejected', 'withdrawn', 'expired')),
    -- Reviews passed.
    level integer NOT NULL DEFAULT 0,
    published_from date,
    -- The last day of the publicity; provisional while that year's holidays are not known.
    published_through date,
    provisional boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    key text NOT NULL CONSTRAINT points_claim_key CHECK (length(key) BETWEEN 1 AND 200),
    act_id uuid NOT NULL,
    CONSTRAINT points_claim_pk PRIMARY KEY (subject_id, id),
    CONSTRAINT points_claim_once UNIQUE (subject_id, scheme_id, key),
    CONSTRAINT points_claim_publicity CHECK (published_through >= published_from)
);
CREATE INDEX points_claim_by_state ON points_claim (scheme_id, state, path, id);

-- What became of a claim, in order; never changed.
CREATE TABLE points_claim_event (
    subject_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    -- The review, objection or decision.
    step text NOT NULL,
    happened_on date NOT NULL,
    account_id uuid NOT NULL,
    account_name text NOT NULL,
    reason text,
    act_id uuid NOT NULL,
    CONSTRAINT points_claim_event_pk PRIMARY KEY (subject_id, claim_id, number),
    CONSTRAINT points_claim_event_claim FOREIGN KEY (subject_id, claim_id) REFERENCES points_claim
);

-- The ledger: numbered without gaps for each subject, each entry sealed with the hash of the one before. No column of it
-- is ever updated, so that it has no path; it is seen by whoever sees its subject.
CREATE TABLE ledger_entry (
    subject_id uuid NOT NULL CONSTRAINT ledger_entry_subject REFERENCES points_subject,
    number integer NOT NULL CONSTRAINT ledger_entry_number CHECK (number > 0),
    scheme_id uuid NOT NULL,
    version text NOT NULL,
    kind text NOT NULL CONSTRAINT ledger_entry_kind
        CHECK (kind IN ('award', 'follow_up', 'repair', 'base', 'adjustment', 'reversal')),
    item text NOT NULL,
    value numeric(14,4) NOT NULL,
    -- The arithmetic of the value.
    formula text NOT NULL,
    happened_on date NOT NULL,
    -- The day by which it is reckoned: the event's, or the first of the next open period.
    counts_on date NOT NULL,
    posted_on date NOT NULL,
    continuing boolean NOT NULL,
    deed text,
    level text,
    cause text,
    evidence text,
    decision text,
    follows integer,
    reverses integer,
    claim_id uuid,
    key text NOT NULL CONSTRAINT ledger_entry_key CHECK (length(key) BETWEEN 1 AND 200),
    previous bytea NOT NULL,
    hash bytea NOT NULL CONSTRAINT ledger_entry_hash CHECK (length(hash) = 32),
    act_id uuid NOT NULL,
    CONSTRAINT ledger_entry_pk PRIMARY KEY (subject_id, number),
    CONSTRAINT ledger_entry_edition FOREIGN KEY (scheme_id, version) REFERENCES points_edition,
    CONSTRAINT ledger_entry_once UNIQUE (subject_id, key),
    CONSTRAINT ledger_entry_reversed_once UNIQUE (subject_id, reverses),
    CONSTRAINT ledger_entry_follows FOREIGN KEY (subject_id, follows) REFERENCES ledger_entry,
    CONSTRAINT ledger_entry_reverses FOREIGN KEY (subject_id, reverses) REFERENCES ledger_entry,
    CONSTRAINT ledger_entry_reversal CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CONSTRAINT ledger_entry_order CHECK (follows < number AND reverses < number)
);

-- A period of a scheme as it was closed for a subtree.
CREATE TABLE points_period (
    id uuid CONSTRAINT points_period_pk PRIMARY KEY,
    scheme_id uuid NOT NULL CONSTRAINT points_period_scheme REFERENCES points_scheme,
    path scope_path NOT NULL,
    path_end text COLLATE "C" GENERATED ALWAYS AS (left(path::text, -1) || '/') STORED,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    -- The last event's.
    state text NOT NULL CONSTRAINT points_period_state CHECK (state IN ('closing', 'closed', 'reopened')),
    revision integer NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT points_period_once UNIQUE (scheme_id, path, starts_on),
    CONSTRAINT points_period_dates CHECK (ends_on > starts_on)
);

CREATE TABLE points_period_event (
    period_id uuid NOT NULL CONSTRAINT points_period_event_period REFERENCES points_period,
    number integer NOT NULL,
    path scope_path NOT NULL,
    state text NOT NULL,
    revision integer NOT NULL,
    -- The day of the decision: what was posted until then is in the sheet.
    decided_on date NOT NULL,
    decision text NOT NULL,
    -- Shares that the decision set aside, by their index in the scheme.
    waived bigint[] NOT NULL DEFAULT '{}',
    version text NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT points_period_event_pk PRIMARY KEY (period_id, number)
);

-- The published sheet: one line a subject, frozen.
CREATE TABLE points_sheet (
    subject_id uuid NOT NULL CONSTRAINT points_sheet_subject REFERENCES points_subject,
    period_id uuid NOT NULL CONSTRAINT points_sheet_period REFERENCES points_period,
    revision integer NOT NULL,
    path scope_path NOT NULL,
    group_key text,
    standing text NOT NULL CONSTRAINT points_sheet_standing CHECK (standing IN ('scored', 'exempt', 'absent', 'ungraded')),
    base numeric(14,4) NOT NULL,
    score numeric(14,4) NOT NULL,
    grade text,
    -- The share that moved the grade.
    moved_by integer,
    rank integer,
    rank_in_branch integer,
    -- The last entry that the score rests on.
    head integer NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT points_sheet_pk PRIMARY KEY (subject_id, period_id, revision)
);
CREATE INDEX points_sheet_by_rank ON points_sheet (period_id, revision, path, rank);

-- The score of an open period after the last entry, so that a ranking need not reckon everybody anew. Derived: it can be
-- made from the ledger at any time.
CREATE TABLE points_standing (
    subject_id uuid NOT NULL CONSTRAINT points_standing_subject REFERENCES points_subject,
    scheme_id uuid NOT NULL,
    starts_on date NOT NULL,
    -- Ten-thousandths of a point.
    score bigint NOT NULL,
    grade text,
    CONSTRAINT points_standing_pk PRIMARY KEY (subject_id, scheme_id, starts_on)
) WITH (fillfactor = 80);

CALL guard_by_path('points_scheme');
CALL guard_by_path('points_edition');
CALL guard_by_path('points_local');
CALL guard_by_path('points_subject');
CALL guard_by_path('points_participation');
CALL guard_by_path('points_claim');
CALL guard_by_path('points_period');
CALL guard_by_path('points_period_event');
CALL guard_by_path('points_sheet');

-- What belongs to a subject is seen with it.
CREATE PROCEDURE guard_by_subject(guarded regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY with_subject ON %1$s USING (EXISTS (
        SELECT FROM points_subject s WHERE s.subject_id = %1$s.subject_id))', guarded);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dangwu_app', guarded);
END
$$;
CALL guard_by_subject('points_exemption');
CALL guard_by_subject('points_fact');
CALL guard_by_subject('points_claim_event');
CALL guard_by_subject('ledger_entry');
CALL guard_by_subject('points_standing');

-- Schemes and closed periods are seen from below.
CREATE PROCEDURE show_from_below(shown regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY from_below ON %s FOR SELECT USING (path <= current_setting(''app.scope_lo'', true)
        AND path_end > current_setting(''app.scope_lo'', true) AND current_setting(''app.scope_lo'', true) <> '''')', shown);
END
$$;
CALL show_from_below('points_scheme');
CALL show_from_below('points_edition');
CALL show_from_below('points_local');
CALL show_from_below('points_period');

GRANT UPDATE (path) ON account_person, points_scheme, points_edition, points_local, points_subject, points_period_event,
    points_sheet TO dangwu_app;
GRANT UPDATE (path, until, ended_act_id) ON points_participation TO dangwu_app;
GRANT UPDATE (until, ended_act_id) ON points_exemption TO dangwu_app;
GRANT UPDATE (path, state, level, published_from, published_through, provisional, version) ON points_claim TO dangwu_app;
GRANT UPDATE (path, state, revision) ON points_period TO dangwu_app;
GRANT UPDATE (score, grade) ON points_standing TO dangwu_app;

CREATE OR REPLACE PROCEDURE move_subtree(old_path text, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['organisation', 'organisation_version', 'org_unit', 'person', 'membership', 'post',
        'tenure', 'duty', 'relief', 'relief_withdrawal', 'enrolment', 'enrolment_event', 'attendance_mark', 'credit',
        'account', 'token', 'access_grant', 'revocation', 'account_person', 'points_scheme', 'points_edition',
        'points_local', 'points_subject', 'points_participation', 'points_claim', 'points_period', 'points_period_event',
        'points_sheet']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 || substr(path, length($1) + 1)
            WHERE path >= $1 AND path < left($1, -1) || ''/''', moved) USING old_path, new_path;
    END LOOP;
END
$$;

-- Published sheets stay with the branch that published them.
CREATE OR REPLACE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE person_id = $1', moved) USING mover, new_path;
    END LOOP;
    FOREACH moved IN ARRAY ARRAY['points_subject', 'points_participation', 'points_claim']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE subject_id = $1', moved) USING mover, new_path;
    END LOOP;
    UPDATE person SET path = new_path WHERE id = mover;
END
$$;
