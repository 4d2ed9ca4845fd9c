-- What becomes of a membership: decisions with their grounds, letters of introduction, and yearly balances as reported.

ALTER TABLE membership DROP CONSTRAINT membership_status, DROP CONSTRAINT membership_ended_as,
    ADD CONSTRAINT membership_status CHECK (status IN
        ('applicant', 'activist', 'development_target', 'probationary', 'full', 'suspended')),
    ADD CONSTRAINT membership_ended_as CHECK (ended_as IN
        ('advanced', 'transferred', 'withdrawn', 'persuaded', 'removed', 'expelled', 'died', 'cancelled', 'suspended',
         'restored')),
    -- How the standing came about; unknown of those from before this was kept.
    ADD COLUMN began_as text CONSTRAINT membership_began_as CHECK (began_as IN
        ('registered', 'advanced', 'transferred', 'suspended', 'restored')),
    -- From which day the standing counts, where it is not the day on which it was entered here: an approval that came after the
    -- person had moved, or a day that was corrected.
    ADD COLUMN counts_from date;
GRANT UPDATE (counts_from) ON membership TO dangwu_app;

-- Who decided what about a membership, on which ground.
CREATE TABLE membership_decision (
    person_id uuid NOT NULL CONSTRAINT membership_decision_person REFERENCES person,
    id uuid NOT NULL,
    path scope_path NOT NULL,
    change text NOT NULL CONSTRAINT membership_decision_change CHECK (change IN
        ('suspend', 'restore', 'withdraw', 'persuade', 'remove', 'expel', 'die')),
    ground text NOT NULL CONSTRAINT membership_decision_ground CHECK (length(ground) BETWEEN 1 AND 60),
    -- Since when the ground has been there.
    ground_since date,
    decided_on date NOT NULL,
    document text NOT NULL CONSTRAINT membership_decision_document CHECK (length(document) BETWEEN 1 AND 200),
    reason text NOT NULL CONSTRAINT membership_decision_reason CHECK (length(reason) BETWEEN 1 AND 500),
    act_id uuid NOT NULL CONSTRAINT membership_decision_act REFERENCES act,
    CONSTRAINT membership_decision_pk PRIMARY KEY (person_id, id),
    CONSTRAINT membership_decision_since CHECK (ground_since <= decided_on)
);

-- A decision that was recorded by mistake: it stays on file and counts for nothing.
CREATE TABLE membership_decision_annulment (
    person_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    path scope_path NOT NULL,
    document text NOT NULL CONSTRAINT membership_decision_annulment_document CHECK (length(document) BETWEEN 1 AND 200),
    reason text NOT NULL CONSTRAINT membership_decision_annulment_reason CHECK (length(reason) BETWEEN 1 AND 500),
    act_id uuid NOT NULL CONSTRAINT membership_decision_annulment_act REFERENCES act,
    CONSTRAINT membership_decision_annulment_pk PRIMARY KEY (person_id, decision_id),
    CONSTRAINT membership_decision_annulment_of FOREIGN KEY (person_id, decision_id) REFERENCES membership_decision
);

-- A letter of introduction. The membership lies where it lay until the receiver has accepted it.
CREATE TABLE membership_transfer (
    person_id uuid NOT NULL CONSTRAINT membership_transfer_person REFERENCES person,
    id uuid NOT NULL,
    -- Where it was issued, and for whom when both are on this register.
    path scope_path NOT NULL,
    to_path scope_path,
    from_id uuid CONSTRAINT membership_transfer_from REFERENCES organisation,
    to_id uuid CONSTRAINT membership_transfer_to REFERENCES organisation,
    direction text NOT NULL CONSTRAINT membership_transfer_direction CHECK (direction IN ('inside', 'out', 'in')),
    -- As the letter has them: it is kept as it was issued.
    from_code text,
    from_name text NOT NULL CONSTRAINT membership_transfer_from_name CHECK (length(from_name) BETWEEN 1 AND 200),
    to_code text,
    to_name text NOT NULL CONSTRAINT membership_transfer_to_name CHECK (length(to_name) BETWEEN 1 AND 200),
    name text NOT NULL,
    status text NOT NULL,
    letter text NOT NULL CONSTRAINT membership_transfer_letter CHECK (length(letter) BETWEEN 1 AND 60),
    issued_on date NOT NULL,
    valid_through date NOT NULL,
    -- The month through which dues are paid, as its first day.
    dues_through date,
    -- Kept for lists; it follows from the answer.
    open boolean NOT NULL,
    act_id uuid NOT NULL CONSTRAINT membership_transfer_act REFERENCES act,
    CONSTRAINT membership_transfer_pk PRIMARY KEY (person_id, id),
    CONSTRAINT membership_transfer_days CHECK (valid_through >= issued_on),
    CONSTRAINT membership_transfer_ends CHECK ((direction = 'in') = (from_id IS NULL)
        AND (direction = 'out') = (to_id IS NULL) AND (to_id IS NULL) = (to_path IS NULL))
);
CREATE UNIQUE INDEX membership_transfer_one_open ON membership_transfer (person_id) WHERE open;
CREATE UNIQUE INDEX membership_transfer_by_id ON membership_transfer (id);
CREATE INDEX membership_transfer_issued ON membership_transfer (path, id) WHERE open;
CREATE INDEX membership_transfer_awaited ON membership_transfer (to_path, id) WHERE open;

