-- What a user is found by at a login: the name, and the email where emails are unique. One row each, of one user each in a realm: nobody takes
-- another's name as email or another's email as name, however many pods are asked at once. Users whose values contradict each other already keep
-- them; the name then counts as its owner's. While this runs users can be read, not written: seconds for a million of them.
CREATE TABLE login_name (
    realm_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    CONSTRAINT user_login_name PRIMARY KEY (realm_id, name)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05);

CREATE FUNCTION login_names_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO login_name (realm_id, name, user_id)
        SELECT realm_id, username, id FROM added
        UNION
        SELECT realm_id, unique_email, id FROM added WHERE unique_email IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION login_names_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM login_name held USING removed
        WHERE held.realm_id = removed.realm_id AND held.name IN (removed.username, removed.unique_email) AND held.user_id = removed.id;
    RETURN NULL;
END $$;

CREATE FUNCTION login_names_altered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM login_name
        WHERE realm_id = OLD.realm_id AND name IN (OLD.username, OLD.unique_email) AND user_id = OLD.id
            AND name IS DISTINCT FROM NEW.username AND name IS DISTINCT FROM NEW.unique_email;
    -- Only what is new: a contradiction of before is no reason to refuse another change.
    INSERT INTO login_name (realm_id, name, user_id)
        SELECT DISTINCT NEW.realm_id, name, NEW.id FROM (VALUES (NEW.username), (NEW.unique_email)) given (name)
        WHERE name IS NOT NULL AND name IS DISTINCT FROM OLD.username AND name IS DISTINCT FROM OLD.unique_email;
    RETURN NULL;
END $$;

CREATE TRIGGER login_names_added AFTER INSERT ON user_account REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION login_names_added();
CREATE TRIGGER login_names_removed AFTER DELETE ON user_account REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION login_names_removed();
-- Failed attempts, used one-time codes and new passwords are the frequent changes, and go no further than this comparison.
CREATE TRIGGER login_names_altered AFTER UPDATE ON user_account FOR EACH ROW
    WHEN (OLD.username IS DISTINCT FROM NEW.username OR OLD.unique_email IS DISTINCT FROM NEW.unique_email)
    EXECUTE FUNCTION login_names_altered();

INSERT INTO login_name (realm_id, name, user_id) SELECT realm_id, username, id FROM user_account ORDER BY realm_id, username;
INSERT INTO login_name (realm_id, name, user_id)
    SELECT realm_id, unique_email, id FROM user_account WHERE unique_email IS NOT NULL ORDER BY realm_id, unique_email
    ON CONFLICT (realm_id, name) DO NOTHING;
