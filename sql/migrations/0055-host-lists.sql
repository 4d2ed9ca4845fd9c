-- The host of a class sees and keeps its whole list: people of other parts of the tree, and people who were transferred there during
-- the class. Their marks, results and hours were out of its sight before, and lost at the closing.

-- Whether the caller's scope holds the host of a class.
CREATE FUNCTION hosts_class(which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM training_class c WHERE c.id = which AND in_scope(c.path))
$$;

-- The same by a place on its list.
CREATE FUNCTION hosts_enrolment(who uuid, which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
        WHERE n.person_id = who AND n.id = which AND in_scope(c.path))
$$;

-- Whether somebody is or was on the list of the caller's class, at this place: what the host writes of people goes nowhere else.
CREATE FUNCTION on_own_list(which uuid, who uuid, place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
        WHERE n.class_id = which AND n.person_id = who AND n.path = place AND in_scope(c.path))
$$;

-- The class of a notice to the people on its list.
CREATE FUNCTION class_of_notice(key text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT substring(key FROM '^class:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):')::uuid
$$;

CREATE POLICY of_own_class ON enrolment FOR SELECT USING (hosts_class(class_id));
CREATE POLICY on_own_list ON enrolment FOR UPDATE USING (hosts_class(class_id))
    WITH CHECK (on_own_list(class_id, person_id, path));
CREATE POLICY of_own_class ON enrolment_event FOR SELECT USING (hosts_enrolment(person_id, enrolment_id));
CREATE POLICY on_own_list ON enrolment_event FOR INSERT WITH CHECK (EXISTS (SELECT FROM enrolment n
    WHERE n.person_id = enrolment_event.person_id AND n.id = enrolment_event.enrolment_id
        AND on_own_list(n.class_id, n.person_id, enrolment_event.path)));
CREATE POLICY of_own_class ON attendance_mark FOR SELECT USING (hosts_class(class_id));
CREATE POLICY on_own_list ON attendance_mark FOR INSERT WITH CHECK (on_own_list(class_id, person_id, path));
CREATE POLICY of_own_class ON class_result FOR SELECT USING (hosts_class(class_id));
CREATE POLICY on_own_list ON class_result FOR INSERT WITH CHECK (on_own_list(class_id, person_id, path));
CREATE POLICY of_own_class ON credit FOR SELECT USING (class_id IS NOT NULL AND hosts_class(class_id));
CREATE POLICY on_own_list ON credit FOR INSERT
    WITH CHECK (class_id IS NOT NULL AND on_own_list(class_id, person_id, path));
CREATE POLICY on_own_list ON notice FOR INSERT WITH CHECK (on_own_list(class_of_notice(key), person_id, path));

-- Of somebody out of sight: as an office or a category here has it, or as a member who is on the list of a class here is called.
CREATE FUNCTION name_on_list(who uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.name FROM person p WHERE p.id = who AND (SELECT scope_is_proven()) AND EXISTS (
        SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
        WHERE n.person_id = who AND in_scope(c.path))
$$;
CREATE OR REPLACE FUNCTION name_in_office(who uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT t.person_name FROM tenure t WHERE t.person_id = who ORDER BY t.since DESC, t.id DESC LIMIT 1),
        (SELECT c.person_name FROM person_category c WHERE c.person_id = who ORDER BY c.since DESC, c.id DESC LIMIT 1),
        name_on_list(who))
$$;

CALL withdraw_public_execution();
