using System.Buffers;
using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;

namespace Identity.Gateway.ClientRegistration;

/// <summary>The tokens of client registration: signed by the realm, for the realm, and of kinds that no other endpoint takes.</summary>
internal sealed class RegistrationTokens(TimeProvider time)
{
    /// <summary>The typ of a token that lets somebody register clients.</summary>
    public const string InitialAccess = "InitialAccessToken";

    /// <summary>The typ of a token that lets somebody read and change one client.</summary>
    public const string RegistrationAccess = "RegistrationAccessToken";

    private const string JwtType = "JWT";
    private const string RegistrationAuth = "registration_auth";

    /// <summary>A token for a right that was given away; <paramref name="lifetime"/> in seconds, 0 for no end.</summary>
    public string IssueInitialAccess(RealmContext realm, string id, int lifetime, IReadOnlyList<string>? webOrigins) =>
        Issue(realm, InitialAccess, id, lifetime, registrationAuth: null, webOrigins);

    /// <summary>A token for one client. It is good as long as the client names its id.</summary>
    public string IssueRegistrationAccess(RealmContext realm, string id, bool anonymous) =>
        Issue(realm, RegistrationAccess, id, lifetime: 0, anonymous ? "anonymous" : "authenticated", webOrigins: []);

    /// <summary>The token when the realm signed it for registration and its own time is not over; null for anything else. Whether the right
    /// behind it still stands is the caller's to ask.</summary>
    public RegistrationToken? Read(RealmContext realm, string text)
    {
        if (Jwt.Verify(realm.Realm.Keys.Own.Registration, JwtType, text) is not { } claims)
        {
            return null;
        }

        var reading = new ClaimReading(claims);
        var (type, issuer, audience, expires) =
            (reading.Name(ClaimNames.Type), reading.Name(ClaimNames.Issuer), reading.Name(ClaimNames.Audience), reading.EndOrNever(ClaimNames.Expires));
        reading.Time(ClaimNames.IssuedAt);
        reading.None(ClaimNames.Subject);
        var token = new RegistrationToken(type, reading.Name(ClaimNames.TokenId), type == RegistrationAccess && reading.Name(RegistrationAuth) == "anonymous");
        return reading.IsGood && (type is InitialAccess or RegistrationAccess) && issuer == realm.Issuer && audience == realm.Issuer
            && (expires == 0 || time.GetUtcNow().ToUnixTimeSeconds() < expires)
                ? token
                : null;
    }

    private string Issue(RealmContext realm, string type, string id, int lifetime, string? registrationAuth, IReadOnlyList<string>? webOrigins)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber(ClaimNames.Expires, lifetime > 0 ? now + lifetime : 0);
            json.WriteNumber(ClaimNames.IssuedAt, now);
            json.WriteString(ClaimNames.TokenId, id);
            json.WriteString(ClaimNames.Issuer, realm.Issuer);
            json.WriteString(ClaimNames.Audience, realm.Issuer);
            json.WriteString(ClaimNames.Type, type);
            if (registrationAuth is not null)
            {
                json.WriteString(RegistrationAuth, registrationAuth);
            }

            if (webOrigins is not null)
            {
                json.WriteStartArray(ClaimNames.AllowedOrigins);
                foreach (var origin in webOrigins)
                {
                    json.WriteStringValue(origin);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Jwt.Sign(realm.Realm.Keys.Own.Registration.Signs, JwtType, buffer.WrittenSpan);
    }
}

/// <summary>A registration token with a good signature.</summary>
/// <param name="Type"><see cref="RegistrationTokens.InitialAccess"/> or <see cref="RegistrationTokens.RegistrationAccess"/>.</param>
/// <param name="Id">The jti.</param>
/// <param name="Anonymous">Whether the client was registered by somebody unknown.</param>
internal sealed record RegistrationToken(string Type, string Id, bool Anonymous);
