-- After much was written at once, the plans of lists rest on what the tables hold now: the server's own look comes a minute later.
CREATE FUNCTION refresh_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text;
BEGIN
    PERFORM demand_proof();
    FOREACH name IN ARRAY ARRAY['organisation', 'organisation_version', 'organisation_place', 'person', 'person_id_number', 'membership',
        'post', 'tenure', 'duty', 'training_class', 'enrolment', 'credit']
    LOOP
        EXECUTE format('ANALYZE %I', name);
    END LOOP;
END
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
