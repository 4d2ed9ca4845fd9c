-- Classes have a form of their own, a kind of course, and demands on the people that they admit.

ALTER TABLE training_class
    ADD COLUMN form text NOT NULL DEFAULT 'concentrated'
        CONSTRAINT training_class_form CHECK (form IN ('concentrated', 'online', 'self_study')),
    -- A key of the rule file: what is completed before something else.
    ADD COLUMN course text CONSTRAINT training_class_course CHECK (length(course) BETWEEN 1 AND 60),
    ADD COLUMN filters jsonb NOT NULL DEFAULT '{}' CONSTRAINT training_class_filters CHECK (jsonb_typeof(filters) = 'object');
GRANT UPDATE (form, course, filters) ON training_class TO dangwu_app;
ALTER TABLE credit ADD COLUMN course text CONSTRAINT credit_course CHECK (length(course) BETWEEN 1 AND 60);
CREATE INDEX credit_of_course ON credit (person_id, course) WHERE course IS NOT NULL;

CALL audit_enrol();
CALL withdraw_public_execution();
