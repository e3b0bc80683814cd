using System.Buffers;
using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Logout;

/// <summary>The token that tells a client of a logout (OpenID Connect Back-Channel Logout 1.0 section 2.4).</summary>
internal static class LogoutToken
{
    private const int LifeSeconds = 120;

    public static string Create(RealmContext realm, ClientState client, SessionView session, DateTimeOffset now)
    {
        var algorithm = client.Attributes.GetValueOrDefault(ClientAttributes.IdTokenAlgorithm) is { Length: > 0 } own ? own : realm.Realm.Settings.DefaultSignatureAlgorithm;
        var key = realm.Realm.Keys.ToSign(algorithm);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber(ClaimNames.IssuedAt, now.ToUnixTimeSeconds());
            json.WriteNumber(ClaimNames.Expires, now.ToUnixTimeSeconds() + LifeSeconds);
            json.WriteString(ClaimNames.TokenId, Guid.NewGuid());
            json.WriteString(ClaimNames.Issuer, realm.Issuer);
            json.WriteString(ClaimNames.Audience, client.ClientId);
            json.WriteString(ClaimNames.Subject, session.UserId);
            json.WriteString(ClaimNames.Type, "Logout");
            if (client.Attributes.GetValueOrDefault("backchannel.logout.session.required") != "false")
            {
                json.WriteString(ClaimNames.SessionId, session.Id);
            }

            json.WriteStartObject("events");
            json.WriteStartObject("http://schemas.openid.net/event/backchannel-logout");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Jwt.Sign(key, "logout+jwt", buffer.WrittenSpan);
    }
}
