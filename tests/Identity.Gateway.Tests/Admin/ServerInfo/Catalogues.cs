using System.Text.Json.Nodes;
using Identity.Gateway.Admin.ServerInfo;
using Identity.Grains.Passwords;

namespace Identity.Gateway.Tests.Admin.ServerInfo;

/// <summary>What the server info lists is there, and nothing else is listed.</summary>
public class Catalogues
{
    [Fact]
    public void Every_password_policy_is_enforced()
    {
        foreach (var policy in ServerCatalogue.PasswordPolicies())
        {
            var value = (string?)policy!["defaultValue"] is { Length: > 0 } text ? text : "1";

            Assert.Empty(PasswordPolicy.Parse($"{policy["id"]}({value})").Ignored);
        }
    }

    [Fact]
    public void Settings_have_their_flags_whether_shared_or_not()
    {
        var settings = ServerCatalogue.MapperTypes().Concat(ServerCatalogue.Components().SelectMany(type => type.Value!.AsArray()))
            .SelectMany(type => type!["properties"]!.AsArray().Cast<JsonObject>()).ToList();

        Assert.All(settings, setting => Assert.True(setting["name"] is not null && setting["type"] is not null && setting["secret"] is not null && setting["readOnly"] is not null));
    }

    [Fact]
    public void Mappers_that_need_no_filling_in_are_of_listed_types()
    {
        var types = ServerCatalogue.MapperTypes().Select(type => (string?)type!["id"]).ToHashSet();

        Assert.All(ServerCatalogue.BuiltinMappers(), mapper => Assert.Contains((string?)mapper!["protocolMapper"], types));
    }

    [Fact]
    public void A_copy_can_be_changed()
    {
        ServerCatalogue.MapperTypes().Clear();

        Assert.NotEmpty(ServerCatalogue.MapperTypes());
    }
}
