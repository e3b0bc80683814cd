using Identity.Grains.Realms;
using Identity.Grains.Users.Profiles;

namespace Identity.Grains.Tests.Users.Profiles;

/// <summary>Who may set what, and what becomes of attributes that nobody describes.</summary>
public class ProfilePermissions
{
    private const string Head = """{"attributes":[{"name":"username"},{"name":"email"},""";

    [Fact]
    public void What_only_the_user_may_edit_an_administrator_does_not_change()
    {
        var realm = ProfileCases.Realm(Head + """{"name":"motto","permissions":{"view":["admin"],"edit":["user"]}}]}""");

        var created = ProfileRules.Change(realm, ProfileActor.Administrator, null, ProfileCases.Wanted(("motto", ["x"])));
        var kept = ProfileRules.Change(realm, ProfileActor.Administrator, ProfileCases.User(("motto", "mine")), ProfileCases.Wanted());
        var changed = ProfileRules.Change(realm, ProfileActor.Administrator, ProfileCases.User(("motto", "mine")), ProfileCases.Wanted(("motto", ["x"])));

        Assert.False(ProfileCases.Stored(created).ContainsKey("motto"));
        Assert.Equal(["mine"], ProfileCases.Stored(kept)["motto"]);
        Assert.Equal("""{"field":"motto","errorMessage":"error-user-attribute-read-only","params":["motto"]}""", ProfileCases.Refusal(changed));
    }

    [Theory]
    [InlineData(null, ProfileActor.Administrator, "old", false)]
    [InlineData("ENABLED", ProfileActor.Administrator, "new", true)]
    [InlineData("ENABLED", ProfileActor.User, "new", true)]
    [InlineData("ADMIN_VIEW", ProfileActor.Administrator, "old", true)]
    [InlineData("ADMIN_EDIT", ProfileActor.Administrator, "new", true)]
    [InlineData("ADMIN_EDIT", ProfileActor.User, "old", false)]
    public void Other_attributes_follow_the_policy(string? policy, ProfileActor actor, string stored, bool visible)
    {
        var realm = ProfileCases.Realm($$"""{"attributes":[{"name":"username"},{"name":"email"}]{{(policy is null ? "" : $",\"unmanagedAttributePolicy\":\"{policy}\"")}}}""");
        var before = ProfileCases.User(("other", "old"));

        var change = ProfileRules.Change(realm, actor, before, ProfileCases.Wanted(("other", ["new", ""])));

        Assert.Equal([stored], ProfileCases.Stored(change)["other"]);
        Assert.Equal(visible, ProfileView.Readable(realm, actor, before).ContainsKey("other"));
        Assert.Equal(visible, ProfileView.Unmanaged(realm, actor, before).Count == 1);
    }

    [Fact]
    public void What_the_server_keeps_for_itself_nobody_sets()
    {
        var realm = ProfileCases.Realm("""{"attributes":[{"name":"username"},{"name":"email"}],"unmanagedAttributePolicy":"ENABLED"}""");

        var change = ProfileRules.Change(realm, ProfileActor.Administrator, null, ProfileCases.Wanted(("LDAP_ID", ["1"])));

        Assert.Equal("""{"field":"LDAP_ID","errorMessage":"updateReadOnlyAttributesRejectedMessage","params":["LDAP_ID"]}""", ProfileCases.Refusal(change));
    }

    [Fact]
    public void A_user_name_stays_unless_the_realm_lets_it_change()
    {
        var wanted = ProfileCases.Wanted(("username", ["bob"]));

        var refused = ProfileRules.Change(ProfileCases.Realm(), ProfileActor.Administrator, ProfileCases.User(), wanted);

        Assert.Equal("""{"field":"username","errorMessage":"error-user-attribute-read-only","params":["username"]}""", ProfileCases.Refusal(refused));
    }

    [Fact]
    public void A_user_must_fill_in_what_the_profile_requires_of_users()
    {
        var user = ProfileCases.User() with { Email = "a@example.org", FirstName = "A" };

        var missing = ProfileChecks.Missing(ProfileCases.Realm(), user, []);

        Assert.Equal("lastName", Assert.Single(missing).Field);
        Assert.Empty(ProfileChecks.Missing(ProfileCases.Realm(), user with { LastName = "L" }, []));
        Assert.Empty(ProfileChecks.Missing(ProfileCases.Realm(), user with { ServiceAccountClientId = "c" }, []));
        Assert.Empty(ProfileChecks.Missing(new RealmState { Id = "m", Realm = "master" }, ProfileCases.User(), []));
    }

    [Fact]
    public void A_default_stands_where_there_is_no_value()
    {
        var realm = ProfileCases.RealmWith("floor", "\"defaultValue\":\"2\",");

        Assert.Equal(["2"], ProfileView.Readable(realm, ProfileActor.Administrator, ProfileCases.User())["floor"]);
        Assert.Equal(["2"], ProfileCases.Stored(ProfileRules.Change(realm, ProfileActor.Administrator, null, ProfileCases.Wanted()))["floor"]);
    }

    [Fact]
    public void Attributes_and_fields_are_one_and_the_same_there_and_back()
    {
        var user = ProfileCases.User(("floor", "2")) with { Email = "a@example.org", LastName = "L" };

        var back = ProfileRules.WithAttributes(user, ProfileRules.AttributesOf(user));

        Assert.Equal((user.Username, user.Email, user.FirstName, user.LastName), (back.Username, back.Email, back.FirstName, back.LastName));
        Assert.Equal(["2"], Assert.Single(back.Attributes).Value);
    }
}
