-- A shared store of one county, version 1. `yqsafety store init` runs this once, as yq_owner.
-- In the place of `yq_member` it puts the group role of this very store: roles are known to the
-- whole cluster, so a group of all stores would let the accounts of one county into another's.
-- No extension, sequence, advisory lock, LISTEN or ON CONFLICT: each costs or breaks somewhere.

CREATE SCHEMA yq;
CREATE TABLE yq.version (version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now());
INSERT INTO yq.version VALUES (1);

-- The newest event of the store. The row is the lock: whoever appends holds it until commit, so
-- that numbers are without gaps and become visible in their order.
CREATE TABLE yq.store (
  store       text PRIMARY KEY CHECK (store ~ '^[0-9a-f]{12}$'),
  alone       boolean NOT NULL DEFAULT true UNIQUE CHECK (alone),
  name        text NOT NULL,
  address     text NOT NULL DEFAULT '',
  certificate text NOT NULL DEFAULT '',
  seq         bigint NOT NULL DEFAULT 0,
  at          text NOT NULL DEFAULT '',
  hash        bytea NOT NULL DEFAULT '\x00'
);

-- Who a login is. Never deleted, only closed: what was recorded keeps its name.
CREATE TABLE yq.account (
  login  name PRIMARY KEY,
  store  text NOT NULL REFERENCES yq.store,
  role   text NOT NULL CHECK (role IN ('unit', 'office', 'reader')),
  unit   text NOT NULL DEFAULT '' CHECK (unit <> '' OR role <> 'unit'),
  person text NOT NULL CHECK (person ~ '^[^\x01-\x1f]{1,100}$'),
  opened timestamptz NOT NULL DEFAULT now(),
  closed timestamptz,
  day    text NOT NULL DEFAULT '', records int NOT NULL DEFAULT 0, size bigint NOT NULL DEFAULT 0,  -- brought on its newest day
  UNIQUE (store, person)
);

-- Who may record which action, and what a record of it concerns: filled from recording/rights.py.
CREATE TABLE yq.permitted (
  action text PRIMARY KEY,
  unit   boolean NOT NULL,
  reach  text NOT NULL CHECK (reach IN ('slot', 'task', 'all'))
);

-- The notices in force, each as published; the newest of an id counts.
CREATE TABLE yq.catalogue (
  store text NOT NULL REFERENCES yq.store, notice text NOT NULL, revision int NOT NULL,
  head text NOT NULL, tasks text NOT NULL, units text NOT NULL, roster text NOT NULL,
  login name NOT NULL DEFAULT session_user, published timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (store, notice, revision)
);

-- Who may report what, of each notice.
CREATE TABLE yq.duty (
  store text NOT NULL REFERENCES yq.store, notice text NOT NULL, task text NOT NULL, unit text NOT NULL,
  PRIMARY KEY (store, notice, task, unit)
);

CREATE TABLE yq.event (
  store  text NOT NULL REFERENCES yq.store, seq bigint NOT NULL,
  id     text NOT NULL, batch text NOT NULL,
  at     text NOT NULL, person text NOT NULL, origin text NOT NULL,
  login  name NOT NULL, received timestamptz NOT NULL,
  notice text NOT NULL, action text NOT NULL, task text NOT NULL, period text NOT NULL, unit text NOT NULL,
  reverts text NOT NULL,
  body   text NOT NULL,
  hash   bytea NOT NULL,
  PRIMARY KEY (store, seq), UNIQUE (store, id)
);
CREATE INDEX event_batch ON yq.event (store, batch);
CREATE INDEX event_slot ON yq.event (store, task, unit, period);
CREATE INDEX event_reverts ON yq.event (store, reverts) WHERE reverts <> '';

CREATE TABLE yq.file (
  store text NOT NULL REFERENCES yq.store, sha256 text NOT NULL, size int NOT NULL, content bytea NOT NULL,
  login name NOT NULL, received timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (store, sha256)
);

