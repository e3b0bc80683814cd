using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Tests.Realms;

namespace Identity.Grains.Tests.Keys;

public sealed class RealmKeyGeneration
{
    private static readonly RealmState Empty = new() { Id = "r", Realm = "r" };

    [Fact]
    public void A_new_realm_signs_with_RS256_and_HS512_and_takes_encryption()
    {
        var realm = TestKeys.Generator.Complete(Empty, []);

        Assert.Equal(["A256GCM", "HS512", "RS256", "RSA-OAEP"], realm.Keys.Select(key => key.Algorithm).Order());
    }

    [Fact]
    public void Clients_and_the_realm_get_the_keys_they_sign_with()
    {
        var client = new ClientState
        {
            Id = "c",
            ClientId = "c",
            Attributes = new Dictionary<string, string> { ["id.token.signed.response.alg"] = "ES384", ["access.token.signed.response.alg"] = "EdDSA", ["user.info.response.signature.alg"] = "none" },
        };

        var realm = TestKeys.Generator.Complete(Empty with { DefaultSignatureAlgorithm = "PS256" }, [client]);

        Assert.Superset(new HashSet<string> { "ES384", "EdDSA", "PS256" }, realm.Keys.Select(key => key.Algorithm).ToHashSet());
        Assert.Same(realm, TestKeys.Generator.Complete(realm, [client]));
        Assert.True(RealmKeyGenerator.IsComplete(realm, [client]));
        Assert.True(RealmKeyGenerator.IsCompleteForSigning(realm, [client]));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES384")]
    [InlineData("HS512")]
    public void A_missing_key_is_seen_before_its_turn_and_made_once_in_it(string algorithm)
    {
        var client = new ClientState { Id = "c", ClientId = "c", Attributes = new Dictionary<string, string> { ["id.token.signed.response.alg"] = "ES384" } };
        var whole = TestKeys.Generator.Complete(Empty, [client]);
        var lacking = whole with { Keys = [.. whole.Keys.Where(key => key.Algorithm != algorithm)] };

        Assert.False(RealmKeyGenerator.IsComplete(lacking, [client]));
        Assert.False(RealmKeyGenerator.IsCompleteForSigning(lacking, [client]));
        Assert.Single(TestKeys.Generator.Complete(lacking, [client]).Keys, key => key.Algorithm == algorithm);
        Assert.Single(TestKeys.Generator.CompleteSigning(lacking, [client]).Keys, key => key.Algorithm == algorithm);
    }

    [Fact]
    public void Of_two_active_keys_the_one_with_the_higher_priority_signs()
    {
        var low = TestKeys.Generator.Generate("r", "ES256", 1);
        var high = TestKeys.Generator.Generate("r", "ES256", 2);

        Assert.Equal(high.Kid, TestKeys.Open(Empty with { Keys = [high, low] }).Active("ES256")!.Kid);
        Assert.Equal(high.Kid, TestKeys.Open(Empty with { Keys = [low, high] }).Active("ES256")!.Kid);
    }

    [Fact]
    public void Keys_from_a_realm_file_are_published_as_Keycloak_published_them()
    {
        var recorded = RealmFiles.Load("acme-reference")["jwks"]!["keys"]!.AsArray();
        var acme = RealmFiles.Read(RealmFiles.Load("acme-realm"));

        var keys = JsonNode.Parse(Jwks.Write(RealmFiles.KeysReader.Read(acme.Realm)))!["keys"]!.AsArray();

        Assert.Equal(recorded.Count, keys.Count);
        Assert.All(recorded, expected => Assert.Contains(keys, key => JsonNode.DeepEquals(key, expected)));
    }

    [Fact]
    public void Symmetric_keys_from_a_realm_file_keep_their_id()
    {
        var keys = RealmFiles.KeysReader.Read(RealmFiles.Read(RealmFiles.Load("acme-realm")).Realm);

        Assert.Equal("25a2c6d9-9a9c-4965-b922-99f7a207b396", keys.Active("HS512")!.Kid);
    }

    [Fact]
    public void The_key_set_never_shows_a_private_part()
    {
        using var document = JsonDocument.Parse(Jwks.Write(TestKeys.Keys));

        foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
        {
            Assert.DoesNotContain(key.EnumerateObject(), field => field.Name is "d" or "p" or "q" or "dp" or "dq" or "qi" or "k");
            Assert.NotEqual("oct", key.GetProperty("kty").GetString());
        }
    }
}