CREATE TABLE membership_transfer_answer (
    person_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    path scope_path NOT NULL,
    to_path scope_path,
    answer text NOT NULL CONSTRAINT membership_transfer_answer_kind CHECK (answer IN
        ('accepted', 'returned', 'cancelled', 'expired')),
    answered_on date NOT NULL,
    -- The number of the receipt, or why it was returned or cancelled.
    remark text NOT NULL CONSTRAINT membership_transfer_answer_remark CHECK (length(remark) BETWEEN 1 AND 500),
    act_id uuid NOT NULL CONSTRAINT membership_transfer_answer_act REFERENCES act,
    CONSTRAINT membership_transfer_answer_pk PRIMARY KEY (person_id, transfer_id),
    CONSTRAINT membership_transfer_answer_of FOREIGN KEY (person_id, transfer_id) REFERENCES membership_transfer
);

-- Letters are numbered by organisation and year.
CREATE TABLE membership_letter_number (
    organisation_id uuid NOT NULL CONSTRAINT membership_letter_number_organisation REFERENCES organisation,
    year integer NOT NULL,
    path scope_path NOT NULL,
    last integer NOT NULL,
    CONSTRAINT membership_letter_number_pk PRIMARY KEY (organisation_id, year)
);

-- A yearly balance as it was reported: it stays as it was sent.
CREATE TABLE membership_balance (
    organisation_id uuid NOT NULL CONSTRAINT membership_balance_organisation REFERENCES organisation,
    year integer NOT NULL CONSTRAINT membership_balance_year CHECK (year BETWEEN 1990 AND 2200),
    number integer NOT NULL,
    path scope_path NOT NULL,
    opening integer NOT NULL,
    closing integer NOT NULL,
    lines jsonb NOT NULL,
    document text NOT NULL CONSTRAINT membership_balance_document CHECK (length(document) BETWEEN 1 AND 200),
    act_id uuid NOT NULL CONSTRAINT membership_balance_act REFERENCES act,
    CONSTRAINT membership_balance_pk PRIMARY KEY (organisation_id, year, number)
);

CALL guard_by_path('membership_decision');
CALL guard_by_path('membership_decision_annulment');
CALL guard_by_path('membership_transfer');
CALL guard_by_path('membership_transfer_answer');
CALL guard_by_path('membership_letter_number');
CALL guard_by_path('membership_balance');
-- The organisation that a letter is for may read it, and what became of it.
CREATE POLICY for_receiver ON membership_transfer FOR SELECT USING (
    to_path >= current_setting('app.scope_lo', true) AND to_path < current_setting('app.scope_hi', true));
CREATE POLICY for_receiver ON membership_transfer_answer FOR SELECT USING (
    to_path >= current_setting('app.scope_lo', true) AND to_path < current_setting('app.scope_hi', true));
GRANT UPDATE (path) ON membership_decision, membership_decision_annulment, membership_balance TO dangwu_app;
GRANT UPDATE (path, to_path, open) ON membership_transfer TO dangwu_app;
GRANT UPDATE (path, to_path) ON membership_transfer_answer TO dangwu_app;
GRANT UPDATE (path, last) ON membership_letter_number TO dangwu_app;

-- A case whose person died, left or was put out: it ended by a decision on the membership.
ALTER TABLE recruitment_case DROP CONSTRAINT recruitment_case_state, ADD CONSTRAINT recruitment_case_state
    CHECK (state IN ('open', 'admitted', 'refused', 'cancelled', 'withdrawn', 'unrecognised', 'ended'));
ALTER TABLE recruitment_ruling DROP CONSTRAINT recruitment_ruling_kind, ADD CONSTRAINT recruitment_ruling_kind
    CHECK (ruling IN ('withdrawn', 'unrecognised', 'ended'));

