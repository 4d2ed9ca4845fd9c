-- Organisations by the name that an office uses every day: 长安区 for 中共长安区委员会, 东村 or 东村党支部 for 中共东村支部委员会.

CREATE FUNCTION organisation_short_name(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(regexp_replace(name, '^(中国共产党|中共)', ''),
        '(工作委员会|总支部委员会|支部委员会|委员会|党总支|党支部|党工委|党委)$', '');

-- A column and not an index over the function: under row-level security a function that could show a name in an error is not
-- called before the policy.
ALTER TABLE organisation ADD COLUMN short_name text COLLATE "C" GENERATED ALWAYS AS (organisation_short_name(name)) STORED;
CREATE INDEX organisation_by_short_name ON organisation (short_name, path);
