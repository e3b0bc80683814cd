using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Realms;

/// <summary>Makes realms, from a name alone or from a whole realm file.</summary>
internal sealed class NewRealms(RealmImport import, RealmSnapshots realms, RealmBarrier barrier, AdminEvents events)
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
            // The realm is there with its event or not at all.
            var reported = await events.OfServerAsync(http, administrator, AdminOperation.Create, name);
            var report = await import.ImportAsync(body, ImportStrategy.IgnoreExisting, CancellationToken.None, await ManagerAsync(administrator), reported);
            if (report.Skipped)
            {
                return AdminResult.Conflict($"Realm {name} already exists");
            }
        }
        catch (RealmFileException exception)
        {
            return AdminResult.Refuse(400, exception.Message);
        }

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
    private async Task<string?> ManagerAsync(Administrator administrator) =>
        await realms.FreshAsync(MasterRealm.Name, CancellationToken.None) is { } master
        && !(master.FindRole(null, "admin") is { } admin && administrator.Holds(admin))
            ? administrator.User.Id
            : null;
}
