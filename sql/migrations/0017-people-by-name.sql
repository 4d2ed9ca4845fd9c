-- People are searched by the beginning of their name within a subtree: name and place are conditions of one index, and a
-- page continues in it after the last person of the one before.
DROP INDEX person_by_name;
CREATE INDEX person_by_name ON person (name_key, path, id);

-- A letter of introduction is named by its number.
CREATE INDEX membership_transfer_by_letter ON membership_transfer (letter);
