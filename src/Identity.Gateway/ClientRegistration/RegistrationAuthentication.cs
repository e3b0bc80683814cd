using Identity.Gateway.Admin.Access;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.ClientRegistration;

/// <summary>Finds out who sends a registration request.</summary>
internal sealed class RegistrationAuthentication(RegistrationTokens tokens, AdminAuthentication administrators, TimeProvider time)
{
    private const string Bearer = "Bearer ";
    private const int MaxTokenLength = 32 * 1024;

    /// <summary>The caller. Refuses a token that is not good.</summary>
    public async Task<RegistrationCaller> AuthenticateAsync(HttpContext http, RealmContext realm)
    {
        if (http.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return new RegistrationCaller.Anonymous();
        }

        var text = header.Length <= MaxTokenLength ? header[Bearer.Length..].Trim() : string.Empty;
        if (tokens.Read(realm, text) is { } token)
        {
            return token.Type == RegistrationTokens.RegistrationAccess ? new RegistrationCaller.Owner(token, text) : Invited(realm, token);
        }

        return await administrators.AuthenticateAsync(http) is { } administrator && administrator.Realm.Id == realm.Realm.Id
            ? new RegistrationCaller.Administering(administrator)
            : throw RegistrationRefusalException.Unauthorized("Failed decode token");
    }

    private RegistrationCaller.Invited Invited(RealmContext realm, RegistrationToken token) =>
        realm.Realm.Settings.InitialAccesses.FirstOrDefault(access => access.Id == token.Id) is { } access && access.IsGood(time.GetUtcNow())
            ? new RegistrationCaller.Invited(access)
            : throw RegistrationRefusalException.Unauthorized("Failed decode token");
}
