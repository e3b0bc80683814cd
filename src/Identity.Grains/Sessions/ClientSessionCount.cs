namespace Identity.Grains.Sessions;

/// <summary>How many live sessions a client, named by its Id (UUID), takes part in.</summary>
public readonly record struct ClientSessionCount(string ClientId, long Active, long Offline);
