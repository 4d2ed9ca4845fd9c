-- A notice that is being sent is leased: until when, and by which run. A lease that ran out is taken over by the next run, so
-- a program that dies while it sends leaves nothing stuck, and no transaction stays open while a mail server thinks.

ALTER TABLE notice
    ADD COLUMN leased_until timestamptz,
    ADD COLUMN leased_by uuid,
    ADD CONSTRAINT notice_lease CHECK ((leased_until IS NULL) = (leased_by IS NULL)),
    ADD CONSTRAINT notice_lease_open CHECK (leased_by IS NULL OR sent_at IS NULL);
GRANT UPDATE (leased_until, leased_by) ON notice TO dangwu_app;
