using Identity.Gateway.Tokens;
using Identity.Grains.Authentication;
using Identity.Grains.Claims;
using Identity.Grains.OneTimeCodes;
using Identity.Grains.Passwords;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Token;

/// <summary>The password grant (RFC 6749 section 4.3), for clients that are marked for it.</summary>
internal sealed class PasswordGrant(IGrainFactory grains, PasswordAuthentication passwords, OneTimeCodeAuthentication codes, TokenIssuer issuer) : ITokenGrant
{
    public string Type => GrantTypes.Password;

    public async Task<GrantResult> GrantAsync(TokenRequest request)
    {
        if (!request.Client.DirectAccessGrantsEnabled)
        {
            return GrantErrors.Refuse(400, ErrorCodes.UnauthorizedClient, "Client not allowed for direct access grants");
        }

        var requested = request.Form[ParameterNames.Scope];
        if (ScopeGrant.Resolve(request.Realm.Realm, request.Client, requested) is not { } scope)
        {
            return GrantErrors.InvalidScope(requested);
        }

        if (request.Form[ParameterNames.Username] is not { } username)
        {
            return GrantErrors.Refuse(401, ErrorCodes.InvalidRequest, "Missing parameter: username");
        }

        // From here on attempts are counted: the caller cannot take one back by going away.
        var password = request.Form[ParameterNames.Password] ?? string.Empty;
        return await passwords.CheckAsync(request.Realm.Realm, username, password, request.IpAddress, ServerOf(request), known: [], CancellationToken.None) switch
        {
            PasswordResult.Accepted accepted => await AcceptAsync(request, accepted, scope),
            PasswordResult.HeldBack heldBack => GrantErrors.HeldBack(heldBack.Wait),
            PasswordResult.Disabled => GrantErrors.InvalidGrant("Account disabled"),
            PasswordResult.Rejected rejected => InvalidCredentials(request, rejected.UserId, rejected.Detail),
            _ => throw new InvalidOperationException("Unknown password result."),
        };
    }

    // All people of a confidential client come from its server's address.
    private static string? ServerOf(TokenRequest request) => request.Client.PublicClient ? null : request.Client.Id;

    private async Task<GrantResult> AcceptAsync(TokenRequest request, PasswordResult.Accepted accepted, GrantedScope scope)
    {
        var user = accepted.User;
        switch (accepted.SecondFactor)
        {
            case SecondFactor.Unsupported:
                return InvalidCredentials(request, user.Id, "a second factor that cannot be checked");
            // The same answer as to a wrong password, as Keycloak gives it.
            case SecondFactor.OneTimeCode when !await codes.CheckAsync(request.Realm.Realm, user.Id, request.Form[ParameterNames.Totp], request.IpAddress, ServerOf(request), browserMark: null):
                return InvalidCredentials(request, user.Id, "wrong or missing one-time code");
        }

        return user.RequiredActions.Count > 0 || LacksProfile(request, user, scope)
            ? GrantErrors.InvalidGrant("Account is not fully set up")
            : await IssueAsync(request, user, ScopeGrant.Permit(request.Realm.Realm, request.Client, user, scope));
    }

    private static bool LacksProfile(TokenRequest request, UserState user, GrantedScope scope)
    {
        var settings = request.Realm.Realm.Settings;
        return RequiredActionSupport.VerifiesProfiles(settings) && ProfileChecks.Missing(settings, user, [.. scope.Scopes.Select(granted => granted.Name)]).Count > 0;
    }

    private static GrantResult.Refused InvalidCredentials(TokenRequest request, string? userId, string detail)
    {
        request.UserId = userId;
        return GrantErrors.InvalidGrant("Invalid user credentials", $"user {userId}: {detail}");
    }

    private async Task<GrantResult> IssueAsync(TokenRequest request, UserState user, GrantedScope scope)
    {
        if (scope.Offline && !OfflineSessions.IsAllowed(request.Realm.Realm, user))
        {
            return GrantErrors.OfflineNotAllowed();
        }

        // No auth_time: nobody proved anything to us in a browser.
        var session = grains.Get<ISessionGrain>(SessionKey.Of(request.Realm.Realm.Id, SessionKey.NewId(), scope.Offline));
        var started = await session.StartAsync(new SessionStart
        {
            UserId = user.Id,
            Username = user.Username,
            Offline = scope.Offline,
            IpAddress = request.IpAddress,
            Client = new ClientAuthorization { ClientId = request.Client.Id },
        });
        return new GrantResult.Issued(issuer.Issue(new TokenOrder
        {
            Realm = request.Realm,
            Client = request.Client,
            User = user,
            Session = started!.Session,
            Scope = scope,
            GrantLetters = "ro",
            Refresh = RefreshOrders.For(request.Client, started.FamilyId!, scope),
        }));
    }
}
