using Identity.Gateway.Authorize;
using Identity.Gateway.Realms;
using Identity.Grains.Passwords;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Reads the user of a login between its steps.</summary>
internal sealed class LoginUsers(UserReader users, LoginMarks marks, TimeProvider time)
{
    /// <summary>The proof that a right password gives, as of now.</summary>
    public LoginProof ProofByPassword(LoginState state, UserState user, bool rememberMe) => new()
    {
        UserId = user.Id,
        AuthTime = time.GetUtcNow().ToUnixTimeSeconds(),
        RememberMe = rememberMe,
        NewSessionId = LoginStates.SessionIdOf(state),
    };

    /// <summary>The user of a sealed step as stored now; null when the step counts no more: the user may not log in, or something has happened since
    /// the proof that ends logins (<see cref="LoginStamp"/>, a logout in this browser).</summary>
    public async Task<UserState?> FindAsync(HttpContext http, AuthorizeRequest request, LoginState state) =>
        state.Proof is { } proof
            && await FindAsync(http, request.Realm, proof) is { } user
            && proof.Stamp == LoginStamp.Of(request, user)
            && !await marks.IsBrowserEndedAsync(request.Realm, state.Browser, http.RequestAborted)
                ? user
                : null;

    /// <summary>The proof as it is sealed into the address of a step.</summary>
    public static LoginProof Seal(AuthorizeRequest request, LoginProof proof, UserState user) => proof.Stamp is not null ? proof : proof with
    {
        Stamp = LoginStamp.Of(request, user),
        ExpiresAt = proof.AuthTime + request.Realm.Realm.Settings.AccessCodeLifespanLogin,
    };

    /// <summary>The proof after its own user has changed the password: it goes on with what that made.</summary>
    public static LoginProof Renew(AuthorizeRequest request, LoginProof proof, UserState user) => proof with { Stamp = LoginStamp.Of(request, user) };

    /// <summary>The user of a proof as stored now; null when that user may not log in any more, or was logged out everywhere since.</summary>
    /// <remarks>After a password the answer has the credentials: <see cref="PendingActions"/> looks at their kinds.</remarks>
    public async Task<UserState?> FindAsync(HttpContext http, RealmContext realm, LoginProof proof)
    {
        var user = await (proof.SessionId is null
            ? users.FindWithCredentialsAsync(realm.Realm.Id, proof.UserId, http.RequestAborted)
            : users.FindAsync(realm.Realm.Id, proof.UserId, http.RequestAborted));
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
