-- Roles are data (config/policy/access/roles.yaml): the database checks the form of a role's key and no longer lists the roles, so
-- that a new role needs no migration. A grant whose role the file does not list gives nothing.

ALTER TABLE access_grant DROP CONSTRAINT access_grant_role;
ALTER TABLE access_grant ADD CONSTRAINT access_grant_role CHECK (role ~ '^[a-z][a-z0-9_]{0,39}$');
