using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Users;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>Brings parts of a realm file into a realm that exists: all of them with their events in one commit, or nothing.</summary>
/// <remarks>The file is no way around the endpoints: its sender needs for each record what he would need for it alone.</remarks>
internal sealed class PartialImportEndpoints(
    RealmPart part, IUserDirectory users, ImportedParts parts, IRecordWrites writes, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) =>
        routes.Post("/partialImport", AdminPermission.ManageRealm, "Import users, clients, groups and roles", ImportAsync, AdminRoutes.RealmBodyLimit);

    private async Task<AdminResult> ImportAsync(AdminCall call)
    {
        if (await call.ReadJsonAsync() is not JsonObject body)
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        DemandSections(call, body);
        var strategy = (string?)body["ifResourceExists"] ?? "FAIL";
        if (strategy is not ("FAIL" or "SKIP" or "OVERWRITE"))
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        try
        {
            var merge = new PartialMerge(part.Export(call.Realm), strategy);
            merge.AddClients(body["clients"] as JsonArray);
            merge.AddRoles(body["roles"] as JsonObject);
            merge.AddGroups(body["groups"] as JsonArray);
            await merge.AddUsersAsync(body["users"] as JsonArray, username => FindAsync(call, username));
            var file = part.Read(call.Realm, merge.File);
            return await SaveAsync(new ImportPlan(call, merge, file, RealmPart.After(call.Realm, file)));
        }
        catch (RealmFileException exception)
        {
            return AdminResult.Refuse(400, exception.Message);
        }
    }

    // What each section takes at the least, whatever is in it.
    private static void DemandSections(AdminCall call, JsonObject body)
    {
        foreach (var (given, permission) in ((bool, AdminPermission)[])
        [
            (Holds(body["clients"]) || Holds(body["roles"]?["client"]), AdminPermission.ManageClients),
            (Holds(body["groups"]) || Holds(body["users"]), AdminPermission.ManageUsers),
            (Holds(body["identityProviders"]) || Holds(body["identityProviderMappers"]), AdminPermission.ManageIdentityProviders),
        ])
        {
            if (given)
            {
                call.Demand(permission);
            }
        }

        if (Holds(body["identityProviders"]))
        {
            throw AdminRefusalException.Invalid("Identity providers are not available");
        }
    }

    private static bool Holds(JsonNode? section) => section is JsonArray { Count: > 0 } or JsonObject { Count: > 0 };

    private async Task<string?> FindAsync(AdminCall call, string username) =>
        await users.FindByUsernameAsync(call.Realm.Id, username, CancellationToken.None);

    private async Task<AdminResult> SaveAsync(ImportPlan plan)
    {
        await parts.AddAsync(plan);
        var result = await writes.CommitAsync(plan.Writes, plan.Events(events));
        if (result is WriteResult.Saved)
        {
            await parts.FollowAsync(plan);
        }

        return result is WriteResult.Duplicate { Index: var index }
            ? AdminResult.Conflict(Taken(index))
            : result.Answer(AdminResult.Json(plan.Merge.Results()), "Realm not found.", string.Empty);
    }

    private static string Taken(string index) => index switch
    {
        "id" => "Something with the same id exists",
        _ when index.StartsWith("user_", StringComparison.Ordinal) && index.Contains("email", StringComparison.Ordinal) => UserNames.EmailTaken,
        _ when index.StartsWith("user_account", StringComparison.Ordinal) => UserNames.UsernameTaken,
        _ => "Something with the same name exists",
    };
}
