using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Clients.Installation;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.ClientRegistration;

/// <summary>Dynamic client registration (RFC 7591, RFC 7592, OpenID Connect Dynamic Client Registration), and Keycloak's own form of it.</summary>
internal sealed class ClientRegistrationEndpoints(RealmSnapshots realms, RegistrationAuthentication authentication, ClientRegistrations registrations)
{
    private const long BodyLimit = 256 * 1024;

    /// <summary>POST: makes a client.</summary>
    public Task CreateAsync(HttpContext http, RealmContext context) => AnswerAsync(http, context, async realm =>
    {
        var format = Format(http);
        var caller = await authentication.AuthenticateAsync(http, realm);
        switch (caller)
        {
            case RegistrationCaller.Owner:
                throw RegistrationRefusalException.Unauthorized("Not authorized to create client. Maybe missing token or bad token type.");
            case RegistrationCaller.Administering { Administrator: var administrator } when !administrator.May(realm.Realm, AdminPermission.CreateClients):
                throw RegistrationRefusalException.Forbidden("Forbidden");
            case RegistrationCaller.Anonymous:
                foreach (var policy in RegistrationPolicies.Of(realm.Realm.Settings, anonymous: true).Where(policy => policy.Provider == "trusted-hosts"))
                {
                    await TrustedHosts.DemandSenderAsync(policy, http.Connection.RemoteIpAddress, http.RequestAborted);
                }

                break;
        }

        var body = format.Read(await ReadAsync(http), known: null);
        var made = await registrations.CreateAsync(realm, caller, body, http.RequestAborted);
        http.Response.Headers.Location = $"{realm.Issuer}/clients-registrations/{http.Request.RouteValues["provider"]}/{Uri.EscapeDataString(made.Client.ClientId)}";
        await WriteAsync(http, StatusCodes.Status201Created, format.Write(realm, made));
    });

    /// <summary>GET: a client for its owner.</summary>
    public Task GetAsync(HttpContext http, RealmContext context) => AnswerAsync(http, context, async realm =>
    {
        var (caller, client) = await FindAsync(http, realm, AdminPermission.ViewClients, "view");
        var registered = new RegisteredClient(client, (caller as RegistrationCaller.Owner)?.Text);
        await WriteAsync(http, StatusCodes.Status200OK, (string)http.Request.RouteValues["provider"]! == "install"
            ? new AdapterSettings(realm, client).ToJson()
            : Format(http).Write(realm, registered));
    });

    /// <summary>PUT: changes a client.</summary>
    public Task UpdateAsync(HttpContext http, RealmContext context) => AnswerAsync(http, context, async realm =>
    {
        var format = Format(http);
        var (caller, client) = await FindAsync(http, realm, AdminPermission.ManageClients, "update");
        var body = format.Read(await ReadAsync(http), client);
        await WriteAsync(http, StatusCodes.Status200OK, format.Write(realm, await registrations.UpdateAsync(realm, caller, client, body)));
    });

    /// <summary>DELETE: removes a client.</summary>
    public Task DeleteAsync(HttpContext http, RealmContext context) => AnswerAsync(http, context, async realm =>
    {
        Format(http);
        var (_, client) = await FindAsync(http, realm, AdminPermission.ManageClients, "update");
        await registrations.DeleteAsync(realm, client);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    private async Task<(RegistrationCaller Caller, ClientState Client)> FindAsync(HttpContext http, RealmContext realm, AdminPermission permission, string verb)
    {
        var caller = await authentication.AuthenticateAsync(http, realm);
        var client = realm.Realm.FindClient(((string)http.Request.RouteValues["clientId"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        switch (caller)
        {
            case RegistrationCaller.Owner owner:
                return client is not null && client.RegistrationTokenId == owner.Token.Id ? (caller, client) : throw ClientRegistrations.NotTheOwner();
            case RegistrationCaller.Administering { Administrator: var administrator }:
                return !administrator.May(realm.Realm, permission) ? throw RegistrationRefusalException.Forbidden("Forbidden")
                    : client is null ? throw new RegistrationRefusalException(new OAuthError(404, "invalid_request", "Client not found"))
                    : verb != "view" && ManagingClients.Is(realm.Realm, client) ? throw RegistrationRefusalException.Forbidden("Forbidden")
                    : (caller, client);
            case RegistrationCaller.Invited:
                throw RegistrationRefusalException.Unauthorized(verb == "view"
                    ? "Not initial access token allowed"
                    : "Not authorized to update client. Maybe missing token or bad token type.");
            default:
                throw verb == "view" ? ClientRegistrations.NotTheOwner()
                    : RegistrationRefusalException.Unauthorized("Not authorized to update client. Maybe missing token or bad token type.");
        }
    }

    // What was registered a moment ago, on whichever pod, counts: this asks for the realm as it is now.
    private async Task AnswerAsync(HttpContext http, RealmContext stale, Func<RealmContext, Task> answer)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = BodyLimit;
        }

        try
        {
            var realm = await realms.FreshAsync(stale.Realm.Name, http.RequestAborted)
                ?? throw new RegistrationRefusalException(new OAuthError(404, "Realm does not exist", null));
            await answer(stale with { Realm = realm });
        }
        catch (RegistrationRefusalException refusal)
        {
            await OAuthErrorWriter.WriteAsync(http, refusal.Error);
        }
        catch (AdminRefusalException refusal) when (refusal.Result is AdminResult.Document document)
        {
            await WriteAsync(http, document.Status, document.Body);
        }
    }

    private static RegistrationFormat Format(HttpContext http) => http.Request.RouteValues["provider"] switch
    {
        "openid-connect" => RegistrationFormat.OpenIdConnect,
        "default" => RegistrationFormat.Default,
        _ => throw new RegistrationRefusalException(new OAuthError(404, "Client registration provider not found", null)),
    };

    private static Task<JsonNode?> ReadAsync(HttpContext http) => AdminBody.ReadAsync(http.Request, http.RequestAborted);

    private static async Task WriteAsync(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = status < 400 ? "application/json;charset=UTF-8" : "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
        body.WriteTo(writer);
        await writer.FlushAsync(http.RequestAborted);
    }
}

/// <summary>Registers and maps client registration.</summary>
internal static class ClientRegistrationMapping
{
    public static IServiceCollection AddClientRegistration(this IServiceCollection services) => services
        .AddSingleton<RegistrationTokens>()
        .AddSingleton<RegistrationAuthentication>()
        .AddSingleton<ClientRegistrations>()
        .AddSingleton<ClientRegistrationEndpoints>();

    public static void MapClientRegistration(this IEndpointRouteBuilder routes)
    {
        const string path = "/clients-registrations/{provider}";
        var endpoints = routes.ServiceProvider.GetRequiredService<ClientRegistrationEndpoints>();
        routes.MapRealm(path, [HttpMethods.Post], endpoints.CreateAsync);
        routes.MapRealm($"{path}/{{clientId}}", [HttpMethods.Get], endpoints.GetAsync);
        routes.MapRealm($"{path}/{{clientId}}", [HttpMethods.Put], endpoints.UpdateAsync);
        routes.MapRealm($"{path}/{{clientId}}", [HttpMethods.Delete], endpoints.DeleteAsync);
        foreach (var pattern in (string[])[path, $"{path}/{{clientId}}"])
        {
            routes.MapRealm(pattern, [HttpMethods.Options], (http, _) => CorsHeaders.PreflightAsync(http, "DELETE, POST, GET, OPTIONS, PUT"));
        }
    }
}
