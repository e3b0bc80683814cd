-- What administrators list, search and count: tables beside those of the grains, kept by triggers in the transaction of each change.
-- Rows of the grains' own tables keep their shape: no write of a failed attempt or a refresh touches an index or a table here.
-- While this runs users can be read, not written: some minutes for a million of them, moments for some thousands; sessions at its end,
-- for moments.

-- How a text is compared in searches. The database's own rules know only A to Z where its locale is C. Nothing for nothing: an empty
-- text is found by no one.
DO $$
DECLARE
    rules text := '';
BEGIN
    IF EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu' AND collnamespace = 'pg_catalog'::regnamespace) THEN
        rules := ' COLLATE pg_catalog."und-x-icu"';
    END IF;
    EXECUTE format(
        'CREATE FUNCTION search_case(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L',
        'SELECT lower(value' || rules || ')');
END $$;
CREATE FUNCTION search_form(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT nullif(left(search_case(value), 255), '') $$;

-- A user as lists look for it; email and names as they are compared, and no longer than an index takes.
-- A search for the beginning of a text reads the indexes below, one for a part of a text the index of trigrams at the end.
CREATE TABLE user_entry (
    realm_id text COLLATE "C" NOT NULL,
    username text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    email text COLLATE "C",
    first_name text COLLATE "C",
    last_name text COLLATE "C",
    enabled boolean NOT NULL,
    email_verified boolean NOT NULL,
    service_account boolean NOT NULL,
    PRIMARY KEY (realm_id, username) INCLUDE (service_account)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX user_entry_email ON user_entry (realm_id, email) INCLUDE (username, service_account) WHERE email IS NOT NULL;
CREATE INDEX user_entry_first_name ON user_entry (realm_id, first_name) INCLUDE (username, service_account) WHERE first_name IS NOT NULL;
CREATE INDEX user_entry_last_name ON user_entry (realm_id, last_name) INCLUDE (username, service_account) WHERE last_name IS NOT NULL;

-- What else finds a user: a role or group held directly, or an attribute's value. One row each, named by user_term().
CREATE TABLE user_term (
    term bytea NOT NULL,
    username text COLLATE "C" NOT NULL,
    PRIMARY KEY (term, username)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05);

CREATE FUNCTION user_term(realm_id text, kind text, value text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT substr(sha256(convert_to(concat_ws(chr(31), realm_id, kind, value), 'UTF8')), 1, 16) $$;

CREATE FUNCTION user_terms(realm_id text, doc jsonb) RETURNS SETOF bytea LANGUAGE sql STABLE ROWS 4 AS $$
    SELECT user_term(realm_id, 'role', id)
    FROM jsonb_array_elements_text(CASE jsonb_typeof(doc -> 'roleIds') WHEN 'array' THEN doc -> 'roleIds' END) id
    UNION
    SELECT user_term(realm_id, 'group', id)
    FROM jsonb_array_elements_text(CASE jsonb_typeof(doc -> 'groupIds') WHEN 'array' THEN doc -> 'groupIds' END) id
    UNION
    SELECT user_term(realm_id, 'attribute', key || chr(31) || search_case(value))
    FROM jsonb_each(CASE jsonb_typeof(doc -> 'attributes') WHEN 'object' THEN doc -> 'attributes' END) attribute (key, list),
        jsonb_array_elements_text(CASE jsonb_typeof(list) WHEN 'array' THEN list END) value
$$;

-- How many users a realm has: the sum of its rows. Writers take a row that no one else holds, so that they do not wait for each other.
CREATE TABLE user_count (
    realm_id text COLLATE "C" NOT NULL,
    shard integer NOT NULL,
    users bigint NOT NULL,
    service_accounts bigint NOT NULL,
    PRIMARY KEY (realm_id, shard)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

CREATE FUNCTION user_counted(counted_realm text, more_users bigint, more_service_accounts bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE user_count SET users = users + more_users, service_accounts = service_accounts + more_service_accounts
    WHERE (realm_id, shard) = (
        SELECT realm_id, shard FROM user_count WHERE realm_id = counted_realm LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        -- A backend's number is its own: no one else makes this row now.
        INSERT INTO user_count AS shards (realm_id, shard, users, service_accounts)
        VALUES (counted_realm, pg_backend_pid(), more_users, more_service_accounts)
        ON CONFLICT (realm_id, shard) DO UPDATE
            SET users = shards.users + excluded.users, service_accounts = shards.service_accounts + excluded.service_accounts;
    END IF;
END $$;

CREATE FUNCTION users_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_entry (realm_id, username, id, email, first_name, last_name, enabled, email_verified, service_account)
        SELECT realm_id, username, id, search_form(email), search_form(doc ->> 'firstName'), search_form(doc ->> 'lastName'),
            doc -> 'enabled' IS DISTINCT FROM 'false', coalesce(doc -> 'emailVerified' = 'true', false), service_account_client_id IS NOT NULL
        FROM added;
    INSERT INTO user_term (term, username) SELECT term, username FROM added, user_terms(realm_id, doc) term;
    PERFORM user_counted(realm_id, count(*), count(service_account_client_id)) FROM added GROUP BY realm_id;
    RETURN NULL;
END $$;

CREATE FUNCTION users_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM user_entry entry USING removed WHERE entry.realm_id = removed.realm_id AND entry.username = removed.username;
    DELETE FROM user_term held USING removed, user_terms(removed.realm_id, removed.doc) gone
        WHERE held.term = gone AND held.username = removed.username;
    PERFORM user_counted(realm_id, -count(*), -count(service_account_client_id)) FROM removed GROUP BY realm_id;
    RETURN NULL;
END $$;

CREATE FUNCTION user_altered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_renamed boolean := NEW.username <> OLD.username;
BEGIN
    UPDATE user_entry
    SET username = NEW.username, email = search_form(NEW.email),
        first_name = search_form(NEW.doc ->> 'firstName'), last_name = search_form(NEW.doc ->> 'lastName'),
        enabled = NEW.doc -> 'enabled' IS DISTINCT FROM 'false', email_verified = coalesce(NEW.doc -> 'emailVerified' = 'true', false),
        service_account = NEW.service_account_client_id IS NOT NULL
    WHERE realm_id = NEW.realm_id AND username = OLD.username;
    DELETE FROM user_term WHERE username = OLD.username AND term IN (
        SELECT user_terms(OLD.realm_id, OLD.doc) EXCEPT SELECT user_terms(NEW.realm_id, NEW.doc) WHERE NOT is_renamed);
    INSERT INTO user_term (term, username)
        SELECT term, NEW.username FROM (
            SELECT user_terms(NEW.realm_id, NEW.doc) EXCEPT SELECT user_terms(OLD.realm_id, OLD.doc) WHERE NOT is_renamed) given (term);
    IF (NEW.service_account_client_id IS NULL) <> (OLD.service_account_client_id IS NULL) THEN
        PERFORM user_counted(NEW.realm_id, 0, CASE WHEN NEW.service_account_client_id IS NULL THEN -1 ELSE 1 END);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER users_added AFTER INSERT ON user_account REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION users_added();
CREATE TRIGGER users_removed AFTER DELETE ON user_account REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION users_removed();
-- Failed attempts, used one-time codes and new passwords are the frequent changes, and show nowhere here.
CREATE TRIGGER user_altered AFTER UPDATE ON user_account FOR EACH ROW
    WHEN (OLD.doc - '{failures,usedTimeSteps,credentials}'::text[] IS DISTINCT FROM NEW.doc - '{failures,usedTimeSteps,credentials}'::text[])
    EXECUTE FUNCTION user_altered();

INSERT INTO user_entry (realm_id, username, id, email, first_name, last_name, enabled, email_verified, service_account)
    SELECT realm_id, username, id, search_form(email), search_form(doc ->> 'firstName'), search_form(doc ->> 'lastName'),
        doc -> 'enabled' IS DISTINCT FROM 'false', coalesce(doc -> 'emailVerified' = 'true', false), service_account_client_id IS NOT NULL
    FROM user_account ORDER BY realm_id, username;
INSERT INTO user_term (term, username) SELECT term, username FROM user_account, user_terms(realm_id, doc) term ORDER BY term, username;
INSERT INTO user_count (realm_id, shard, users, service_accounts)
    SELECT realm_id, 0, count(*), count(service_account_client_id) FROM user_account GROUP BY realm_id;

-- Without the extension searches read all entries of the realm: right, and slower. docs/operations.md says how to add it later.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX user_entry_parts ON user_entry USING gin
        (username gin_trgm_ops, email gin_trgm_ops, first_name gin_trgm_ops, last_name gin_trgm_ops) WITH (gin_pending_list_limit = 512);
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'Users are searched without an index, because the extension pg_trgm cannot be used: %', SQLERRM;
END $$;

-- The sessions of a realm (client_id is empty) and those in which a client takes part, by their beginning.
CREATE TABLE session_entry (
    realm_id text COLLATE "C" NOT NULL,
    client_id text COLLATE "C" NOT NULL,
    started bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    PRIMARY KEY (realm_id, client_id, started, id)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE FUNCTION session_clients(doc jsonb) RETURNS SETOF text LANGUAGE sql IMMUTABLE ROWS 2 AS $$
    SELECT '' UNION ALL SELECT jsonb_object_keys(CASE jsonb_typeof(doc -> 'clients') WHEN 'object' THEN doc -> 'clients' END)
$$;

CREATE FUNCTION sessions_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO session_entry (realm_id, client_id, started, id)
        SELECT realm_id, client, coalesce((doc ->> 'started')::bigint, 0), id FROM added, session_clients(doc) client;
    RETURN NULL;
END $$;

CREATE FUNCTION sessions_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM session_entry entry USING removed, session_clients(removed.doc) client
        WHERE entry.realm_id = removed.realm_id AND entry.client_id = client
            AND entry.started = coalesce((removed.doc ->> 'started')::bigint, 0) AND entry.id = removed.id;
    RETURN NULL;
END $$;

CREATE FUNCTION session_altered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM session_entry entry USING session_clients(OLD.doc) client
        WHERE entry.realm_id = OLD.realm_id AND entry.client_id = client
            AND entry.started = coalesce((OLD.doc ->> 'started')::bigint, 0) AND entry.id = OLD.id;
    INSERT INTO session_entry (realm_id, client_id, started, id)
        SELECT NEW.realm_id, client, coalesce((NEW.doc ->> 'started')::bigint, 0), NEW.id FROM session_clients(NEW.doc) client;
    RETURN NULL;
END $$;

CREATE TRIGGER sessions_added AFTER INSERT ON user_session REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION sessions_added();
CREATE TRIGGER sessions_removed AFTER DELETE ON user_session REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION sessions_removed();
-- A refresh changes neither the beginning nor the clients, and goes no further than this comparison.
CREATE TRIGGER session_altered AFTER UPDATE ON user_session FOR EACH ROW
    WHEN (jsonb_path_query_array(OLD.doc, '$.clients.keyvalue().key') IS DISTINCT FROM jsonb_path_query_array(NEW.doc, '$.clients.keyvalue().key')
        OR OLD.doc -> 'started' IS DISTINCT FROM NEW.doc -> 'started')
    EXECUTE FUNCTION session_altered();

INSERT INTO session_entry (realm_id, client_id, started, id)
    SELECT realm_id, client, coalesce((doc ->> 'started')::bigint, 0), id FROM user_session, session_clients(doc) client;

-- What happened, by time. Never updated; removed when the realm says so.
CREATE TABLE login_event (
    id uuid PRIMARY KEY,
    realm_id text COLLATE "C" NOT NULL,
    time bigint NOT NULL,
    type text COLLATE "C" NOT NULL,
    client_id text COLLATE "C",
    user_id text COLLATE "C",
    session_id text COLLATE "C",
    ip_address text COLLATE "C",
    error text COLLATE "C",
    details json
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX login_event_time ON login_event (realm_id, time, id);
CREATE INDEX login_event_user ON login_event (realm_id, user_id, time, id) WHERE user_id IS NOT NULL;

CREATE TABLE admin_event (
    id uuid PRIMARY KEY,
    realm_id text COLLATE "C" NOT NULL,
    time bigint NOT NULL,
    auth_realm_id text COLLATE "C",
    auth_client_id text COLLATE "C",
    auth_user_id text COLLATE "C",
    auth_ip_address text COLLATE "C",
    operation_type text COLLATE "C" NOT NULL,
    resource_type text COLLATE "C" NOT NULL,
    resource_path text COLLATE "C",
    representation text COLLATE "C",
    error text COLLATE "C",
    details json
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX admin_event_time ON admin_event (realm_id, time, id);

-- With a realm go its counters; they must be the last, as the removal of users counts.
CREATE FUNCTION realm_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM user_count WHERE realm_id = OLD.realm_id;
    RETURN NULL;
END $$;
CREATE TRIGGER realm_removed AFTER DELETE ON realm FOR EACH ROW EXECUTE FUNCTION realm_removed();
