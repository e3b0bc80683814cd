using Identity.Gateway.Realms;
using Identity.Grains.Passwords;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Reads the user of a login between its steps.</summary>
internal sealed class LoginUsers(BrowserSessions sessions, TimeProvider time)
{
    /// <summary>The proof that a right password gives, as of now.</summary>
    public LoginProof ProofByPassword(UserState user, bool rememberMe) =>
        new() { UserId = user.Id, AuthTime = time.GetUtcNow().ToUnixTimeSeconds(), RememberMe = rememberMe };

    /// <summary>The user of a proof as stored now; null when that user may not log in any more, or was logged out everywhere since.</summary>
    /// <remarks>After a password the answer has the credentials: <see cref="PendingActions"/> looks at their kinds.</remarks>
    public async Task<UserState?> FindAsync(HttpContext http, RealmContext realm, LoginProof proof)
    {
        var grain = sessions.User(realm, proof.UserId);
        var user = proof.SessionId is null ? await grain.ExportAsync(http.RequestAborted) : await grain.GetAsync(http.RequestAborted);
        return MayLogIn(realm, proof, user);
    }

    /// <summary>As the other, for a password that this very request has shown to be right.</summary>
    public async Task<UserState?> FindAsync(HttpContext http, RealmContext realm, LoginProof proof, PasswordResult.Accepted accepted) =>
        accepted.SecondFactor == SecondFactor.None
            ? MayLogIn(realm, proof, accepted.User with { Credentials = [accepted.Password] })
            : await FindAsync(http, realm, proof);

    private static UserState? MayLogIn(RealmContext realm, LoginProof proof, UserState? user) =>
        user is { Enabled: true, ServiceAccountClientId: null } && proof.AuthTime >= Math.Max(user.NotBefore, realm.Realm.Settings.NotBefore) ? user : null;
}
