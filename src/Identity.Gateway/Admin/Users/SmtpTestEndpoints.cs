using System.Text.Json.Nodes;
using Identity.Gateway.ActionTokens;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Mail;

namespace Identity.Gateway.Admin.Users;

/// <summary>Tries mail settings out: mails the administrator.</summary>
internal sealed class SmtpTestEndpoints(MailSender sender) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) => routes.Post("/testSMTPConnection", AdminPermission.ManageRealm, "Try mail settings out", TestAsync);

    private async Task<AdminResult> TestAsync(AdminCall call)
    {
        if (await call.ReadJsonAsync() is not JsonObject given)
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        try
        {
            var to = call.Administrator.User.Email is { Length: > 0 } email ? email : throw new MailException("The administrator has no email address.");
            await sender.SendAsync(SmtpSettings.Read(WithPassword(call, given)), ActionLetters.Test(call.Context, to));
            return AdminResult.NoContent;
        }
        catch (MailException)
        {
            return AdminResult.Refuse(500, "Failed to send email");
        }
    }

    // The stored password goes only where it goes anyhow: nobody reads it by naming a server of his own.
    private static JsonObject WithPassword(AdminCall call, JsonObject given)
    {
        if (given["password"]?.ToString() != Redaction.Mask)
        {
            return given;
        }

        var settings = (JsonObject)given.DeepClone();
        settings.Remove("password");
        if (SmtpSettings.Stored(call.Realm.Settings) is { } stored && Same(stored, given, "host") && Same(stored, given, "port") && Same(stored, given, "user")
            && Same(stored, given, "ssl") && Same(stored, given, "starttls"))
        {
            settings["password"] = stored["password"]?.DeepClone();
        }

        return settings;
    }

    private static bool Same(JsonObject stored, JsonObject given, string name) => stored[name]?.ToString() == given[name]?.ToString();
}
