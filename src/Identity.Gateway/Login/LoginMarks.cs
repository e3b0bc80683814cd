using Identity.Gateway.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;

namespace Identity.Gateway.Login;

/// <summary>What is remembered of sealed logins, for as long as they could be presented again: that one was finished, and that a browser was logged out.</summary>
internal sealed class LoginMarks(IGrainFactory grains, TimeProvider time)
{
    private const int SpareSeconds = 60;

    /// <summary>Finishes the login of a sealed proof. True once; committed before it returns.</summary>
    public Task<bool> TryFinishAsync(RealmContext realm, LoginProof proof) =>
        Login(realm, proof).TryUseAsync(proof.ExpiresAt + SpareSeconds);

    /// <summary>Whether the login has been finished.</summary>
    public Task<bool> IsFinishedAsync(RealmContext realm, LoginProof proof, CancellationToken cancellationToken) =>
        Login(realm, proof).IsRevokedAsync(cancellationToken);

    /// <summary>Ends whatever was begun in the browser, also for somebody who kept its old cookie. Committed before it returns.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="browser">The hash of the browser's cookie.</param>
    public Task EndBrowserAsync(RealmContext realm, string browser)
    {
        var settings = realm.Realm.Settings;
        var longest = Math.Max(settings.AccessCodeLifespanLogin, settings.AccessCodeLifespanUserAction);
        return Browser(realm, browser).RevokeAsync(time.GetUtcNow().ToUnixTimeSeconds() + longest + SpareSeconds);
    }

    /// <summary>Whether the browser that the login belongs to was logged out since.</summary>
    public Task<bool> IsBrowserEndedAsync(RealmContext realm, string browser, CancellationToken cancellationToken) =>
        Browser(realm, browser).IsRevokedAsync(cancellationToken);

    private IRevokedTokenGrain Login(RealmContext realm, LoginProof proof) =>
        grains.Get<IRevokedTokenGrain>(RevokedTokenKey.OfLogin(realm.Realm.Id, proof.NewSessionId!));

    private IRevokedTokenGrain Browser(RealmContext realm, string browser) =>
        grains.Get<IRevokedTokenGrain>(RevokedTokenKey.OfBrowser(realm.Realm.Id, browser));
}
