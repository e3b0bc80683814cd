-- One table a kind of grain state: who (realm_id, id), which writing of it (version), what (doc).
-- version is a random number, new at each write: no two writings of a row ever have the same, deleted and restored rows included.
-- Look-up columns are generated from doc, so that indexes name columns and a write that leaves them alone stays heap-only.
-- Keys compare bytewise, whatever the database's collation.

CREATE TABLE realm (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (doc ->> 'realm') STORED,
    PRIMARY KEY (realm_id, id),
    CHECK (realm_id = id)
);
CREATE UNIQUE INDEX realm_name ON realm (name);

CREATE TABLE client (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    client_id text COLLATE "C" NOT NULL GENERATED ALWAYS AS (doc ->> 'clientId') STORED,
    PRIMARY KEY (realm_id, id)
);
CREATE UNIQUE INDEX client_client_id ON client (realm_id, client_id);

CREATE TABLE client_scope (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (doc ->> 'name') STORED,
    PRIMARY KEY (realm_id, id)
);
CREATE UNIQUE INDEX client_scope_name ON client_scope (realm_id, name);

CREATE TABLE role (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    client_id text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(doc ->> 'clientId', '')) STORED,
    name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (doc ->> 'name') STORED,
    PRIMARY KEY (realm_id, id)
);
CREATE UNIQUE INDEX role_name ON role (realm_id, client_id, name);

CREATE TABLE user_group (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    parent_id text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(doc ->> 'parentId', '')) STORED,
    name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (doc ->> 'name') STORED,
    PRIMARY KEY (realm_id, id)
);
CREATE UNIQUE INDEX user_group_name ON user_group (realm_id, parent_id, name);

CREATE TABLE user_account (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    username text COLLATE "C" NOT NULL GENERATED ALWAYS AS (doc ->> 'username') STORED,
    email text COLLATE "C" GENERATED ALWAYS AS (doc ->> 'email') STORED,
    unique_email text COLLATE "C" GENERATED ALWAYS AS (CASE WHEN doc -> 'emailUnique' = 'true' THEN doc ->> 'email' END) STORED,
    service_account_client_id text COLLATE "C" GENERATED ALWAYS AS (doc ->> 'serviceAccountClientId') STORED,
    PRIMARY KEY (realm_id, id)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX user_account_username ON user_account (realm_id, username);
CREATE UNIQUE INDEX user_account_email ON user_account (realm_id, unique_email) WHERE unique_email IS NOT NULL;
CREATE INDEX user_account_any_email ON user_account (realm_id, email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX user_account_service_account ON user_account (realm_id, service_account_client_id)
    WHERE service_account_client_id IS NOT NULL;

-- Written all day: room on each page for the next writing, vacuumed early, documents of up to 4 kB neither compressed nor moved out.
-- expiry_hour is indexed instead of the second, because a refresh moves the second each time and the hour seldom.
-- 0 or a missing expiry means never.
CREATE TABLE user_session (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    user_id text COLLATE "C" NOT NULL GENERATED ALWAYS AS (doc ->> 'userId') STORED,
    expires_at bigint GENERATED ALWAYS AS (nullif((doc ->> 'expiresAt')::bigint, 0)) STORED,
    expiry_hour bigint GENERATED ALWAYS AS (nullif((doc ->> 'expiresAt')::bigint, 0) / 3600) STORED,
    PRIMARY KEY (realm_id, id)
) WITH (fillfactor = 70, toast_tuple_target = 4096, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE user_session ALTER COLUMN doc SET STORAGE MAIN;
CREATE INDEX user_session_user ON user_session (realm_id, user_id);
CREATE INDEX user_session_expiry ON user_session (expiry_hour) WHERE expiry_hour IS NOT NULL;

CREATE TABLE revoked_token (
    realm_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    expires_at bigint GENERATED ALWAYS AS (nullif((doc ->> 'expiresAt')::bigint, 0)) STORED,
    expiry_hour bigint GENERATED ALWAYS AS (nullif((doc ->> 'expiresAt')::bigint, 0) / 3600) STORED,
    PRIMARY KEY (realm_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX revoked_token_expiry ON revoked_token (expiry_hour) WHERE expiry_hour IS NOT NULL;

-- The change counter of each realm, and the announcement of each change.
-- The counter follows the clock where that is ahead of it: a realm that is deleted and made again, or a database that was
-- restored or failed over without its last commits, does not count through the same numbers again.
CREATE TABLE realm_change (
    realm_id text COLLATE "C" PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    version bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

CREATE FUNCTION realm_change_next(previous bigint) RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT greatest(previous + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) $$;

CREATE FUNCTION realm_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO realm_change (realm_id, name, version) VALUES (NEW.realm_id, NEW.name, realm_change_next(0));
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE realm_change SET name = NEW.name, version = realm_change_next(version) WHERE realm_id = NEW.realm_id;
        IF NEW.name <> OLD.name THEN
            PERFORM pg_notify('identity_realm', OLD.name);
        END IF;
    ELSE
        -- The counter goes first, so that the rows below have none to count on.
        DELETE FROM realm_change WHERE realm_id = OLD.realm_id;
        DELETE FROM client WHERE realm_id = OLD.realm_id;
        DELETE FROM client_scope WHERE realm_id = OLD.realm_id;
        DELETE FROM role WHERE realm_id = OLD.realm_id;
        DELETE FROM user_group WHERE realm_id = OLD.realm_id;
        DELETE FROM user_account WHERE realm_id = OLD.realm_id;
        DELETE FROM user_session WHERE realm_id = OLD.realm_id;
        DELETE FROM revoked_token WHERE realm_id = OLD.realm_id;
        PERFORM pg_notify('identity_realm', OLD.name);
        RETURN NULL;
    END IF;
    PERFORM pg_notify('identity_realm', NEW.name);
    RETURN NULL;
END $$;

-- Writers of one realm's records wait for each other at its counter, each for one commit of the others.
CREATE FUNCTION realm_record_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    realm_name text;
BEGIN
    UPDATE realm_change SET version = realm_change_next(version)
        WHERE realm_id = CASE TG_OP WHEN 'DELETE' THEN OLD.realm_id ELSE NEW.realm_id END
        RETURNING name INTO realm_name;
    IF realm_name IS NOT NULL THEN
        PERFORM pg_notify('identity_realm', realm_name);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER realm_changed AFTER INSERT OR UPDATE OR DELETE ON realm FOR EACH ROW EXECUTE FUNCTION realm_changed();
CREATE TRIGGER client_changed AFTER INSERT OR UPDATE OR DELETE ON client FOR EACH ROW EXECUTE FUNCTION realm_record_changed();
CREATE TRIGGER client_scope_changed AFTER INSERT OR UPDATE OR DELETE ON client_scope FOR EACH ROW EXECUTE FUNCTION realm_record_changed();
CREATE TRIGGER role_changed AFTER INSERT OR UPDATE OR DELETE ON role FOR EACH ROW EXECUTE FUNCTION realm_record_changed();
CREATE TRIGGER user_group_changed AFTER INSERT OR UPDATE OR DELETE ON user_group FOR EACH ROW EXECUTE FUNCTION realm_record_changed();
