-- Large operations, carried out in batches by whichever pod is there. The row is locked while a batch of it runs, and its progress is
-- committed with the batch: a pod that dies leaves the operation as it was after the last one.
CREATE TABLE operation (
    id text COLLATE "C" PRIMARY KEY,
    realm_id text COLLATE "C" NOT NULL,
    realm_name text COLLATE "C",
    kind text COLLATE "C" NOT NULL,
    targets text[] COLLATE "C" NOT NULL DEFAULT '{}',
    valid_from bigint,
    started_by text COLLATE "C",
    started bigint NOT NULL,
    total bigint,
    done bigint NOT NULL DEFAULT 0,
    step integer NOT NULL DEFAULT 0,
    place text COLLATE "C" NOT NULL DEFAULT '',
    failures integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished bigint
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX operation_unfinished ON operation (next_at) WHERE finished IS NULL;
CREATE INDEX operation_realm ON operation (realm_id);

-- A realm that is removed is unknown at once; its rows go in batches, and its own row last.
ALTER TABLE realm ADD COLUMN removed boolean NOT NULL DEFAULT false;

CREATE FUNCTION unix_milliseconds() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

-- A version for a row that is written without its grain: random, as those are.
CREATE FUNCTION random_version() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT ('x' || right(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint # ('x' || left(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint & 9223372036854775807 $$;

-- The document without some of the ids that one of its lists holds.
CREATE FUNCTION without_ids(doc jsonb, list text, gone text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN doc -> list ?| gone
        THEN jsonb_set(doc, ARRAY[list], coalesce((SELECT jsonb_agg(id ORDER BY place) FROM jsonb_array_elements_text(doc -> list) WITH ORDINALITY entry (id, place) WHERE id <> ALL (gone)), '[]'))
        ELSE doc END
$$;

-- What is removed from a realm is taken out of everything that refers to it: the operation is stored with the removal. Realms that
-- are being removed have no counter any more, and nothing is taken out of them.
CREATE FUNCTION realm_records_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO operation (id, realm_id, realm_name, kind, targets, started)
        SELECT gen_random_uuid()::text, changed.realm_id, min(realm_change.name), 'forget-' || replace(TG_TABLE_NAME, '_', '-'), array_agg(changed.id), unix_milliseconds()
        FROM changed JOIN realm_change USING (realm_id) GROUP BY changed.realm_id;
    RETURN NULL;
END $$;
CREATE TRIGGER client_removed AFTER DELETE ON client REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION realm_records_removed();
CREATE TRIGGER client_scope_removed AFTER DELETE ON client_scope REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION realm_records_removed();
CREATE TRIGGER role_removed AFTER DELETE ON role REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION realm_records_removed();
CREATE TRIGGER user_group_removed AFTER DELETE ON user_group REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION realm_records_removed();

-- With a user go the sessions.
CREATE FUNCTION users_sessions_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM user_session session USING removed WHERE session.realm_id = removed.realm_id AND session.user_id = removed.id;
    RETURN NULL;
END $$;
CREATE TRIGGER user_sessions_removed AFTER DELETE ON user_account REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION users_sessions_removed();

-- A realm that is being removed has no counter to count on.
CREATE OR REPLACE FUNCTION realm_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
    after bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO realm_change (realm_id, name, version) VALUES (NEW.realm_id, NEW.name, realm_change_next(0));
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT version INTO before FROM realm_change WHERE realm_id = NEW.realm_id FOR UPDATE;
        UPDATE realm_change SET name = NEW.name, version = realm_change_next(version) WHERE realm_id = NEW.realm_id
            RETURNING version INTO after;
        IF FOUND THEN
            INSERT INTO realm_record_change (realm_id, version, kind, id, previous) VALUES (NEW.realm_id, after, 'realm', NEW.id, before);
        END IF;
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
        DELETE FROM realm_record_change WHERE realm_id = OLD.realm_id;
        PERFORM pg_notify('identity_realm', OLD.name);
        RETURN NULL;
    END IF;
    PERFORM pg_notify('identity_realm', NEW.name);
    RETURN NULL;
END $$;
