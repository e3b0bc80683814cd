-- What each change of a realm changed, so that a pod reads only that, however large the realm.
-- previous is the counter before the change: a pod that has seen one version knows by it that it misses none of those that follow, and
-- that this database is the one that it has seen them in. Where the chain is broken (rows are removed after an hour, a server has lost its
-- last commits, a pod of the previous release wrote while this migration ran) it reads the realm whole.
CREATE TABLE realm_record_change (
    realm_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    previous bigint NOT NULL,
    PRIMARY KEY (realm_id, version, kind, id)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX realm_record_change_version ON realm_record_change (version);

-- Pods ask for counters by name.
CREATE INDEX realm_change_name ON realm_change (name);

-- What a list of realms shows, beside the documents, which are large.
ALTER TABLE realm
    ADD COLUMN display_name text COLLATE "C" GENERATED ALWAYS AS (doc ->> 'displayName') STORED,
    ADD COLUMN enabled boolean NOT NULL GENERATED ALWAYS AS (doc -> 'enabled' IS DISTINCT FROM 'false'::jsonb) STORED,
    ADD COLUMN importing boolean NOT NULL GENERATED ALWAYS AS (doc -> 'importing' IS NOT DISTINCT FROM 'true'::jsonb) STORED;

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
        INSERT INTO realm_record_change (realm_id, version, kind, id, previous) VALUES (NEW.realm_id, after, 'realm', NEW.id, before);
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

-- One count a statement and realm, however many rows it changes. Writers of one realm's records wait for each other at its counter,
-- each for one commit of the others.
CREATE FUNCTION realm_records_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    realm text;
    realm_name text;
    before bigint;
    after bigint;
BEGIN
    FOR realm IN SELECT DISTINCT realm_id FROM changed ORDER BY 1 LOOP
        SELECT version INTO before FROM realm_change WHERE realm_id = realm FOR UPDATE;
        UPDATE realm_change SET version = realm_change_next(version) WHERE realm_id = realm RETURNING version, name INTO after, realm_name;
        IF FOUND THEN
            INSERT INTO realm_record_change (realm_id, version, kind, id, previous)
                SELECT realm, after, TG_TABLE_NAME, id, before FROM changed WHERE realm_id = realm;
            PERFORM pg_notify('identity_realm', realm_name);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

DO $$
DECLARE
    kind text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['client', 'client_scope', 'role', 'user_group'] LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', kind || '_changed', kind);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION realm_records_changed()', kind || '_inserted', kind);
        EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION realm_records_changed()', kind || '_updated', kind);
        EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION realm_records_changed()', kind || '_deleted', kind);
    END LOOP;
END $$;

DROP FUNCTION realm_record_changed();
