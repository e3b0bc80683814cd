using System.Buffers.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Clients.Evaluation;

/// <summary>What the tokens of a client would say about a user: the issuer's own tokens, read back, without a session behind them.</summary>
internal sealed class ExampleTokenEndpoints(TokenIssuer issuer, UserReader users, TimeProvider time) : IAdminEndpoints
{
    private const string Path = "/clients/{client}/evaluate-scopes";

    public void Map(AdminRoutes routes)
    {
        routes.Get($"{Path}/generate-example-access-token", AdminPermission.QueryClients, "An access token's claims about a user", AccessTokenAsync);
        routes.Get($"{Path}/generate-example-id-token", AdminPermission.QueryClients, "An ID token's claims about a user", IdTokenAsync);
        routes.Get($"{Path}/generate-example-userinfo", AdminPermission.QueryClients, "The userinfo answer about a user", UserInfoAsync);
    }

    private async Task<AdminResult> AccessTokenAsync(AdminCall call)
    {
        var order = await OrderAsync(call);
        var claims = Payload(issuer.Issue(order).AccessToken);
        if (call.Query.Texts("audience") is { Count: > 0 } audiences)
        {
            Restrict(claims, audiences);
        }

        return AdminResult.Json(claims);
    }

    private async Task<AdminResult> IdTokenAsync(AdminCall call)
    {
        var order = await OrderAsync(call);
        var claims = Payload(issuer.Issue(order with { Scope = order.Scope with { OpenId = true } }).IdToken!);
        claims.Remove(ClaimNames.AccessTokenHash);
        return AdminResult.Json(claims);
    }

    private async Task<AdminResult> UserInfoAsync(AdminCall call)
    {
        var order = await OrderAsync(call);
        var claims = new JsonObject();
        TokenClaims.AddUserInfo(claims, new TokenSubject(call.Realm, order.Client, order.User, order.Session, order.Scope));
        return AdminResult.Json(claims);
    }

    private async Task<TokenOrder> OrderAsync(AdminCall call)
    {
        var client = ClientLookup.ToView(call);
        var user = await UserAsync(call);
        return new TokenOrder
        {
            Realm = call.Context,
            Client = client,
            User = user,
            Session = Session(client, user),
            Scope = ScopeGrant.Permit(call.Realm, client, user, EvaluatedScope.Of(call, client)),
            GrantLetters = "na",
        };
    }

    private async Task<UserState> UserAsync(AdminCall call)
    {
        if (call.Query.Text("userId") is not { } id)
        {
            throw AdminRefusalException.NotFound("No userId provided");
        }

        // Whoever may see the client alone does not learn from it who the users are.
        if (!call.May(AdminPermission.ViewUsers))
        {
            throw new AdminRefusalException(AdminResult.Error(403, "You have no access to this user"));
        }

        return await users.FindAsync(call.Realm.Id, id, call.Aborted)
            ?? throw AdminRefusalException.NotFound("No user found");
    }

    private SessionView Session(ClientState client, UserState user)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new SessionView
        {
            Id = SessionKey.NewId(),
            UserId = user.Id,
            Username = user.Username,
            Started = now,
            LastRefresh = now,
            ClientIds = [client.Id],
            PartId = SessionKey.NewId(),
            ExpiresAt = long.MaxValue,
            MaxExpiresAt = long.MaxValue,
        };
    }

    private static void Restrict(JsonObject claims, IReadOnlyList<string> audiences)
    {
        var known = claims[ClaimNames.Audience] switch
        {
            JsonArray several => several.Select(audience => (string)audience!).ToList(),
            { } one => [(string)one!],
            null => [],
        };
        var kept = known.Where(audiences.Contains).ToList();
        if (kept.Count == 0)
        {
            return;
        }

        claims[ClaimNames.Audience] = kept is [var single] ? single : new JsonArray([.. kept.Select(audience => (JsonNode)audience)]);
        if (claims[ClaimNames.ResourceAccess] is JsonObject access)
        {
            foreach (var other in access.Select(entry => entry.Key).Except(audiences).ToList())
            {
                access.Remove(other);
            }
        }
    }

    private static JsonObject Payload(string token) => (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;
}
