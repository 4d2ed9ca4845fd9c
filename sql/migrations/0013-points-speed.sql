-- Points: posting stays as quick as the ledger is long.

-- Only reversals have something that may not be reversed twice. An index of all entries for them took a third of what a
-- post writes into indexes.
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_reversed_once;
CREATE UNIQUE INDEX ledger_entry_reversed_once ON ledger_entry (subject_id, reverses) WHERE reverses IS NOT NULL;

-- An entry is seen by whoever sees its subject. Asked by the subject alone, the server would once it has counted enough
-- entries gather every subject of the scope to answer about a hundred; a condition on the entry itself, which always
-- holds, makes it look up each by its key.
ALTER POLICY with_subject ON ledger_entry
    USING (EXISTS (SELECT FROM points_subject s
        WHERE s.subject_id = ledger_entry.subject_id AND ledger_entry.number > 0));
