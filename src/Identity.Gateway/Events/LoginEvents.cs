using Identity.Gateway.Realms;
using Identity.Grains.Events;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Events;

/// <summary>Keeps what happens at the protocol's endpoints, where the realm wants it. Committed before the answer is sent.</summary>
internal sealed class LoginEvents(IEventStore store, TimeProvider time)
{
    /// <summary>Whether the realm keeps such events: who has much to say about one may ask first.</summary>
    public static bool Keeps(RealmContext realm, string type) => RealmEvents.Of(realm.Realm.Settings).Keeps(type);

    /// <summary>Keeps an event if the realm keeps such ones.</summary>
    /// <param name="http">Where it came from.</param>
    /// <param name="realm">Where it happened.</param>
    /// <param name="happened">What. Its time, realm and address are filled in.</param>
    public ValueTask RecordAsync(HttpContext http, RealmContext realm, LoginHappening happened) =>
        Keeps(realm, happened.Type) ? new ValueTask(StoreAsync(http, realm, happened)) : ValueTask.CompletedTask;

    private Task StoreAsync(HttpContext http, RealmContext realm, LoginHappening happened)
    {
        var address = http.Connection.RemoteIpAddress;
        return store.AppendAsync(
            new LoginEvent
            {
                Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
                Type = happened.Type,
                RealmId = realm.Realm.Id,
                ClientId = happened.ClientId,
                UserId = happened.UserId,
                SessionId = happened.SessionId,
                IpAddress = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
                Error = happened.Error,
                Details = happened.Details,
            },
            CancellationToken.None);
    }
}

/// <summary>Something that happened to a user or client.</summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
internal sealed record LoginHappening(string Type)
{
    /// <summary>The client_id.</summary>
    public string? ClientId { get; init; }

    public string? UserId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Never a secret.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
