-- From when the server signs its own tokens with keys of its own: a row only where an earlier release, which took the realms', has run.
CREATE TABLE own_keys (since bigint NOT NULL);
INSERT INTO own_keys SELECT extract(epoch FROM now())::bigint WHERE EXISTS (SELECT FROM realm);
