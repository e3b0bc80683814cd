using System.Text.Json.Nodes;
using Identity.Grains.Events;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Admin.Events;

/// <summary>Makes the events of what administrators do, and a line of the log for each.</summary>
internal sealed partial class AdminEvents(IEventStore store, TimeProvider time, ILogger<AdminEvents> logger)
{
    /// <summary>The event of a change that is about to be made; null where the realm keeps no admin events. Goes into the same commit as the change.</summary>
    /// <param name="call">Who, from where, in which realm.</param>
    /// <param name="operation">One of <see cref="AdminOperation"/>.</param>
    /// <param name="resource">One of <see cref="AdminResource"/>.</param>
    /// <param name="path">Below the realm, without a leading slash, for example users/UUID.</param>
    /// <param name="representation">What was sent; kept only where the realm wants details, without secrets.</param>
    public AdminEvent? Of(AdminCall call, string operation, string resource, string path, JsonNode? representation = null)
    {
        LogDone(call.Realm.Name, operation, resource, path, call.Administrator.User.Username, call.Administrator.Realm.Name, call.IpAddress);
        var settings = RealmEvents.Of(call.Realm.Settings);
        return !settings.AdminEventsEnabled ? null : new AdminEvent
        {
            Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
            RealmId = call.Realm.Id,
            AuthRealmId = call.Administrator.Realm.Id,
            AuthClientId = call.Administrator.Client.Id,
            AuthUserId = call.Administrator.User.Id,
            AuthIpAddress = call.IpAddress,
            OperationType = operation,
            ResourceType = resource,
            ResourcePath = path,
            Representation = settings.AdminEventsDetailsEnabled && representation is not null ? Redaction.Text(representation) : null,
        };
    }

    /// <summary>Stores the event of something that changes no record. Committed before it returns.</summary>
    public async Task AppendAsync(AdminCall call, string operation, string resource, string path, JsonNode? representation = null)
    {
        if (Of(call, operation, resource, path, representation) is { } reported)
        {
            await StoreAsync(reported);
        }
    }

    /// <summary>Stores an event that goes into no commit of a record. Committed before it returns.</summary>
    public Task StoreAsync(AdminEvent reported) => store.AppendAsync(reported, CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: {Operation} {Resource} {Path} by {Username} of realm {AuthRealm} from {IpAddress}")]
    private partial void LogDone(string realm, string operation, string resource, string path, string username, string authRealm, string? ipAddress);
}
