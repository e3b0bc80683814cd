-- A document's own id is that of its row, and no part of a key holds the slash that joins them or is empty: a row that could pass for
-- another record's cannot be written, by whichever release. Rows that are there already are left as they are: the start checks them and
-- says which they are (RowChecks), so that none of them stops the migration, and no table is locked while it is read.
DO $$
DECLARE
    kind text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['realm', 'client', 'client_scope', 'role', 'user_group', 'user_account', 'revoked_token'] LOOP
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (doc ->> ''id'' IS NOT DISTINCT FROM id) NOT VALID', kind, kind || '_own_id');
    END LOOP;
    -- The key of an offline session is the id of the login that it comes from, with a mark.
    ALTER TABLE user_session ADD CONSTRAINT user_session_own_id
        CHECK (doc ->> 'id' IS NOT DISTINCT FROM CASE WHEN id LIKE '%~offline' THEN left(id, -8) ELSE id END) NOT VALID;
    FOREACH kind IN ARRAY ARRAY['realm', 'client', 'client_scope', 'role', 'user_group', 'user_account', 'user_session', 'revoked_token'] LOOP
        EXECUTE format(
            'ALTER TABLE %I ADD CONSTRAINT %I CHECK (realm_id <> '''' AND id <> '''' AND position(''/'' IN realm_id || id) = 0) NOT VALID',
            kind, kind || '_key');
    END LOOP;
END $$;
