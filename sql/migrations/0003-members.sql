-- People, their memberships, posts and who held them. Tables that grow with the membership begin with person_id.

CREATE TABLE person (
    id uuid CONSTRAINT person_pk PRIMARY KEY,
    -- Where the person's membership lies today; it moves with the person.
    path scope_path NOT NULL,
    name text NOT NULL CONSTRAINT person_name_length CHECK (length(name) BETWEEN 1 AND 100),
    -- The name without spaces and in lower case, for searches by its beginning.
    name_key text COLLATE "C" NOT NULL,
    sex text NOT NULL CONSTRAINT person_sex CHECK (sex IN ('female', 'male')),
    born_on date NOT NULL CONSTRAINT person_born CHECK (born_on BETWEEN '1900-01-01' AND '2100-01-01'),
    -- AES-GCM over the ID number (nonce, ciphertext, tag); NULL when none was given.
    id_cipher bytea,
    -- Made by a generator: never a real person.
    synthetic boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    act_id uuid NOT NULL CONSTRAINT person_act REFERENCES act
);
CREATE INDEX person_by_path ON person (path, id);
CREATE INDEX person_by_name ON person (name_key, id);

-- Finds a person by the keyed hash of the ID number, and keeps one number from standing twice.
CREATE TABLE person_id_number (
    id_hash bytea CONSTRAINT person_id_number_unique PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT person_id_number_person REFERENCES person
);

CREATE TABLE membership (
    person_id uuid NOT NULL CONSTRAINT membership_person REFERENCES person,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL CONSTRAINT membership_organisation REFERENCES organisation,
    path scope_path NOT NULL,
    status text NOT NULL CONSTRAINT membership_status CHECK (status IN
        ('applicant', 'activist', 'development_target', 'probationary', 'full')),
    since date NOT NULL,
    until date,
    ended_as text CONSTRAINT membership_ended_as CHECK (ended_as IN
        ('advanced', 'transferred', 'withdrawn', 'removed', 'expelled', 'died', 'cancelled')),
    act_id uuid NOT NULL,
    CONSTRAINT membership_pk PRIMARY KEY (person_id, id),
    CONSTRAINT membership_dates CHECK (until > since),
    CONSTRAINT membership_end CHECK ((until IS NULL) = (ended_as IS NULL)),
    CONSTRAINT membership_overlap EXCLUDE USING gist (person_id WITH =, daterange(since, until) WITH &&)
);
CREATE INDEX membership_by_path ON membership (path, person_id);

CREATE TABLE post (
    id uuid CONSTRAINT post_pk PRIMARY KEY,
    organisation_id uuid NOT NULL CONSTRAINT post_organisation REFERENCES organisation,
    path scope_path NOT NULL,
    title text NOT NULL CONSTRAINT post_title CHECK (title IN ('secretary', 'first_secretary', 'deputy_secretary',
        'organisation_commissioner', 'publicity_commissioner', 'discipline_commissioner', 'committee_member')),
    -- Tells several posts of one title apart.
    seat integer NOT NULL DEFAULT 1 CONSTRAINT post_seat CHECK (seat BETWEEN 1 AND 99),
    since date NOT NULL,
    until date,
    act_id uuid NOT NULL,
    CONSTRAINT post_unique UNIQUE (organisation_id, title, seat),
    CONSTRAINT post_dates CHECK (until > since)
);
CREATE INDEX post_by_path ON post (path, id);

-- Who held a post, from a day until, but without, another. Substantive and concurrent holders exclude each other;
-- somebody acting may stand beside an absent holder, but one at a time.
CREATE TABLE tenure (
    id uuid CONSTRAINT tenure_pk PRIMARY KEY,
    post_id uuid NOT NULL CONSTRAINT tenure_post REFERENCES post,
    person_id uuid NOT NULL CONSTRAINT tenure_person REFERENCES person,
    path scope_path NOT NULL,
    nature text NOT NULL CONSTRAINT tenure_nature CHECK (nature IN ('substantive', 'acting', 'concurrent')),
    since date NOT NULL,
    until date,
    act_id uuid NOT NULL,
    ended_act_id uuid,
    -- The act that found the entry to be wrong; it then counts for nothing.
    annulled_act_id uuid,
    CONSTRAINT tenure_dates CHECK (until > since),
    CONSTRAINT tenure_one_holder EXCLUDE USING gist (post_id WITH =, daterange(since, until) WITH &&)
        WHERE (nature <> 'acting' AND annulled_act_id IS NULL),
    CONSTRAINT tenure_one_acting EXCLUDE USING gist (post_id WITH =, daterange(since, until) WITH &&)
        WHERE (nature = 'acting' AND annulled_act_id IS NULL)
);
CREATE INDEX tenure_by_person ON tenure (person_id);
CREATE INDEX tenure_by_path ON tenure (path, id);

CALL guard_by_path('person');
CALL guard_by_path('membership');
CALL guard_by_path('post');
CALL guard_by_path('tenure');

-- Somebody who holds an office here is visible here, wherever the membership lies.
CREATE POLICY by_office ON person FOR SELECT USING (EXISTS (SELECT FROM tenure t WHERE t.person_id = person.id));

ALTER TABLE person_id_number ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON person_id_number USING (EXISTS (SELECT FROM person p WHERE p.id = person_id));
GRANT SELECT, INSERT ON person_id_number TO dangwu_app;

GRANT UPDATE (path, name, name_key, sex, born_on, id_cipher, version, act_id) ON person TO dangwu_app;
GRANT UPDATE (until, ended_as, path) ON membership TO dangwu_app;
GRANT UPDATE (path, until) ON post TO dangwu_app;
GRANT UPDATE (until, ended_act_id, annulled_act_id, path) ON tenure TO dangwu_app;
