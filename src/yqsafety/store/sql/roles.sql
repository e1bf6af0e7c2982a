-- Before each numbered file: the roles, which are the whole cluster's, and the rights on this database.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'yq_owner') THEN
    CREATE ROLE yq_owner NOLOGIN; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'yq_member') THEN
    CREATE ROLE yq_member NOLOGIN; END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO yq_member', current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO yq_owner', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SET LOCAL ROLE yq_owner;
