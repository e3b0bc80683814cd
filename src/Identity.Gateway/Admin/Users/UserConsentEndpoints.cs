using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Login;
using Identity.Grains.ClientScopes;
using Identity.Grains.Clients;
using Identity.Grains.Events;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>What a user lets applications have, offline tokens included.</summary>
internal sealed class UserConsentEndpoints(UserRecords users, ISessionIndex index, IGrainFactory grains, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    private const string Missing = "Consent nor offline token not found";
    private const int MaxSessions = 10_000;

    public void Map(AdminRoutes routes)
    {
        routes.Get("/users/{id}/consents", AdminPermission.QueryUsers, "What a user lets applications have", ListAsync);
        routes.Delete("/users/{id}/consents/{client}", AdminPermission.QueryUsers, "Take an application's consent and offline tokens away", RevokeAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call)
    {
        var user = await users.ViewAsync(call);
        var offline = (await OfflineAsync(call, user.Id)).SelectMany(session => session.Clients.Keys).ToHashSet(StringComparer.Ordinal);
        var consents = user.ClientConsents.ToDictionary(consent => consent.ClientId, StringComparer.Ordinal);
        return AdminResult.Json(new JsonArray([.. call.Realm.Clients
            .Where(client => consents.ContainsKey(client.Id) || offline.Contains(client.Id))
            .OrderBy(client => client.ClientId, StringComparer.Ordinal)
            .Select(client => Write(call, client, consents.GetValueOrDefault(client.Id), offline.Contains(client.Id)))]));
    }

    private async Task<AdminResult> RevokeAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        var client = call.Realm.FindClient(call.Route("client")) ?? throw AdminRefusalException.NotFound("Client not found");
        var offline = (await OfflineAsync(call, user.Id)).Where(session => session.Clients.ContainsKey(client.Id)).ToList();
        var consented = user.ClientConsents.Any(consent => consent.ClientId == client.Id);
        if (!consented && offline.Count == 0)
        {
            return AdminResult.NotFound(Missing);
        }

        var path = $"users/{user.Id}/consents/{client.ClientId}";
        var reported = events.Of(call, AdminOperation.Action, AdminResource.User, path);
        if (consented)
        {
            await users.ChangeAsync(call, user.Id, stored => ConsentRules.Revoke(stored, client.Id), reported);
        }

        await EndAsync(call, user, client, offline, consented, consented ? null : reported);
        return AdminResult.NoContent;
    }

    // The consent goes first: what is cut off in between can be taken away again.
    private async Task EndAsync(AdminCall call, UserState user, ClientState client, List<SessionSummary> offline, bool online, AdminEvent? reported)
    {
        foreach (var session in offline)
        {
            await grains.Get<ISessionGrain>(SessionKey.Of(call.Realm.Id, session.Id, offline: true)).EndClientReportedAsync(client.Id, reported);
            reported = null;
        }

        var keys = online ? await index.ListByUserAsync(call.Realm.Id, user.Id, CancellationToken.None) : [];
        foreach (var key in keys.Where(key => !SessionKey.IsOffline(EntityKey.Parse(key).Id)))
        {
            await UnreadableSessions.PassAsync(() => grains.Get<ISessionGrain>(EntityKey.Parse(key)).EndClientAsync(client.Id));
        }
    }

    private Task<IReadOnlyList<SessionSummary>> OfflineAsync(AdminCall call, string userId) => index.ListAsync(
        new SessionSearch { Realm = call.Realm.Settings, Now = time.GetUtcNow(), UserId = userId, Offline = true, Max = MaxSessions }, call.Aborted);

    private static JsonObject Write(AdminCall call, ClientState client, ClientConsent? consent, bool offline)
    {
        var node = new JsonObject
        {
            ["clientId"] = client.ClientId,
            ["grantedClientScopes"] = UserRepresentation.Texts((consent?.ScopeIds ?? []).Select(call.Realm.FindScopeById).OfType<ClientScopeState>().Select(scope => scope.Name)),
        };
        if (consent is not null)
        {
            node["createdDate"] = consent.CreatedDate;
            node["lastUpdatedDate"] = consent.LastUpdatedDate;
        }

        node["additionalGrants"] = offline ? new JsonArray(new JsonObject { ["client"] = client.Id, ["key"] = "Offline Token" }) : new JsonArray();
        return node;
    }
}