-- The receiver answers a letter. The person still lies outside the receiver's scope, so this runs with the owner's rights;
-- it does nothing unless the letter is open and for an organisation within the caller's scope.
CREATE FUNCTION answer_transfer(
    who uuid, which uuid, given text, given_on date, given_remark text, by_act uuid, standing uuid
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    t membership_transfer;
    m membership;
BEGIN
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which FOR UPDATE;
    IF t.id IS NULL OR t.direction <> 'inside' OR NOT coalesce(t.to_path >= current_setting('app.scope_lo', true)
        AND t.to_path < current_setting('app.scope_hi', true), false) THEN
        RETURN 'missing';
    END IF;
    IF NOT t.open THEN RETURN 'answered'; END IF;
    IF given = 'accepted' THEN
        SELECT * INTO m FROM membership WHERE person_id = who AND until IS NULL FOR UPDATE;
        IF m.id IS NULL OR m.organisation_id <> t.from_id OR m.since >= given_on THEN RETURN 'moved'; END IF;
        UPDATE membership SET until = given_on, ended_as = 'transferred' WHERE person_id = who AND id = m.id;
        INSERT INTO membership (person_id, id, organisation_id, path, status, since, began_as, act_id)
        VALUES (who, standing, t.to_id, t.to_path, m.status, given_on, 'transferred', by_act);
        CALL move_person(who, t.to_path);
    ELSIF given <> 'returned' THEN
        RETURN 'missing';
    END IF;
    INSERT INTO membership_transfer_answer VALUES (who, which, t.path, t.to_path, given, given_on, given_remark, by_act);
    UPDATE membership_transfer SET open = false WHERE person_id = who AND id = which;
    RETURN 'done';
END
$$;
REVOKE ALL ON FUNCTION answer_transfer FROM public;
GRANT EXECUTE ON FUNCTION answer_transfer TO dangwu_app;

-- People who come back: whoever has no open membership is found again by the number and lies from then on where the new
-- membership begins. They may lie out of sight, so this runs with the owner's rights; places outside the caller's scope are
-- left out.
CREATE FUNCTION claim_returning(hashes bytea[], places text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    returning_one record;
    found integer := 0;
BEGIN
    FOR returning_one IN
        SELECT n.person_id, w.place FROM unnest(hashes, places) AS w (hash, place)
            JOIN person_id_number n ON n.id_hash = w.hash JOIN person p ON p.id = n.person_id
        WHERE p.path <> w.place AND w.place >= current_setting('app.scope_lo', true)
            AND w.place < current_setting('app.scope_hi', true)
            AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = n.person_id AND m.until IS NULL)
        ORDER BY n.person_id
    LOOP
        CALL move_person(returning_one.person_id, returning_one.place);
        found := found + 1;
    END LOOP;
    RETURN found;
END
$$;
REVOKE ALL ON FUNCTION claim_returning FROM public;
GRANT EXECUTE ON FUNCTION claim_returning TO dangwu_app;

-- Somebody who came with a letter from elsewhere came from another organisation as well.
CREATE OR REPLACE FUNCTION transfers_of(who uuid) RETURNS SETOF date LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT m.since FROM person p JOIN membership m ON m.person_id = p.id
    WHERE p.id = who AND p.path >= current_setting('app.scope_lo', true) AND p.path < current_setting('app.scope_hi', true)
        AND (m.began_as = 'transferred' OR EXISTS (
            SELECT FROM membership b WHERE b.person_id = who AND b.until = m.since AND b.ended_as = 'transferred'))
    ORDER BY m.since
$$;

-- Whom a letter can be addressed to: one organisation by its exact code, wherever it lies.
CREATE FUNCTION addressee(wanted text) RETURNS TABLE (id uuid, path text, code text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.id, o.path, o.code, o.name FROM organisation o WHERE o.code = wanted AND o.until IS NULL
$$;
REVOKE ALL ON FUNCTION addressee FROM public;
GRANT EXECUTE ON FUNCTION addressee TO dangwu_app;

-- Every column that says where something lies today moves along: those of the type that the role may change.
-- With the owner's rights: letters that others address to what moves lie out of sight and move along.
CREATE OR REPLACE PROCEDURE move_subtree(old_path text, new_path text) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    moved record;
BEGIN
    IF NOT coalesce(old_path >= current_setting('app.scope_lo', true) AND old_path < current_setting('app.scope_hi', true)
        AND new_path >= current_setting('app.scope_lo', true) AND new_path < current_setting('app.scope_hi', true), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'move_subtree outside the scope';
    END IF;
    FOR moved IN
        SELECT c.relname AS name, a.attname AS place FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.atttypid = 'scope_path'::regtype AND NOT a.attisdropped AND c.relkind = 'r'
            AND has_column_privilege('dangwu_app', c.oid, a.attnum, 'UPDATE')
        ORDER BY c.relname, a.attname
    LOOP
        EXECUTE format('UPDATE %1$I SET %2$I = $2 || substr(%2$I, length($1) + 1)
            WHERE %2$I >= $1 AND %2$I < left($1, -1) || ''/''', moved.name, moved.place) USING old_path, new_path;
    END LOOP;
END
$$;

CREATE OR REPLACE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person',
        'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due', 'recruitment_trait',
        'membership_decision', 'membership_decision_annulment']
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
