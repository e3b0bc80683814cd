-- Orleans 10.4 clears away dead members only (6 is Dead), each as it was read: one that has come back in between stays.

UPDATE orleansquery SET querytext = '
DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status = 6'
WHERE querykey = 'CleanupDefunctSiloEntriesKey';

INSERT INTO orleansquery (querykey, querytext) VALUES
('CleanupDefunctSiloEntryKey', '
DELETE FROM orleansmembershiptable
WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
    AND starttime = @StartTime AND iamalivetime = @IAmAliveTime AND coalesce(suspecttimes, '''') = coalesce(@SuspectTimes, '''')');
