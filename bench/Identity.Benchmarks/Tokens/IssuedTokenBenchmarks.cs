using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Gateway.Token;
using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Realms;

namespace Identity.Benchmarks.Tokens;

/// <summary>The tokens of one answer, from the claims to the compact form.</summary>
public class IssuedTokenBenchmarks
{
    private Pod _pod = null!;
    private TokenIssuer _issuer = null!;
    private TokenOrder _access = null!;
    private TokenOrder _withRefresh = null!;
    private TokenOrder _all = null!;

    /// <summary>RS256 with 2048 bits, and HS512 for refresh tokens; none: all but the signatures.</summary>
    [Params("none", "RS256")]
    public string Signature { get; set; } = "none";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _issuer = _pod.Service<TokenIssuer>();
        var realm = await _pod.RealmAsync(Realm.Plain);
        var user = await _pod.UserAsync(realm.Realm);
        var authorized = await _pod.LogInAsync(realm.Realm, user);
        realm = Signature == "none" ? realm.Of(await WithoutSignaturesAsync(realm.Realm)) : realm;
        var client = realm.Realm.FindClient(Realm.App)!;
        _access = new TokenOrder
        {
            Realm = realm,
            Client = client,
            User = user,
            Session = authorized.Session,
            Scope = ScopeGrant.Resolve(realm.Realm, client, "profile email")!,
            GrantLetters = "rt",
        };
        _withRefresh = _access with { Refresh = RefreshOrders.For(client, authorized.FamilyId!, _access.Scope) };
        var openId = ScopeGrant.Resolve(realm.Realm, client, "openid profile email")!;
        _all = _access with { Scope = openId, Refresh = RefreshOrders.For(client, authorized.FamilyId!, openId) };
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pod.DisposeAsync();

    [Benchmark(Description = "access token")]
    public object Access() => _issuer.Issue(_access);

    [Benchmark(Description = "access and refresh token")]
    public object AccessAndRefresh() => _issuer.Issue(_withRefresh);

    [Benchmark(Description = "access, refresh and ID token")]
    public object All() => _issuer.Issue(_all);

    private async Task<RealmSnapshot> WithoutSignaturesAsync(RealmSnapshot realm)
    {
        var records = await _pod.Service<IRealmSource>().LoadAsync(realm.Name, CancellationToken.None);
        return new RealmSnapshot(records!, NoSignature.Of(realm.Keys, realm.Settings));
    }
}
