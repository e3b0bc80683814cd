-- The membership of a cluster of silos, as Microsoft.Orleans.Clustering.AdoNet expects it: the columns, and in orleansquery the
-- statements that it runs, by their keys.
-- Each change of a member bumps the cluster's version in the same statement, and only from the version that the caller has read:
-- this is what makes two silos agree. A statement answers one number: 1 when it was done, 0 when somebody was faster.
-- After a restore from a backup the members in it are long gone: docs/operations.md says how to clear them.

CREATE TABLE orleansquery (
    querykey varchar(64) NOT NULL PRIMARY KEY,
    querytext varchar(8000) NOT NULL
);

CREATE TABLE orleansmembershipversiontable (
    deploymentid varchar(150) NOT NULL PRIMARY KEY,
    timestamp timestamptz(3) NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 0
);

CREATE TABLE orleansmembershiptable (
    deploymentid varchar(150) NOT NULL REFERENCES orleansmembershipversiontable (deploymentid),
    address varchar(45) NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    siloname varchar(150) NOT NULL,
    hostname varchar(150) NOT NULL,
    status integer NOT NULL,
    proxyport integer,
    suspecttimes varchar(8000),
    starttime timestamptz(3) NOT NULL,
    iamalivetime timestamptz(3) NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
);

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', '
WITH made AS (
    INSERT INTO orleansmembershipversiontable (deploymentid) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*)::integer FROM made'),

('InsertMembershipKey', '
WITH bumped AS (
    UPDATE orleansmembershipversiontable v SET timestamp = now(), version = v.version + 1
    WHERE v.deploymentid = @DeploymentId AND v.version = @Version
      AND NOT EXISTS (
        SELECT FROM orleansmembershiptable m
        WHERE m.deploymentid = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
    RETURNING v.deploymentid
), made AS (
    INSERT INTO orleansmembershiptable
        (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    SELECT deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM bumped
    RETURNING 1
)
SELECT count(*)::integer FROM made'),

-- The member is locked before the version is bumped, so that the clean-up cannot remove it in between.
('UpdateMembershipKey', '
WITH member AS (
    SELECT m.deploymentid FROM orleansmembershiptable m
    WHERE m.deploymentid = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    FOR UPDATE
), bumped AS (
    UPDATE orleansmembershipversiontable v SET timestamp = now(), version = v.version + 1
    FROM member WHERE v.deploymentid = member.deploymentid AND v.version = @Version
    RETURNING v.deploymentid
), changed AS (
    UPDATE orleansmembershiptable m SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
    FROM bumped
    WHERE m.deploymentid = bumped.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    RETURNING 1
)
SELECT count(*)::integer FROM changed'),

('UpdateIAmAlivetimeKey', '
UPDATE orleansmembershiptable SET iamalivetime = @IAmAliveTime
WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

-- The version is answered also where there is no member.
('MembershipReadRowKey', '
SELECT v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime,
    m.iamalivetime, v.version
FROM orleansmembershipversiontable v
LEFT JOIN orleansmembershiptable m
    ON m.deploymentid = v.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deploymentid = @DeploymentId'),

('MembershipReadAllKey', '
SELECT v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime,
    m.iamalivetime, v.version
FROM orleansmembershipversiontable v
LEFT JOIN orleansmembershiptable m ON m.deploymentid = v.deploymentid
WHERE v.deploymentid = @DeploymentId'),

('DeleteMembershipTableEntriesKey', '
DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId;
DELETE FROM orleansmembershipversiontable WHERE deploymentid = @DeploymentId'),

('GatewaysQueryKey', '
SELECT address, proxyport, generation FROM orleansmembershiptable
WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0'),

-- 3 is Active: such a member is never cleaned away, however long ago it wrote.
('CleanupDefunctSiloEntriesKey', '
DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status <> 3');
