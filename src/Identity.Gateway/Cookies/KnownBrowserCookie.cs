using System.Text.Json;
using System.Text.Json.Serialization;
using Identity.Gateway.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Cookies;

/// <summary>Who has logged in in this browser lately (IDENTITY_KNOWN_BROWSER), sealed for the realm: others' wrong passwords do not keep
/// those out here.</summary>
/// <remarks>It lets nobody in and outlives logouts. It serves until the user's password or second factor is another (<see cref="KnownBrowsers"/>).</remarks>
internal sealed class KnownBrowserCookie(Sealer sealer, TimeProvider time)
{
    public const string Name = "IDENTITY_KNOWN_BROWSER";
    private const int MaxUsers = 3;
    private const int MaxLength = 3500;
    private static readonly TimeSpan Lifespan = TimeSpan.FromDays(180);

    /// <summary>The users whom the browser has shown to be its own; none when this realm did not seal its cookie.</summary>
    public IReadOnlyList<KnownUser> Read(HttpContext http, RealmContext realm)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return [.. Open(http, realm).Where(entry => entry.ExpiresAt > now).Select(entry => new KnownUser(entry.UserId, entry.Mark))];
    }

    /// <summary>The mark that the browser has of that user; null when it has none.</summary>
    public string? MarkOf(HttpContext http, RealmContext realm, string userId) =>
        Read(http, realm).FirstOrDefault(known => known.UserId == userId)?.Mark;

    /// <summary>Makes the browser known to somebody who has just logged in with a password.</summary>
    /// <param name="http">The answer.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="user">With credentials.</param>
    public void Remember(HttpContext http, RealmContext realm, UserState user)
    {
        if (KnownBrowsers.MarkOf(user) is not { } mark)
        {
            return;
        }

        var now = time.GetUtcNow();
        var entry = new KnownBrowserEntry { UserId = user.Id, Mark = mark, ExpiresAt = (now + Lifespan).ToUnixTimeSeconds() };
        var others = Open(http, realm).Where(other => other.UserId != user.Id && other.ExpiresAt > now.ToUnixTimeSeconds());
        KnownBrowserEntry[] entries = [entry, .. others.Take(MaxUsers - 1)];
        var value = Seal(realm, entries);
        // Ids of imported users can be long; a cookie that browsers refuse would serve nobody.
        value = value.Length <= MaxLength ? value : Seal(realm, [entry]);
        RealmCookies.Set(http, realm, Name, value, httpOnly: true, Lifespan);
    }

    private string Seal(RealmContext realm, KnownBrowserEntry[] entries) =>
        sealer.Seal(Purpose(realm), JsonSerializer.SerializeToUtf8Bytes(entries, KnownBrowserJsonContext.Default.KnownBrowserEntryArray));

    private KnownBrowserEntry[] Open(HttpContext http, RealmContext realm) =>
        http.Request.Cookies.TryGetValue(Name, out var value) && value.Length <= MaxLength && sealer.Open(Purpose(realm), value) is { } json ? Parse(json) : [];

    // During a rolling upgrade it may be another release's.
    private static KnownBrowserEntry[] Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KnownBrowserJsonContext.Default.KnownBrowserEntryArray) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    // The realm's id is part of the purpose: another realm's cookie does not open.
    private static string Purpose(RealmContext realm) => $"known-browser/{realm.Realm.Id}";
}

/// <summary>One user of a browser.</summary>
internal sealed record KnownBrowserEntry
{
    [JsonPropertyName("u")]
    public required string UserId { get; init; }

    [JsonPropertyName("m")]
    public required string Mark { get; init; }

    /// <summary>Unix seconds.</summary>
    [JsonPropertyName("e")]
    public required long ExpiresAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"KnownBrowserEntry {{ {UserId} }}";
}

[JsonSerializable(typeof(KnownBrowserEntry[]))]
internal sealed partial class KnownBrowserJsonContext : JsonSerializerContext;
