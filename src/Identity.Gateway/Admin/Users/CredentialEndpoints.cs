using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Texts;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>The credentials of a user: list, order, labels, removal.</summary>
internal sealed class CredentialEndpoints(UserRecords users, AdminEvents events) : IAdminEndpoints
{
    private const string Missing = "Credential not found";
    private const string Path = "/users/{id}/credentials";
    private const int MaxLabelLength = 255;

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, AdminPermission.QueryUsers, "Credentials of a user, without secrets", ListAsync);
        routes.Delete($"{Path}/{{credential}}", AdminPermission.QueryUsers, "Remove a credential", RemoveAsync);
        routes.Put($"{Path}/{{credential}}/userLabel", AdminPermission.QueryUsers, "Name a credential", LabelAsync);
        routes.Post($"{Path}/{{credential}}/moveToFirst", AdminPermission.QueryUsers, "Prefer a credential to all others", MoveToFirstAsync);
        routes.Post($"{Path}/{{credential}}/moveAfter/{{other}}", AdminPermission.QueryUsers, "Move a credential behind another", MoveAfterAsync);
        routes.Put("/users/{id}/disable-credential-types", AdminPermission.QueryUsers, "Disable credentials of user storages", DisableAsync);
        routes.Get("/users/{id}/configured-user-storage-credential-types", AdminPermission.QueryUsers, "Credentials that a user storage has", StorageTypesAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call) =>
        AdminResult.Json(new JsonArray([.. (await users.ViewAsync(call)).Credentials.Select(Write)]));

    private async Task<AdminResult> RemoveAsync(AdminCall call)
    {
        var (user, credential) = await FindAsync(call);
        // What is left may be less than a second factor.
        UserAccess.DemandTakeover(call, user);
        var reported = Reported(call, user, credential);
        return await users.ChangeAsync(call, user.Id, stored => UserCredentials.Without(stored, credential.Id), reported);
    }

    private async Task<AdminResult> LabelAsync(AdminCall call)
    {
        var (user, credential) = await FindAsync(call);
        var label = Label(call, await call.ReadTextAsync());
        if (string.IsNullOrWhiteSpace(label))
        {
            return AdminResult.Error(400, "missingCredentialLabel", "Credential label must not be empty");
        }

        if (label.Length > MaxLabelLength)
        {
            return AdminResult.Error(400, "credentialLabelTooLong", $"Credential label must not be longer than {MaxLabelLength} characters");
        }

        var reported = Reported(call, user, credential, AdminOperation.Update);
        return await users.ChangeAsync(call, user.Id, stored => UserCredentials.WithLabel(stored, credential.Id, label), reported);
    }

    private Task<AdminResult> MoveToFirstAsync(AdminCall call) => MoveAsync(call, after: null);

    private Task<AdminResult> MoveAfterAsync(AdminCall call) => MoveAsync(call, call.Route("other"));

    private async Task<AdminResult> MoveAsync(AdminCall call, string? after)
    {
        var (user, credential) = await FindAsync(call);
        var reported = Reported(call, user, credential, AdminOperation.Update);
        return await users.ChangeAsync(call, user.Id, stored => UserCredentials.Moved(stored, credential.Id, after), reported);
    }

    // There are no user storages here: nothing of theirs can be disabled, as in a Keycloak without one.
    private async Task<AdminResult> DisableAsync(AdminCall call)
    {
        await users.ManageAsync(call);
        return await call.ReadJsonAsync() is null or JsonArray ? AdminResult.NoContent : throw AdminRefusalException.Unreadable("unknown_error");
    }

    private async Task<AdminResult> StorageTypesAsync(AdminCall call)
    {
        await users.ViewAsync(call);
        return AdminResult.Json(new JsonArray());
    }

    private async Task<(UserState User, Credential Credential)> FindAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        var id = call.Route("credential");
        return (user, user.Credentials.FirstOrDefault(credential => credential.Id == id) ?? throw AdminRefusalException.NotFound(Missing));
    }

    private Grains.Events.AdminEvent? Reported(AdminCall call, UserState user, Credential credential, string operation = AdminOperation.Action)
    {
        var details = new Dictionary<string, string> { ["credential_id"] = credential.Id, ["credential_type"] = credential.Type };
        if (credential.UserLabel is not null)
        {
            details["credential_user_label"] = credential.UserLabel;
        }

        return events.Of(call, operation, AdminResource.User, $"users/{user.Id}/credentials/{credential.Id}") is { } reported ? reported with { Details = details } : null;
    }

    // Clients send the bare text, or a JSON string.
    private static string Label(AdminCall call, string body)
    {
        if (call.Http.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return body;
        }

        try
        {
            return JsonInput.Parse(body) is JsonValue value && value.TryGetValue<string>(out var label) ? label : throw AdminRefusalException.Unreadable("unknown_error");
        }
        catch (JsonException)
        {
            // Keycloak's own client says JSON of a bare text.
            return body;
        }
    }

    private static JsonNode Write(Credential credential)
    {
        var node = new JsonObject { ["id"] = credential.Id, ["type"] = credential.Type };
        if (credential.UserLabel is not null)
        {
            node["userLabel"] = credential.UserLabel;
        }

        node["createdDate"] = credential.CreatedDate;
        node["credentialData"] = credential.CredentialData;
        return node;
    }
}
