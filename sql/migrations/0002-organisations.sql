-- The tree of organisations. `organisation` holds what an organisation is today, for the filters of every list;
-- `organisation_version` holds what it was when.

CREATE TABLE organisation (
    id uuid CONSTRAINT organisation_pk PRIMARY KEY,
    path scope_path NOT NULL CONSTRAINT organisation_path_unique UNIQUE,
    code text COLLATE "C" NOT NULL CONSTRAINT organisation_code_unique UNIQUE
        CONSTRAINT organisation_code_shape CHECK (code ~ '^[0-9A-Za-z_-]{1,40}$'),
    parent_id uuid CONSTRAINT organisation_parent REFERENCES organisation,
    level text NOT NULL CONSTRAINT organisation_level
        CHECK (level IN ('province', 'city', 'county', 'township', 'primary')),
    kind text NOT NULL CONSTRAINT organisation_kind
        CHECK (kind IN ('committee', 'working_committee', 'general_branch', 'branch', 'group')),
    field text CONSTRAINT organisation_field CHECK (field IN ('rural', 'community', 'enterprise_state', 'organ',
        'university', 'institution', 'enterprise_private', 'social')),
    name text NOT NULL CONSTRAINT organisation_name_length CHECK (length(name) BETWEEN 1 AND 200),
    since date NOT NULL,
    until date,
    version integer NOT NULL DEFAULT 1,
    act_id uuid NOT NULL CONSTRAINT organisation_act REFERENCES act,
    CONSTRAINT organisation_dates CHECK (until > since)
);
CREATE INDEX organisation_by_parent ON organisation (parent_id);

CREATE TABLE organisation_version (
    organisation_id uuid NOT NULL CONSTRAINT organisation_version_subject REFERENCES organisation,
    version integer NOT NULL,
    path scope_path NOT NULL,
    since date NOT NULL,
    until date,
    parent_id uuid CONSTRAINT organisation_version_parent REFERENCES organisation,
    level text NOT NULL,
    kind text NOT NULL,
    field text,
    name text NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT organisation_version_pk PRIMARY KEY (organisation_id, version),
    CONSTRAINT organisation_version_dates CHECK (until > since),
    CONSTRAINT organisation_version_overlap EXCLUDE USING gist
        (organisation_id WITH =, daterange(since, until) WITH &&)
);

-- The village, enterprise, school … that an organisation belongs to; coverage is counted over units.
CREATE TABLE org_unit (
    id uuid CONSTRAINT org_unit_pk PRIMARY KEY,
    code text COLLATE "C" NOT NULL CONSTRAINT org_unit_code_unique UNIQUE,
    organisation_id uuid NOT NULL CONSTRAINT org_unit_organisation REFERENCES organisation,
    path scope_path NOT NULL,
    kind text NOT NULL CONSTRAINT org_unit_kind CHECK (kind IN ('village', 'community', 'township', 'enterprise',
        'organ', 'school', 'institution', 'social')),
    name text NOT NULL,
    credit_code text,
    since date NOT NULL,
    until date,
    act_id uuid NOT NULL,
    CONSTRAINT org_unit_dates CHECK (until > since)
);
CREATE INDEX org_unit_by_path ON org_unit (path, id);

CALL guard_by_path('organisation');
CALL guard_by_path('organisation_version');
CALL guard_by_path('org_unit');
GRANT UPDATE (path, parent_id, level, kind, field, name, until, version, act_id) ON organisation TO dangwu_app;
GRANT UPDATE (until, path) ON organisation_version TO dangwu_app;
GRANT UPDATE (path, until) ON org_unit TO dangwu_app;