CREATE FUNCTION yq.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'records are only added' USING ERRCODE = 'YQ009'; END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON yq.event FOR EACH ROW EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON yq.event FOR EACH STATEMENT EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON yq.file FOR EACH ROW EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON yq.file FOR EACH STATEMENT EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON yq.catalogue FOR EACH ROW EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON yq.catalogue FOR EACH STATEMENT EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER kept BEFORE DELETE ON yq.account FOR EACH ROW EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON yq.account FOR EACH STATEMENT EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER kept BEFORE DELETE ON yq.store FOR EACH ROW EXECUTE FUNCTION yq.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON yq.store FOR EACH STATEMENT EXECUTE FUNCTION yq.refuse();

-- session_user, since current_user is the owner inside of these functions.
CREATE FUNCTION yq.me() RETURNS yq.account LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS
$$ SELECT a FROM yq.account a WHERE a.login = session_user AND a.closed IS NULL $$;

ALTER TABLE yq.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE yq.store ENABLE ROW LEVEL SECURITY;
ALTER TABLE yq.file ENABLE ROW LEVEL SECURITY;
ALTER TABLE yq.catalogue ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON yq.event FOR SELECT USING (store = (SELECT (yq.me()).store));
CREATE POLICY mine ON yq.store FOR SELECT USING (store = (SELECT (yq.me()).store));
CREATE POLICY mine ON yq.file FOR SELECT USING (store = (SELECT (yq.me()).store));
CREATE POLICY mine ON yq.catalogue FOR SELECT USING (store = (SELECT (yq.me()).store));

