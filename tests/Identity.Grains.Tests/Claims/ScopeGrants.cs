using Identity.Grains.Claims;
using Identity.Grains.Realms;
using Identity.Grains.Tests.Realms;

namespace Identity.Grains.Tests.Claims;

public sealed class ScopeGrants
{
    private static readonly RealmFile Acme = RealmFiles.Read(RealmFiles.Load("acme-realm"));
    private static readonly RealmSnapshot Realm = RealmFiles.Snapshot(Acme);

    [Theory]
    [InlineData("billing", null, "email profile")]
    [InlineData("billing", "", "email profile")]
    [InlineData("billing", "openid", "openid email profile")]
    [InlineData("billing", " openid  openid ", "openid email profile")]
    [InlineData("billing", "openid phone", "openid email phone profile")]
    [InlineData("billing", "phone openid phone", "openid email phone profile")]
    [InlineData("billing", "acr roles", "email profile")]
    [InlineData("billing", "offline_access", "email offline_access profile")]
    [InlineData("shop", "openid", "openid department email profile")]
    [InlineData("acme-unknown", "openid", null)]
    [InlineData("billing", "department", null)]
    [InlineData("billing", "openid nope", null)]
    [InlineData("billing", "OPENID", null)]
    [InlineData("billing", "role_list", null)]
    [InlineData("billing", "openid\tphone", null)]
    public void Applies_default_scopes_and_those_asked_for(string clientId, string? requested, string? granted)
    {
        var client = Realm.FindClient(clientId);

        Assert.Equal(granted, client is null ? null : ScopeGrant.Resolve(Realm, client, requested)?.Text);
    }

    [Fact]
    public void A_client_that_is_not_the_snapshots_is_granted_by_its_own_scopes()
    {
        var client = Realm.FindClient("billing")!;

        Assert.NotNull(ScopeGrant.Resolve(Realm, client, "openid phone"));
        Assert.Null(ScopeGrant.Resolve(Realm, client with { OptionalClientScopeIds = [] }, "openid phone"));
        Assert.Equal("openid", ScopeGrant.Resolve(Realm, client with { DefaultClientScopeIds = [] }, "openid")?.Text);
        Assert.Equal("openid email profile", ScopeGrant.Resolve(Realm, client, "openid")?.Text);
    }

    [Fact]
    public void More_texts_than_are_remembered_are_granted_alike()
    {
        var client = Realm.FindClient("billing")!;
        for (var i = 0; i < 5_000; i++)
        {
            Assert.Equal("openid email phone profile", ScopeGrant.Resolve(Realm, client, new string(' ', i % 300) + "openid phone" + new string(' ', i / 300))?.Text);
        }
    }

    [Fact]
    public void The_full_text_resolves_to_the_same_grant()
    {
        var client = Realm.FindClient("billing")!;
        var granted = ScopeGrant.Resolve(Realm, client, "phone openid offline_access")!;

        Assert.Contains("service_account", granted.FullText, StringComparison.Ordinal);
        Assert.Same(granted, ScopeGrant.Resolve(Realm, client, granted.FullText));
        Assert.True(granted.Offline);
        Assert.True(granted.OpenId);
    }

    [Fact]
    public void A_scope_with_roles_is_for_those_who_hold_one()
    {
        var client = Realm.FindClient("billing")!;
        var alice = Acme.Users.Single(user => user.State.Username == "alice").State;
        var granted = ScopeGrant.Resolve(Realm, client, "openid offline_access")!;

        Assert.Same(granted, ScopeGrant.Permit(Realm, client, alice, granted));
        Assert.False(ScopeGrant.Permit(Realm, client, alice with { RoleIds = [], GroupIds = [] }, granted).Offline);
    }
}
