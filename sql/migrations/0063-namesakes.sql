-- People of one name and birth day, which every import looks for.
CREATE INDEX person_by_name_and_birth ON person (name_key, born_on);