CREATE FUNCTION yq.clock() RETURNS timestamptz LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS
$$ SELECT clock_timestamp() $$;
CREATE FUNCTION yq.moment() RETURNS text LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS
$$ SELECT to_char(yq.clock() AT TIME ZONE INTERVAL '+08:00', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+08:00' $$;

-- Of the one before and of all that an event says, each piece with its length before it.
CREATE FUNCTION yq.chained(before bytea, VARIADIC said text[]) RETURNS bytea LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp AS
$$ SELECT sha256(before || convert_to(string_agg(length(x) || ':' || x, '' ORDER BY n), 'UTF8'))
   FROM unnest(said) WITH ORDINALITY u (x, n) $$;

-- Whether a value has the shape that every reader of every version expects. Numbers are looked at
-- as they are written: 1e3 is a whole number here and none to a reader of JSON.
CREATE FUNCTION yq.fits(field text, v json) RETURNS boolean LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(CASE
    WHEN field IN ('on', 'until') THEN json_typeof(v) = 'string' AND v #>> '{}' ~ '^\d{4}-\d\d-\d\d$'
      AND to_char((v #>> '{}')::date, 'YYYY-MM-DD') = v #>> '{}'
    WHEN field IN ('value', 'size') THEN json_typeof(v) = 'number' AND v #>> '{}' ~ '^(0|[1-9]\d{0,14})$'
    WHEN field = 'sha256' THEN json_typeof(v) = 'string' AND v #>> '{}' ~ '^[0-9a-f]{64}$'
    WHEN field IN ('note', 'reason') THEN json_typeof(v) = 'string' AND length(v #>> '{}') <= 10000
    WHEN field IN ('id', 'batch') THEN json_typeof(v) = 'string' AND length(v #>> '{}') BETWEEN 1 AND 100
    WHEN field IN ('at', 'by', 'origin', 'notice', 'action', 'task', 'period', 'unit', 'field', 'approved_by', 'reverts', 'name')
      THEN json_typeof(v) = 'string' AND length(v #>> '{}') <= 1000
    ELSE false END, false) $$;

CREATE FUNCTION yq.is_object(v json, names text[], needed text[]) RETURNS boolean LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT json_typeof(v) = 'object' AND (SELECT coalesce(array_agg(k), '{}') @> needed
    AND count(*) = count(DISTINCT k) AND coalesce(array_agg(k), '{}') <@ names FROM json_object_keys(v) k) $$;

-- An event as stated; what any reader would stumble over is refused before it is kept for good.
CREATE FUNCTION yq.sound(line text) RETURNS jsonb LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  e json; k text; v json; piece json;
  names constant text[] := '{id,batch,at,on,by,origin,notice,action,task,period,unit,note,field,evidence,value,until,reason,approved_by,reverts}';
BEGIN
  IF length(line) > 262144 OR line ~ '[\x01-\x1f]' THEN RAISE EXCEPTION 'line' USING ERRCODE = 'YQ002'; END IF;
  e := line::json; PERFORM line::jsonb;
  IF json_typeof(e) <> 'object' THEN RAISE EXCEPTION 'no object' USING ERRCODE = 'YQ002'; END IF;
  IF NOT yq.is_object(e, names, '{id,batch,on,notice,action}') THEN RAISE EXCEPTION 'keys' USING ERRCODE = 'YQ002'; END IF;
  FOR k, v IN SELECT * FROM json_each(e) LOOP
    IF k <> 'evidence' AND NOT yq.fits(k, v) THEN RAISE EXCEPTION 'field %', k USING ERRCODE = 'YQ002'; END IF;
  END LOOP;
  IF (e -> 'evidence') IS NOT NULL THEN
    IF json_typeof(e -> 'evidence') <> 'array' THEN RAISE EXCEPTION 'evidence' USING ERRCODE = 'YQ002'; END IF;
    FOR piece IN SELECT * FROM json_array_elements(e -> 'evidence') LOOP
      IF json_typeof(piece) <> 'object' THEN RAISE EXCEPTION 'evidence' USING ERRCODE = 'YQ002'; END IF;
      IF NOT yq.is_object(piece, '{name,sha256,size}', '{name}')
         OR EXISTS (SELECT 1 FROM json_each(piece) p WHERE NOT yq.fits(p.key, p.value)) THEN
        RAISE EXCEPTION 'evidence' USING ERRCODE = 'YQ002'; END IF;
    END LOOP;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM yq.permitted p WHERE p.action = e ->> 'action') THEN
    RAISE EXCEPTION 'action' USING ERRCODE = 'YQ002'; END IF;
  IF (e ->> 'action' = 'revert') <> (coalesce(e ->> 'reverts', '') <> '') THEN
    RAISE EXCEPTION 'reverts' USING ERRCODE = 'YQ002'; END IF;
  RETURN line::jsonb;
EXCEPTION WHEN data_exception THEN
  RAISE EXCEPTION 'malformed' USING ERRCODE = 'YQ002';
END $$;

-- Whether a batch is taken back; a revert that is itself taken back does not count. `p_passed` ends
-- a loop, which two batches that were brought from a file can make.
CREATE FUNCTION yq.is_gone(p_store text, p_batch text, p_passed text[] DEFAULT '{}') RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE r text; BEGIN
  FOR r IN SELECT x.batch FROM yq.event x WHERE x.store = p_store AND x.reverts = p_batch AND x.reverts <> '' LOOP
    IF r <> ALL (p_passed || p_batch) AND NOT yq.is_gone(p_store, r, p_passed || p_batch) THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- Whether the newest word on an assignment is the office's confirmation.
CREATE FUNCTION yq.is_confirmed(p_store text, p_notice text, p_task text, p_period text, p_unit text) RETURNS boolean
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE x record; BEGIN
  FOR x IN SELECT e.batch, e.action FROM yq.event e WHERE e.store = p_store AND e.task = p_task AND e.unit = p_unit
      AND e.period = p_period AND e.notice = p_notice AND e.action IN ('done', 'doing', 'todo', 'na', 'count', 'confirm', 'return')
      ORDER BY e.at COLLATE "C" DESC, e.id COLLATE "C" DESC LOOP
    IF NOT yq.is_gone(p_store, x.batch) THEN RETURN x.action = 'confirm'; END IF;
  END LOOP;
  RETURN false;
END $$;

-- Whether the office has confirmed what an event reported: a report after the confirmation does not
-- undo that, so that it cannot be taken back in two steps.
CREATE FUNCTION yq.was_confirmed(said yq.event) RETURNS boolean
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE x record; BEGIN
  FOR x IN SELECT e.batch, e.action FROM yq.event e WHERE e.store = said.store AND e.task = said.task AND e.unit = said.unit
      AND e.period = said.period AND e.notice = said.notice AND e.seq > said.seq AND e.action IN ('confirm', 'return')
      ORDER BY e.seq DESC LOOP
    IF NOT yq.is_gone(said.store, x.batch) THEN RETURN x.action = 'confirm'; END IF;
  END LOOP;
  RETURN false;
END $$;

-- A unit takes back a whole batch, all of it recorded by its own accounts and of its own duties.
CREATE FUNCTION yq.check_revert(me yq.account, p_batch text) RETURNS void LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM yq.event x WHERE x.store = me.store AND x.batch = p_batch)
     OR EXISTS (SELECT 1 FROM yq.event x JOIN yq.permitted p ON p.action = x.action
          WHERE x.store = me.store AND x.batch = p_batch AND (NOT p.unit OR x.action <> 'revert' AND x.unit <> me.unit
            OR NOT EXISTS (SELECT 1 FROM yq.account a WHERE a.store = me.store AND a.role = 'unit' AND a.unit = me.unit AND a.login = x.login))) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'YQ001'; END IF;
  IF EXISTS (SELECT 1 FROM yq.event x WHERE x.store = me.store AND x.batch = p_batch AND x.task <> ''
       AND yq.was_confirmed(x)) THEN
    RAISE EXCEPTION 'confirmed' USING ERRCODE = 'YQ006'; END IF;
END $$;

CREATE FUNCTION yq.check_unit(me yq.account, e jsonb) RETURNS void LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (SELECT p.unit FROM yq.permitted p WHERE p.action = e ->> 'action') THEN
    RAISE EXCEPTION 'not for a unit' USING ERRCODE = 'YQ001'; END IF;
  -- Whoever joins a batch of others could keep them from taking it back.
  IF EXISTS (SELECT 1 FROM yq.event x WHERE x.store = me.store AND x.batch = e ->> 'batch' AND x.login <> me.login AND x.unit <> me.unit) THEN
    RAISE EXCEPTION 'batch of others' USING ERRCODE = 'YQ001'; END IF;
  IF e ->> 'action' = 'revert' THEN PERFORM yq.check_revert(me, e ->> 'reverts'); RETURN; END IF;
  IF e ->> 'unit' IS DISTINCT FROM me.unit
     OR NOT EXISTS (SELECT 1 FROM yq.duty d WHERE d.store = me.store AND d.notice = e ->> 'notice'
                    AND d.task = e ->> 'task' AND d.unit = me.unit)
     AND NOT EXISTS (SELECT 1 FROM yq.event x WHERE x.store = me.store AND x.action = 'assign'
                    AND x.notice = e ->> 'notice' AND x.task = e ->> 'task' AND x.unit = me.unit) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'YQ001'; END IF;
  IF e ->> 'action' = 'todo' AND yq.is_confirmed(me.store, e ->> 'notice', e ->> 'task', coalesce(e ->> 'period', ''), me.unit) THEN
    RAISE EXCEPTION 'confirmed' USING ERRCODE = 'YQ006'; END IF;
END $$;

-- Whether something that came after what the writer knew concerns what is offered.
CREATE FUNCTION yq.is_stale(me yq.account, p_known bigint, p_events text[]) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp AS $$
  WITH offered AS (
    SELECT o ->> 'task' AS task, o ->> 'action' AS action,
      concat_ws('/', o ->> 'notice', o ->> 'task', coalesce(o ->> 'period', ''), coalesce(o ->> 'unit', '')) AS slot
    FROM unnest(p_events) line, LATERAL (SELECT line::jsonb AS o) j)
  SELECT EXISTS (SELECT 1 FROM yq.event x JOIN yq.permitted p ON p.action = x.action
    WHERE x.store = me.store AND x.seq > p_known AND (
      p.reach = 'all'
      OR p.reach = 'task' AND x.task IN (SELECT task FROM offered)
      OR concat_ws('/', x.notice, x.task, x.period, x.unit) IN (SELECT slot FROM offered)
      OR EXISTS (SELECT 1 FROM offered f JOIN yq.permitted q ON q.action = f.action
                 WHERE q.reach = 'task' AND f.task = x.task
                    OR q.reach = 'all' AND (me.role <> 'unit' OR x.unit = me.unit)))) $$;

CREATE FUNCTION yq.keep(me yq.account, v_seq bigint, v_hash bytea, v_at text, v_by text, v_origin text, e jsonb, line text) RETURNS bytea
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE v_new bytea := yq.chained(v_hash, v_seq::text, v_at, v_by, v_origin, me.login::text, line); BEGIN
  INSERT INTO yq.event VALUES (me.store, v_seq, e ->> 'id', e ->> 'batch', v_at, v_by, v_origin, me.login, clock_timestamp(),
    e ->> 'notice', e ->> 'action', coalesce(e ->> 'task', ''), coalesce(e ->> 'period', ''), coalesce(e ->> 'unit', ''),
    coalesce(e ->> 'reverts', ''), line, v_new);
  RETURN v_new;
END $$;

-- The only way in. `p_events` are the events as JSON lines. Own ones are stamped here with time,
-- name and store. Foreign ones (`merge`) keep theirs as statements, beside the login that brought
-- them. Answers `done`, `known` (this very batch stands already) or `stale` (plan again), and all
-- events after `p_known`, so that one round trip writes and reads.
CREATE FUNCTION yq.append(p_known bigint, p_events text[], p_foreign boolean)
RETURNS TABLE (outcome text, seq bigint, at text, person text, origin text, login name, body text, hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan  -- with plans cached while the table was empty 10,000 events took 30 s
AS $$
#variable_conflict use_column
DECLARE
  me yq.account := yq.me(); head yq.store; old yq.event; line text; e jsonb; v_said jsonb; v_out text := 'done'; v_batch text;
  v_moment text; v_at text; v_by text; v_origin text; v_first bigint; v_size bigint := 0;
BEGIN
  IF me.login IS NULL OR me.role = 'reader' THEN RAISE EXCEPTION 'no right to record' USING ERRCODE = 'YQ001'; END IF;
  IF coalesce(array_length(p_events, 1), 0) NOT BETWEEN 1 AND 20000 THEN RAISE EXCEPTION 'number' USING ERRCODE = 'YQ002'; END IF;
  SELECT * INTO head FROM yq.store s WHERE s.store = me.store FOR UPDATE;
  v_first := head.seq; v_moment := yq.moment();
  IF v_moment COLLATE "C" <= head.at COLLATE "C" THEN  -- a clock that was put back
    v_moment := to_char(replace(left(head.at, 26), 'T', ' ')::timestamp + INTERVAL '1 microsecond', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+08:00';
  END IF;
  v_said := yq.sound(p_events[1]); v_batch := v_said ->> 'batch';
  IF NOT p_foreign AND EXISTS (SELECT 1 FROM yq.event x WHERE x.store = me.store AND x.batch = v_batch AND x.login = me.login) THEN
    v_out := 'known';
  ELSIF NOT p_foreign AND head.seq > p_known AND yq.is_stale(me, p_known, p_events) THEN
    v_out := 'stale';
  ELSE
    FOREACH line IN ARRAY p_events LOOP
      e := CASE WHEN line = p_events[1] THEN v_said ELSE yq.sound(line) END;  -- the shape is a sixth of a tick
      IF p_foreign THEN
        v_at := e ->> 'at'; v_by := e ->> 'by'; v_origin := e ->> 'origin';
        IF v_at IS NULL OR v_by IS NULL OR v_origin IS NULL THEN RAISE EXCEPTION 'keys' USING ERRCODE = 'YQ002'; END IF;
        SELECT * INTO old FROM yq.event x WHERE x.store = me.store AND x.id = e ->> 'id';
        IF FOUND THEN
          IF (old.body::jsonb || jsonb_build_object('at', old.at, 'by', old.person, 'origin', old.origin)) IS DISTINCT FROM e THEN
            RAISE EXCEPTION 'same id: %', e ->> 'id' USING ERRCODE = 'YQ005'; END IF;
          CONTINUE;
        END IF;
        PERFORM yq.check_foreign(v_at, v_origin, me.store, v_moment);
        IF me.role = 'unit' THEN PERFORM yq.check_order(me, v_at, v_origin, v_moment); END IF;
      ELSE
        v_at := v_moment; v_by := me.person;
        v_origin := me.store || '.' || me.store || coalesce('/' || nullif(split_part(e ->> 'origin', '/', 2), ''), '');
        IF e ->> 'batch' <> v_batch OR v_batch !~ '^[0-9a-f]{12}$' OR e ->> 'id' !~ ('^' || v_batch || '-\d{5}$')
           OR e ? 'at' OR e ? 'by' OR EXISTS (SELECT 1 FROM yq.event x WHERE x.store = me.store AND x.id = e ->> 'id') THEN
          RAISE EXCEPTION 'batch' USING ERRCODE = 'YQ002'; END IF;
      END IF;
      IF e ->> 'on' > left(v_at, 10) THEN RAISE EXCEPTION 'day' USING ERRCODE = 'YQ003'; END IF;
      IF me.role = 'unit' THEN PERFORM yq.check_unit(me, e); END IF;
      head.seq := head.seq + 1;
      head.hash := yq.keep(me, head.seq, head.hash, v_at, v_by, v_origin, e, line);
      head.at := greatest(head.at COLLATE "C", v_at COLLATE "C"); v_size := v_size + octet_length(line);
    END LOOP;
    IF me.role = 'unit' AND head.seq > v_first THEN PERFORM yq.check_bounds(me, left(v_moment, 10), head.seq - v_first, v_size); END IF;
    UPDATE yq.store s SET seq = head.seq, at = head.at, hash = head.hash WHERE s.store = me.store;
  END IF;
  RETURN QUERY SELECT v_out, x.seq, x.at, x.person, x.origin, x.login, x.body, x.hash
    FROM yq.event x WHERE x.store = me.store AND x.seq > p_known ORDER BY x.seq;
  IF NOT FOUND THEN RETURN QUERY SELECT v_out, NULL::bigint, NULL, NULL, NULL, NULL::name, NULL, NULL::bytea; END IF;
END $$;

-- What comes from a file may neither claim to have been recorded here nor to come from the future.
CREATE FUNCTION yq.check_foreign(v_at text, v_origin text, p_store text, v_moment text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF v_at !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00$'
     OR to_char(replace(left(v_at, 26), 'T', ' ')::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+08:00' <> v_at THEN
    RAISE EXCEPTION 'time' USING ERRCODE = 'YQ002'; END IF;
  IF v_at COLLATE "C" > v_moment COLLATE "C" THEN RAISE EXCEPTION 'time' USING ERRCODE = 'YQ003'; END IF;
  IF split_part(split_part(v_origin, '/', 1), '>', 1) ~ ('(^|[.])' || p_store) THEN RAISE EXCEPTION 'origin' USING ERRCODE = 'YQ007'; END IF;
EXCEPTION WHEN data_exception THEN
  RAISE EXCEPTION 'time' USING ERRCODE = 'YQ002';
END $$;

-- What comes from a slow clock may name what it comes after (ledger/order.py), and these then come
-- before it: so a unit may not name a time in which others recorded, whose order it would change.
CREATE FUNCTION yq.check_order(me yq.account, v_at text, v_origin text, v_moment text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_last text; BEGIN
  SELECT max(regexp_replace(n, '^[^~]*~[^~]*~?', '') COLLATE "C") INTO v_last
    FROM unnest(string_to_array(substr(split_part(v_origin, '/', 1), strpos(split_part(v_origin, '/', 1) || '>', '>') + 1), ',')) n;
  IF v_last COLLATE "C" > v_moment COLLATE "C" OR EXISTS (SELECT 1 FROM yq.event x WHERE x.store = me.store AND x.unit <> me.unit
      AND x.at COLLATE "C" > v_at COLLATE "C" AND x.at COLLATE "C" <= v_last COLLATE "C") THEN
    RAISE EXCEPTION 'order' USING ERRCODE = 'YQ010'; END IF;
END $$;

-- How much a login of a unit may bring in a day, so that none can fill the disk or everybody's copy.
CREATE FUNCTION yq.check_bounds(me yq.account, v_day text, v_records bigint, v_size bigint) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE a yq.account; BEGIN
  UPDATE yq.account x SET day = v_day, records = v_records + CASE WHEN x.day = v_day THEN x.records ELSE 0 END,
    size = v_size + CASE WHEN x.day = v_day THEN x.size ELSE 0 END WHERE x.login = me.login RETURNING * INTO a;
  IF a.records > 10000 OR a.size > 33554432 THEN RAISE EXCEPTION 'too much today' USING ERRCODE = 'YQ011'; END IF;
END $$;

-- A file of evidence, before the event that names it. What one login may bring in a day is bounded,
-- so that none can fill the disk.
CREATE FUNCTION yq.put_file(p_content bytea) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE me yq.account := yq.me(); v_digest text := encode(sha256(p_content), 'hex'); BEGIN
  IF me.login IS NULL OR me.role = 'reader' THEN RAISE EXCEPTION 'no right to record' USING ERRCODE = 'YQ001'; END IF;
  IF length(p_content) > 10485760 THEN RAISE EXCEPTION 'size' USING ERRCODE = 'YQ002'; END IF;
  PERFORM 1 FROM yq.account a WHERE a.login = me.login FOR UPDATE;
  IF EXISTS (SELECT 1 FROM yq.file f WHERE f.store = me.store AND f.sha256 = v_digest) THEN RETURN v_digest; END IF;
  IF (SELECT coalesce(sum(f.size), 0) FROM yq.file f WHERE f.login = me.login AND f.received > now() - INTERVAL '1 day')
     + length(p_content) > 1073741824 THEN RAISE EXCEPTION 'too much today' USING ERRCODE = 'YQ008'; END IF;
  BEGIN
    INSERT INTO yq.file VALUES (me.store, v_digest, length(p_content), p_content, me.login);
  EXCEPTION WHEN unique_violation THEN NULL; END;
  RETURN v_digest;
END $$;

-- The catalogue in force, by an account of the office or by the administrator. `p_known` is the
-- revision that the publisher has seen: of two at once the second looks again.
CREATE FUNCTION yq.publish(p_notice text, p_head text, p_tasks text, p_units text, p_roster text, p_duties text[][], p_known int) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me yq.account := yq.me(); v_store text := (SELECT s.store FROM yq.store s);
  v_last yq.catalogue; v_admin boolean := (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user);
BEGIN
  IF NOT v_admin AND me.role IS DISTINCT FROM 'office' THEN RAISE EXCEPTION 'no right' USING ERRCODE = 'YQ012'; END IF;
  IF length(p_tasks) + length(p_units) + length(p_roster) > 60000000 THEN RAISE EXCEPTION 'size' USING ERRCODE = 'YQ002'; END IF;
  PERFORM 1 FROM yq.store s WHERE s.store = v_store FOR UPDATE;
  SELECT * INTO v_last FROM yq.catalogue c WHERE c.store = v_store AND c.notice = p_notice ORDER BY c.revision DESC LIMIT 1;
  IF (v_last.head, v_last.tasks, v_last.units, v_last.roster) IS NOT DISTINCT FROM (p_head, p_tasks, p_units, p_roster) THEN RETURN false; END IF;
  IF coalesce(v_last.revision, 0) <> p_known THEN RAISE EXCEPTION 'published meanwhile' USING ERRCODE = 'YQ013'; END IF;
  INSERT INTO yq.catalogue VALUES (v_store, p_notice, coalesce(v_last.revision, 0) + 1, p_head, p_tasks, p_units, p_roster);
  DELETE FROM yq.duty d WHERE d.store = v_store AND d.notice = p_notice;
  INSERT INTO yq.duty SELECT DISTINCT v_store, p_notice, p_duties[i][1], p_duties[i][2] FROM generate_subscripts(p_duties, 1) i;
  RETURN true;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA yq FROM PUBLIC;
GRANT USAGE ON SCHEMA yq TO yq_member;
GRANT SELECT ON yq.event, yq.store, yq.version, yq.catalogue, yq.file TO yq_member;
GRANT EXECUTE ON FUNCTION yq.me(), yq.append(bigint, text[], boolean), yq.put_file(bytea),
  yq.publish(text, text, text, text, text, text[][], int) TO yq_member;
