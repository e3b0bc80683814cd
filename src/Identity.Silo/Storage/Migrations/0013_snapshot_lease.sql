-- The pods that answer by snapshots of realms from memory. Who has changed a realm waits for those that it sees here.
-- A pod of the previous release is not here, and follows within a second as before.
CREATE TABLE snapshot_lease (
    pod text COLLATE "C" PRIMARY KEY,
    renewed_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 1000);
