using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Events;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Admin.Events;

/// <summary>Makes the events of what administrators do, and a line of the log for each.</summary>
internal sealed partial class AdminEvents(IEventStore store, RealmSnapshots realms, TimeProvider time, ILogger<AdminEvents> logger)
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
        return !settings.AdminEventsEnabled ? null : New(call.Http, call.Administrator, call.Realm.Id, operation, resource, path) with
        {
            Representation = settings.AdminEventsDetailsEnabled && representation is not null ? Redaction.Text(representation) : null,
        };
    }

    /// <summary>The event of somebody removing the realm's events: made whether the realm keeps admin events or not, because nobody removes what
    /// tells of him and leaves no trace.</summary>
    public AdminEvent OfErasure(AdminCall call)
    {
        LogErased(call.Realm.Name, call.ResourcePath, call.Administrator.User.Username, call.Administrator.Realm.Name, call.IpAddress);
        return New(call.Http, call.Administrator, call.Realm.Id, AdminOperation.Delete, AdminResource.Realm, call.ResourcePath);
    }

    /// <summary>The event of a realm that comes or goes, kept by the master realm; null where that keeps no admin events.</summary>
    public async Task<AdminEvent?> OfServerAsync(HttpContext http, Administrator administrator, string operation, string realmName)
    {
        var address = http.Connection.RemoteIpAddress?.ToString();
        LogDone(realmName, operation, AdminResource.Realm, realmName, administrator.User.Username, administrator.Realm.Name, address);
        return await realms.FreshAsync(MasterRealm.Name, CancellationToken.None) is { } master && RealmEvents.Of(master.Settings).AdminEventsEnabled
            ? New(http, administrator, master.Id, operation, AdminResource.Realm, realmName)
            : null;
    }

    /// <summary>Says in the log that a realm keeps less of what happens than before.</summary>
    public void TellIfLessIsKept(AdminCall call, RealmState after)
    {
        if (KeptEvents.AreLess(call.Realm.Settings, after))
        {
            LogLessKept(call.Realm.Name, call.Administrator.User.Username, call.Administrator.Realm.Name, call.IpAddress);
        }
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

    private AdminEvent New(HttpContext http, Administrator administrator, string realmId, string operation, string resource, string path) => new()
    {
        Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
        RealmId = realmId,
        AuthRealmId = administrator.Realm.Id,
        AuthClientId = administrator.Client.Id,
        AuthUserId = administrator.User.Id,
        AuthIpAddress = http.Connection.RemoteIpAddress?.ToString(),
        OperationType = operation,
        ResourceType = resource,
        ResourcePath = path,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: all {Path} removed by {Username} of realm {AuthRealm} from {IpAddress}")]
    private partial void LogErased(string realm, string path, string username, string authRealm, string? ipAddress);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: fewer events are kept, or for a shorter time, by {Username} of realm {AuthRealm} from {IpAddress}")]
    private partial void LogLessKept(string realm, string username, string authRealm, string? ipAddress);

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: {Operation} {Resource} {Path} by {Username} of realm {AuthRealm} from {IpAddress}")]
    private partial void LogDone(string realm, string operation, string resource, string path, string username, string authRealm, string? ipAddress);
}
