using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Answers;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.UserInfo;

/// <summary>Writes the claims about a user: as JSON, or signed where the client registered for that (OpenID Connect Core section 5.3.2).</summary>
internal static class UserInfoWriter
{
    public static Task WriteAsync(HttpContext http, RealmContext realm, ClientState client, JsonObject claims)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        return client.Attributes.GetValueOrDefault(ClientAttributes.UserInfoAlgorithm) is { Length: > 0 } algorithm and not "none"
            ? WriteSignedAsync(http, realm, client, claims, algorithm)
            : JsonAnswer.WriteAsync(http, claims, static (json, claims) => claims.WriteTo(json));
    }

    private static async Task WriteSignedAsync(HttpContext http, RealmContext realm, ClientState client, JsonObject claims, string algorithm)
    {
        var body = Encoding.ASCII.GetBytes(Sign(realm, client, claims, algorithm));
        http.Response.ContentType = "application/jwt";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static string Sign(RealmContext realm, ClientState client, JsonObject claims, string algorithm)
    {
        var key = realm.Realm.Keys.ToSign(algorithm);
        claims[ClaimNames.Issuer] = realm.Issuer;
        claims[ClaimNames.Audience] = client.ClientId;
        using var buffer = new PooledBuffer(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            claims.WriteTo(json);
        }

        return Jwt.Sign(key, "JWT", buffer.Written.Span);
    }
}
