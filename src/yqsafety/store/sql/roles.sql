-- Before each numbered file: the roles, which are the whole cluster's, and the rights on this database.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'yq_owner') THEN
    CREATE ROLE yq_owner NOLOGIN; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'yq_member') THEN
    CREATE ROLE yq_member NOLOGIN; END IF;
  EXECUTE format('GRANT CREATE ON DATABASE %I TO yq_owner', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- What every login may call by default and what takes from all: the locks of the server, of which
-- one login could take all, so that nobody connects any more, and its disk.
DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND (
      p.proname ~ '^(pg_(try_)?advisory_|lo_)' OR p.proname IN ('lowrite', 'pg_export_snapshot', 'pg_logical_emit_message')) LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
END $$;
SET LOCAL ROLE yq_owner;
