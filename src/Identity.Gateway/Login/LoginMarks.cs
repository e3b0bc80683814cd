using Identity.Gateway.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;

namespace Identity.Gateway.Login;

/// <summary>What is remembered of logins, for as long as they could be presented again: that one was finished, and that a browser was logged out.</summary>
internal sealed class LoginMarks(RevokedTokenReader marks, IGrainFactory grains, TimeProvider time)
{
    private const int SpareSeconds = 60;

    /// <summary>Finishes a login that begins no session of its own. Idempotent, committed before it returns.</summary>
    /// <remarks>One that begins a session is finished by the commit of that (<see cref="SessionStart.FinishesLoginUntil"/>).</remarks>
    public Task FinishAsync(RealmContext realm, LoginProof proof) => grains.Get<IRevokedTokenGrain>(Login(realm, proof)).TryUseAsync(RememberUntil(realm));

    /// <summary>Unix seconds after which no step of a login that is finished now could be presented any more.</summary>
    /// <remarks>Its first page may be sent again until that is too old, and what this then seals lives as long again.</remarks>
    public long RememberUntil(RealmContext realm) => time.GetUtcNow().ToUnixTimeSeconds() + (2 * Longest(realm)) + SpareSeconds;

    /// <summary>Whether the login has been finished.</summary>
    public Task<bool> IsFinishedAsync(RealmContext realm, LoginProof proof, CancellationToken cancellationToken) =>
        marks.IsRevokedAsync(Login(realm, proof), cancellationToken);

    /// <summary>Ends whatever was begun in the browser, also for somebody who kept its old cookie. Committed before it returns.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="browser">The hash of the browser's cookie.</param>
    public Task EndBrowserAsync(RealmContext realm, string browser) =>
        grains.Get<IRevokedTokenGrain>(Browser(realm, browser)).RevokeAsync(time.GetUtcNow().ToUnixTimeSeconds() + Longest(realm) + SpareSeconds);

    /// <summary>Whether the browser that the login belongs to was logged out since.</summary>
    public Task<bool> IsBrowserEndedAsync(RealmContext realm, string browser, CancellationToken cancellationToken) =>
        marks.IsRevokedAsync(Browser(realm, browser), cancellationToken);

    private static long Longest(RealmContext realm) =>
        Math.Max(realm.Realm.Settings.AccessCodeLifespanLogin, realm.Realm.Settings.AccessCodeLifespanUserAction);

    private static EntityKey Login(RealmContext realm, LoginProof proof) => RevokedTokenKey.OfLogin(realm.Realm.Id, proof.NewSessionId!);

    private static EntityKey Browser(RealmContext realm, string browser) => RevokedTokenKey.OfBrowser(realm.Realm.Id, browser);
}
