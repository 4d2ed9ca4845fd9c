-- The periods of one scheme are read by place, from the cursor on.
CREATE INDEX points_period_by_scheme ON points_period (scheme_id, path, id);
