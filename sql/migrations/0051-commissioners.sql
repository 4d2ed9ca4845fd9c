-- Commissioners for the masses and for confidentiality are posts of branches as well.
ALTER TABLE post DROP CONSTRAINT post_title, ADD CONSTRAINT post_title CHECK (title IN ('secretary', 'first_secretary',
    'deputy_secretary', 'organisation_commissioner', 'publicity_commissioner', 'discipline_commissioner', 'youth_commissioner',
    'production_commissioner', 'united_front_commissioner', 'women_commissioner', 'mass_work_commissioner',
    'confidentiality_commissioner', 'committee_member'));
