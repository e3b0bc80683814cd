using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.UserInfo;

/// <summary>Writes the claims about a user: as JSON, or signed where the client registered for that (OpenID Connect Core section 5.3.2).</summary>
internal static class UserInfoWriter
{
    public static async Task WriteAsync(HttpContext http, RealmContext realm, ClientState client, JsonObject claims)
    {
        var algorithm = client.Attributes.GetValueOrDefault(ClientAttributes.UserInfoAlgorithm);
        var body = algorithm is { Length: > 0 } and not "none" ? Sign(realm, client, claims, algorithm) : Json(claims);
        http.Response.ContentType = algorithm is { Length: > 0 } and not "none" ? "application/jwt" : "application/json";
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Pragma = "no-cache";
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static byte[] Sign(RealmContext realm, ClientState client, JsonObject claims, string algorithm)
    {
        var key = realm.Realm.Keys.Active(algorithm)
            ?? throw new InvalidOperationException($"Realm {realm.Realm.Name} has no active {algorithm} key, which client {client.Id} asks for.");
        claims[ClaimNames.Issuer] = realm.Issuer;
        claims[ClaimNames.Audience] = client.ClientId;
        return Encoding.ASCII.GetBytes(Jwt.Sign(key, "JWT", Json(claims)));
    }

    private static byte[] Json(JsonObject claims)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            claims.WriteTo(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
