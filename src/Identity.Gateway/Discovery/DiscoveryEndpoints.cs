using Identity.Gateway.Cors;
using Identity.Gateway.Realms;
using Identity.Grains.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Identity.Gateway.Discovery;

/// <summary>Maps the public documents of a realm.</summary>
internal static class DiscoveryEndpoints
{
    private const string Json = "application/json";
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapDiscovery(this IEndpointRouteBuilder routes)
    {
        var realm = new PublicDocument(RealmDocument.Write, $"{Json};charset=UTF-8", "no-cache");
        var discovery = new PublicDocument(DiscoveryDocument.Write, Json, "no-cache, must-revalidate, no-transform, no-store");
        var keys = new PublicDocument(context => Jwks.Write(context.Realm.Keys), Json, "no-cache");
        // A disabled realm shows them too: services that start meanwhile must be able to read tokens when it is back.
        routes.MapPublic("/realms/{realm}", Read, realm.AnswerAsync);
        routes.MapPublic("/realms/{realm}/.well-known/openid-configuration", Read, discovery.AnswerAsync);
        routes.MapPublic("/realms/{realm}/.well-known/oauth-authorization-server", Read, discovery.AnswerAsync);
        routes.MapPublic("/.well-known/oauth-authorization-server/realms/{realm}", Read, discovery.AnswerAsync);
        routes.MapPublic("/realms/{realm}/protocol/openid-connect/certs", Read, keys.AnswerAsync);
        foreach (var path in (string[])[string.Empty, "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/protocol/openid-connect/certs"])
        {
            routes.MapRealm(path, [HttpMethods.Options], (http, _) => CorsHeaders.PreflightAsync(http, "GET, OPTIONS"));
        }
    }
}
