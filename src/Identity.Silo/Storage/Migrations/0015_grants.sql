-- What grains keep by Microsoft.Orleans.Persistence.AdoNet: grants that live for minutes and are only ever read by their key.
-- One row a grain, which Orleans's own schema does not promise. A row's first version is random, for rows are swept away: whoever holds
-- a version of a row that is gone must never match one that came after it. Orleans takes an answer other than the version it sent for done.

CREATE TABLE orleansstorage (
    grainidhash integer NOT NULL,
    grainidn0 bigint NOT NULL,
    grainidn1 bigint NOT NULL,
    graintypehash integer NOT NULL,
    graintypestring varchar(512) NOT NULL,
    grainidextensionstring varchar(512),
    serviceid varchar(150) NOT NULL,
    payloadbinary bytea,
    modifiedon timestamp NOT NULL,
    version integer NOT NULL,
    CONSTRAINT orleansstorage_key UNIQUE NULLS NOT DISTINCT (grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, grainidextensionstring, serviceid)
);

CREATE INDEX orleansstorage_modifiedon ON orleansstorage (modifiedon);

INSERT INTO orleansquery (querykey, querytext) VALUES
('WriteToStorageKey', '
WITH updated AS (
    UPDATE orleansstorage SET payloadbinary = @PayloadBinary, modifiedon = now() AT TIME ZONE ''utc'', version = version % 2000000000 + 1
    WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1
      AND graintypestring = @GrainTypeString AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString::varchar
      AND serviceid = @ServiceId AND version = @GrainStateVersion::integer
    RETURNING version
), inserted AS (
    INSERT INTO orleansstorage (grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid, payloadbinary, modifiedon, version)
    SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString::varchar, @ServiceId, @PayloadBinary,
        now() AT TIME ZONE ''utc'', (random() * 1000000000)::integer + 1
    WHERE @GrainStateVersion::integer IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
)
SELECT coalesce((SELECT version FROM updated), (SELECT version FROM inserted), @GrainStateVersion::integer) AS newgrainstateversion'),

('ReadFromStorageKey', '
SELECT payloadbinary, now() AT TIME ZONE ''utc'', version FROM orleansstorage
WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1
  AND graintypestring = @GrainTypeString AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString::varchar AND serviceid = @ServiceId'),

('ClearStorageKey', '
UPDATE orleansstorage SET payloadbinary = NULL, modifiedon = now() AT TIME ZONE ''utc'', version = version % 2000000000 + 1
WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1
  AND graintypestring = @GrainTypeString AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString::varchar
  AND serviceid = @ServiceId AND version = @GrainStateVersion::integer
RETURNING version AS newgrainstateversion');
