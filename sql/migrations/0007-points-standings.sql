-- Standings of open periods are reckoned from the ledger when they are asked for: time alone ends vetoes, terms and
-- exemptions, so that what was kept after the last entry did not stay true.
DROP TABLE points_standing;

-- What was published about somebody goes where they go: the next period may begin with it.
CREATE POLICY with_subject ON points_sheet FOR SELECT USING (EXISTS (
    SELECT FROM points_subject s WHERE s.subject_id = points_sheet.subject_id));
