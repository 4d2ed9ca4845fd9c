-- Organisations are named by people as they are called: a name is looked up within the caller's range.
CREATE INDEX organisation_by_name ON organisation (name, path);
