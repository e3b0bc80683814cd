using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Realms;

/// <summary>Makes realms, from a name alone or from a whole realm file.</summary>
internal sealed class NewRealms(RealmImport import, RealmSnapshots realms, RealmBarrier barrier, AdminRecords records)
{
    /// <summary>POST /admin/realms.</summary>
    public async Task<AdminResult> CreateAsync(HttpContext http, Administrator administrator)
    {
        if (!administrator.MayCreateRealms)
        {
            return AdminResult.Forbidden;
        }

        var body = Read(await ReadAsync(http));
        if ((string?)body["realm"] is not { Length: > 0 } name)
        {
            return AdminResult.Refuse(400, "Realm name cannot be empty");
        }

        if (!RealmName.IsValid(name))
        {
            return AdminResult.Error(400, RealmName.Complaint(name));
        }

        RealmSettings.Check(body);
        try
        {
            var report = await import.ImportAsync(body, ImportStrategy.IgnoreExisting, CancellationToken.None);
            if (report.Skipped)
            {
                return AdminResult.Conflict($"Realm {name} already exists");
            }
        }
        catch (RealmFileException exception)
        {
            return AdminResult.Refuse(400, exception.Message);
        }

        await GiveAsync(administrator, name);
        await barrier.PassAsync(name);
        return AdminResult.Created(name);
    }

    private static async Task<JsonNode?> ReadAsync(HttpContext http)
    {
        try
        {
            return await AdminBody.ReadAsync(http.Request, http.RequestAborted);
        }
        catch (AdminRefusalException)
        {
            throw AdminRefusalException.Invalid("unable to read contents from stream");
        }
    }

    private static JsonObject Read(JsonNode? node)
    {
        try
        {
            return RealmRepresentation.Fields.Check(node);
        }
        catch (AdminRefusalException)
        {
            throw AdminRefusalException.Invalid("unable to read contents from stream");
        }
    }

    // Who made a realm may manage it, even without the role admin.
    private async Task GiveAsync(Administrator administrator, string name)
    {
        if (await realms.FreshAsync(MasterRealm.Name, CancellationToken.None) is not { } master
            || master.FindClient($"{name}-realm") is not { } managing
            || (master.FindRole(null, "admin") is { } admin && administrator.Holds(admin)))
        {
            return;
        }

        var roles = master.Roles.Where(role => role.ClientId == managing.Id).Select(role => role.Id).ToList();
        await records.ChangeAsync<IUserGrain, UserState>(
            master.Id, administrator.User.Id, user => user with { RoleIds = [.. user.RoleIds.Union(roles, StringComparer.Ordinal)] }, reported: null);
    }
}
