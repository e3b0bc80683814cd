using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Gateway.Realms;
using Identity.Gateway.Token;
using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Keys;

namespace Identity.Benchmarks.Tokens;

/// <summary>Reading a token that comes back: signature, issuer, type and claims.</summary>
public class ReadTokenBenchmarks
{
    private Pod _pod = null!;
    private RealmContext _realm = null!;
    private IssuedTokens _tokens = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _realm = await _pod.RealmAsync(Realm.Plain);
        var user = await _pod.UserAsync(_realm.Realm);
        var client = _realm.Realm.FindClient(Realm.App)!;
        var authorized = await _pod.LogInAsync(_realm.Realm, user);
        var scope = ScopeGrant.Resolve(_realm.Realm, client, "openid profile email")!;
        _tokens = _pod.Service<TokenIssuer>().Issue(new TokenOrder
        {
            Realm = _realm,
            Client = client,
            User = user,
            Session = authorized.Session,
            Scope = scope,
            GrantLetters = "ac",
            Refresh = RefreshOrders.For(client, authorized.FamilyId!, scope),
        });
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pod.DisposeAsync();

    [Benchmark(Description = "signature and claims (RS256)")]
    public object? Signature() => Jwt.Verify(_realm.Realm.Keys, _tokens.AccessToken);

    [Benchmark(Description = "access token that came before")]
    public object? Access() => TokenReader.Read(_realm, _tokens.AccessToken);

    [Benchmark(Description = "refresh token (HS512)")]
    public object? Refresh() => TokenReader.Read(_realm, _tokens.RefreshToken);
}
