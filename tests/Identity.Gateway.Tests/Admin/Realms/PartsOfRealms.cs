using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Realms;

/// <summary>A realm as a file without secrets.</summary>
public class PartsOfRealms(GatewayServer server)
{
    private const string Keys = "org.keycloak.keys.KeyProvider";

    [Fact]
    public async Task What_was_exported_without_keys_comes_back_with_new_ones_under_the_same_components()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/components", $$$"""{"name":"curve","providerId":"ecdsa-generated","providerType":"{{{Keys}}}","config":{"priority":["50"],"ecdsaEllipticCurveKey":["P-384"]}}""");
        var before = await admin.GetAsync($"/components?type={Keys}");
        var kids = (await admin.GetAsync("/keys")).Json.GetProperty("active");

        var file = (JsonObject)JsonNode.Parse((await admin.PostAsync("/partial-export?exportClients=true&exportGroupsAndRoles=true", "{}")).Body)!;
        file["realm"] = $"{admin.Realm}-again";
        file.Remove("id");
        foreach (var client in file["clients"]!.AsArray().OfType<JsonObject>())
        {
            client.Remove("id");
        }

        var made = await admin.PostAsync("/admin/realms", file);

        Assert.True(made.Status == 201, made.Body);
        Assert.DoesNotContain("**********", file["components"]![Keys]!.ToJsonString(), StringComparison.Ordinal);
        var again = admin.In($"{admin.Realm}-again");
        var after = await again.GetAsync($"/components?type={Keys}");
        Assert.Equal(Described(before), Described(after));
        Assert.NotEqual(kids.GetRawText(), (await again.GetAsync("/keys")).Json.GetProperty("active").GetRawText());
    }

    private static IEnumerable<string> Described(Answer components) => components.Json.EnumerateArray()
        .Select(component => $"{component.GetProperty("id")} {component.GetProperty("name")} {component.GetProperty("providerId")} {component.GetProperty("config").GetRawText()}")
        .Order(StringComparer.Ordinal);
}
