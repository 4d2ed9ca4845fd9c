-- Points: only reversals have something that may not be reversed twice. An index of all entries for them took a third of
-- what a post writes into indexes.
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_reversed_once;
CREATE UNIQUE INDEX ledger_entry_reversed_once ON ledger_entry (subject_id, reverses) WHERE reverses IS NOT NULL;
