using Identity.Gateway.Events;
using Identity.Gateway.Login;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Authorize;

/// <summary>The authorization endpoint (RFC 6749 section 3.1, OpenID Connect Core 1.0 section 3.1.2).</summary>
internal static class AuthorizeEndpoint
{
    public static void MapAuthorize(this IEndpointRouteBuilder routes) =>
        routes.MapRealmPage("/protocol/openid-connect/auth", ["GET", "POST"], async (http, realm) =>
        {
            var parameters = await AuthorizeParameters.ReadAsync(http);
            var (request, refusal, target) = AuthorizeChecks.Run(realm, parameters);
            if (request is null)
            {
                await http.RequestServices.GetRequiredService<LoginEvents>().RecordAsync(http, realm, Happening(realm, parameters, refusal!));
                await RefuseAsync(http, realm, parameters, refusal!, target);
                return;
            }

            await http.RequestServices.GetRequiredService<LoginFlow>().BeginAsync(http, request, notice: null);
        });

    private static LoginHappening Happening(RealmContext realm, AuthorizeParameters parameters, AuthorizeRefusal refusal)
    {
        var client = parameters["client_id"] is { } id ? realm.Realm.FindClient(id) : null;
        return new LoginHappening("LOGIN_ERROR")
        {
            ClientId = client?.ClientId,
            Error = client is null ? "client_not_found" : refusal is AuthorizeRefusal.ToClient told ? told.Error : "invalid_request",
            Details = new Dictionary<string, string> { ["reason"] = refusal is AuthorizeRefusal.OnPage page ? page.Message : (refusal as AuthorizeRefusal.ToClient)?.Description ?? string.Empty },
        };
    }

    /// <summary>Tells whoever is to know that the request does not go on.</summary>
    public static Task RefuseAsync(HttpContext http, RealmContext realm, AuthorizeParameters parameters, AuthorizeRefusal refusal, AuthorizeTarget? target) => refusal switch
    {
        AuthorizeRefusal.ToClient told when target is not null => AuthorizeResponse.ErrorAsync(http, realm, target, told.Error, told.Description),
        AuthorizeRefusal.OnPage told => MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, told.Message, parameters["client_id"] is { } id ? realm.Realm.FindClient(id) : null),
        _ => MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, "Invalid Request"),
    };
}
