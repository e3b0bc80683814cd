using Identity.Gateway.ActionTokens;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Authorize;
using Identity.Gateway.Mail;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Authentication;
using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;
using Identity.Grains.Users;
using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.Users;

/// <summary>Mails that ask users to do something for their accounts.</summary>
internal sealed class ActionMailEndpoints(UserRecords users, MailSender sender, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    private const int MaxLifespan = 365 * 24 * 3600;

    public void Map(AdminRoutes routes)
    {
        routes.Put("/users/{id}/execute-actions-email", AdminPermission.QueryUsers, "Mail a user a link to carry out actions", ExecuteActionsAsync);
        routes.Put("/users/{id}/reset-password-email", AdminPermission.QueryUsers, "Mail a user a link to choose a new password", ResetPasswordAsync);
        routes.Put("/users/{id}/send-verify-email", AdminPermission.QueryUsers, "Mail a user a link to confirm the address", VerifyEmailAsync);
    }

    private async Task<AdminResult> ExecuteActionsAsync(AdminCall call)
    {
        var user = await MailableAsync(call);
        var given = await call.ReadJsonAsync() switch
        {
            null => [],
            JsonArray actions when actions.All(action => action is JsonValue value && value.TryGetValue<string>(out _)) => actions.Select(action => (string)action!).ToList(),
            _ => throw AdminRefusalException.Unreadable("unknown_error"),
        };
        return await SendAsync(call, user, Checked(call, given.Count > 0 ? given : user.RequiredActions), ActionLetters.Actions, "execute-actions-email", "Failed to send execute actions email");
    }

    private async Task<AdminResult> ResetPasswordAsync(AdminCall call) => await SendAsync(
        call, await MailableAsync(call), [MailedActions.UpdatePassword], ActionLetters.Actions, "reset-password-email", "Failed to send execute actions email");

    private async Task<AdminResult> VerifyEmailAsync(AdminCall call) => await SendAsync(
        call, await MailableAsync(call), [MailedActions.VerifyEmail], ActionLetters.Verification, "send-verify-email", "Failed to send verify email");

    private async Task<AdminResult> SendAsync(
        AdminCall call,
        UserState user,
        IReadOnlyList<string> actions,
        Func<RealmContext, UserState, ActionToken, Letter> write,
        string path,
        string failure)
    {
        // The realm's own settings say which server carries the letter.
        if (actions.Contains(MailedActions.UpdatePassword))
        {
            UserAccess.DemandTakeover(call, user);
        }

        var (client, redirectUri) = Target(call);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var token = new ActionToken
        {
            Id = Guid.NewGuid().ToString(),
            UserId = user.Id,
            Email = user.Email!,
            Actions = actions,
            IssuedAt = now,
            ExpiresAt = now + Math.Clamp(call.Query.Number("lifespan") ?? call.Realm.Settings.ActionTokenGeneratedByAdminLifespan, 1, MaxLifespan),
            ClientId = client?.ClientId,
            RedirectUri = redirectUri,
        };
        // No letter leaves that is not told of.
        await events.AppendAsync(call, AdminOperation.Action, AdminResource.User, $"users/{user.Id}/{path}");
        try
        {
            await sender.SendAsync(SmtpSettings.Of(call.Realm.Settings), write(call.Context, user, token));
        }
        catch (MailException exception)
        {
            return AdminResult.Refuse(500, $"{failure}: {exception.Message}");
        }

        return AdminResult.NoContent;
    }

    private async Task<UserState> MailableAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        UserAccess.DemandPerson(user);
        return string.IsNullOrEmpty(user.Email) ? throw AdminRefusalException.Invalid("User email missing")
            : !user.Enabled ? throw AdminRefusalException.Invalid("User is disabled")
            : user;
    }

    private static List<string> Checked(AdminCall call, IReadOnlyList<string> actions)
    {
        var known = RequiredActionSupport.Known(call.Realm.Settings, actions);
        if (known.Count == 0 || known.Count < actions.Distinct(StringComparer.Ordinal).Count())
        {
            throw AdminRefusalException.Invalid("Provided invalid required actions");
        }

        return known.FirstOrDefault(action => !MailedActions.Titles.ContainsKey(action)) is { } other
            ? throw AdminRefusalException.Invalid($"A mailed link cannot carry out {other} here; it can carry out {string.Join(" and ", MailedActions.Titles.Keys)}")
            : [.. known];
    }

    private static (ClientState? Client, string? RedirectUri) Target(AdminCall call)
    {
        var redirectUri = call.Query.Text("redirect_uri");
        if (call.Query.Text("client_id") is not { } clientId)
        {
            return redirectUri is null ? (null, null) : throw AdminRefusalException.Invalid("Client id missing");
        }

        var client = call.Realm.FindClient(clientId) ?? throw AdminRefusalException.Invalid("Client doesn't exist");
        if (!client.Enabled)
        {
            throw AdminRefusalException.Invalid("Client is not enabled");
        }

        return redirectUri is null || RedirectUriMatcher.IsRegistered(client.RedirectUris, ClientAddresses.Root(client, call.Context),
                redirectUri, AnswerParameters.Login)
            ? (client, redirectUri)
            : throw AdminRefusalException.Invalid("Invalid redirect uri.");
    }
}
