using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.ClientRegistration;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Registration;

/// <summary>Rights to register clients, given away as tokens. A token is shown once.</summary>
internal sealed class InitialAccessEndpoints(AdminRecords records, AdminEvents events, RegistrationTokens tokens, TimeProvider time) : IAdminEndpoints
{
    private const string Path = "/clients-initial-access";
    private const int MaxAccesses = 1000;
    private static readonly Representation Fields = new(
        "ClientInitialAccessCreatePresentation", (FieldKind.Number, ["expiration", "count"]), (FieldKind.Texts, ["webOrigins"]));

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, AdminPermission.ViewClients, "Rights to register clients that were given away", ListAsync);
        routes.Post(Path, AdminPermission.ManageClients, "Give away the right to register clients", CreateAsync);
        routes.Delete($"{Path}/{{id}}", AdminPermission.ManageClients, "Take back a right to register clients", DeleteAsync);
    }

    private static Task<AdminResult> ListAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(new JsonArray([.. call.Realm.Settings.InitialAccesses.Select(access => (JsonNode)Write(access, token: null))])));

    private async Task<AdminResult> CreateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(Fields);
        var expiration = (long?)body["expiration"] ?? 0;
        var count = (long?)body["count"] ?? 1;
        if (expiration is < 0 or > int.MaxValue)
        {
            return AdminResult.Error(400, "Invalid value for expiration", "The expiration time interval cannot be less than 0");
        }

        if (count is < 0 or > int.MaxValue)
        {
            return AdminResult.Error(400, "Invalid value for count", "The count cannot be less than 0");
        }

        var now = time.GetUtcNow();
        var access = new InitialAccess
        {
            Id = Guid.NewGuid().ToString(),
            Timestamp = now.ToUnixTimeSeconds(),
            Expiration = (int)expiration,
            Count = (int)count,
            RemainingCount = (int)count,
            WebOrigins = body["webOrigins"] is JsonArray origins ? [.. origins.Select(origin => (string)origin!)] : null,
        };
        var reported = events.Of(call, AdminOperation.Create, AdminResource.ClientInitialAccess, $"clients-initial-access/{access.Id}", body);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, realm => realm with { InitialAccesses = Add(realm, access, now) }, reported);
        var token = tokens.IssueInitialAccess(call.Context, access.Id, access.Expiration, access.WebOrigins);
        return result.Answer(AdminResult.Created(access.Id, Path, Write(access, token)), "Realm not found.", string.Empty);
    }

    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        var id = call.Route("id");
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.ClientInitialAccess, call.ResourcePath);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, realm =>
            realm.InitialAccesses.Any(access => access.Id == id) ? realm with { InitialAccesses = [.. realm.InitialAccesses.Where(access => access.Id != id)] } : realm, reported);
        return result.Answer(AdminResult.NoContent, "Realm not found.", string.Empty);
    }

    // Those that are used up or over make room.
    private static List<InitialAccess> Add(RealmState realm, InitialAccess access, DateTimeOffset now) =>
        realm.InitialAccesses.Where(known => known.IsGood(now)).Append(access).ToList() is { Count: <= MaxAccesses } all
            ? all
            : throw AdminRefusalException.Invalid($"There are at most {MaxAccesses} initial access tokens at a time.");

    private static JsonObject Write(InitialAccess access, string? token)
    {
        var node = new JsonObject { ["id"] = access.Id };
        if (token is not null)
        {
            node["token"] = token;
        }

        node["timestamp"] = access.Timestamp;
        node["expiration"] = access.Expiration;
        node["count"] = access.Count;
        node["remainingCount"] = access.RemainingCount;
        if (access.WebOrigins is not null)
        {
            node["webOrigins"] = new JsonArray([.. access.WebOrigins.Select(origin => (JsonNode)origin)]);
        }

        return node;
    }
}
