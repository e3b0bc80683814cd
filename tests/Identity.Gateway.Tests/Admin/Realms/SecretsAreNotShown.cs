using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Secrets;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Realms;

/// <summary>What is shown is what is known to be no secret: a marker under every other name comes back nowhere.</summary>
public class SecretsAreNotShown(GatewayServer server)
{
    private const string Marker = "MARKER-of-a-secret";

    private static readonly string[] Names =
    [
        "authTokenClientSecret", "ecdsaPrivateKey", "eddsaPrivateKey", "privateKey", "secret", "password", "clientSecret", "bindCredential", "keystorePassword", "keyPassword",
        "apiKey", "recaptcha.secret", "site.secret", "token", "authToken", "hmacKey", "salt", "private", "some.new.thing", "SECRET", "Password", "pairwiseSubAlgorithmSalt",
    ];

    [Fact]
    public async Task A_realms_mail_settings_show_no_unknown_name()
    {
        var admin = await PrepareAsync();
        var mail = new JsonObject(Names.Select(name => KeyValuePair.Create(name, (JsonNode?)Marker))) { ["host"] = "shown.example" };

        Assert.Equal(204, (await admin.PutAsync(string.Empty, new JsonObject { ["smtpServer"] = mail, ["socialProviders"] = new JsonObject { ["google.secret"] = Marker } })).Status);

        await AssertHiddenAsync(admin, "shown.example");
    }

    [Fact]
    public async Task Components_show_no_unknown_setting()
    {
        var admin = await PrepareAsync();
        var config = new JsonObject(Names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonArray(Marker)))) { ["trusted-hosts"] = new JsonArray("shown.example") };

        var id = await admin.CreateAsync("/components", new JsonObject
        {
            ["name"] = "p", ["providerId"] = "trusted-hosts", ["subType"] = "anonymous", ["config"] = config,
            ["providerType"] = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy",
        }.ToJsonString());
        var shown = (JsonObject)JsonNode.Parse((await admin.GetAsync($"/components/{id}")).Body)!;
        Assert.Equal(204, (await admin.PutAsync($"/components/{id}", shown)).Status);

        Assert.Contains(Marker, (await server.FreshRealmAsync(admin.Realm)).Settings.Extra!["components"].GetRawText(), StringComparison.Ordinal);
        Assert.Contains("shown.example", (await admin.GetAsync($"/components/{id}")).Body, StringComparison.Ordinal);
        await AssertHiddenAsync(admin, "shown.example");
    }

    [Fact]
    public async Task What_is_kept_of_a_file_shows_no_secret_either()
    {
        var admin = await PrepareAsync();
        var name = $"k{Guid.NewGuid():N}";
        var config = new JsonObject(Names.Select(setting => KeyValuePair.Create(setting, (JsonNode?)Marker)));
        var lists = new JsonObject(Names.Select(setting => KeyValuePair.Create(setting, (JsonNode?)new JsonArray(Marker))));
        var file = new JsonObject
        {
            ["realm"] = name, ["enabled"] = true, ["privateKey"] = Marker, ["codeSecret"] = Marker, ["smtpServer"] = config.DeepClone(), ["socialProviders"] = config.DeepClone(),
            ["identityProviders"] = new JsonArray(new JsonObject { ["alias"] = "i", ["providerId"] = "oidc", ["config"] = config.DeepClone() }),
            ["userFederationProviders"] = new JsonArray(new JsonObject { ["displayName"] = "u", ["config"] = config.DeepClone() }),
            ["federatedUsers"] = new JsonArray(new JsonObject { ["id"] = "f:1:x", ["credentials"] = new JsonArray(new JsonObject { ["secretData"] = Marker }) }),
            ["components"] = new JsonObject { ["org.keycloak.storage.UserStorageProvider"] = new JsonArray(new JsonObject { ["name"] = "ldap", ["providerId"] = "ldap", ["config"] = lists }) },
            ["clients"] = new JsonArray(new JsonObject { ["clientId"] = "c", ["secret"] = Marker, ["attributes"] = new JsonObject { ["saml.signing.private.key"] = Marker, ["x.secret"] = Marker } }),
        };
        var made = await admin.PostAsync("/admin/realms", file);
        Assert.True(made.Status == 201, made.Body);
        var kept = admin.In(name);

        foreach (var answer in (Answer[])[await kept.GetAsync(string.Empty), await kept.GetAsync("/components"), await kept.PostAsync("/partial-export?exportClients=true&exportGroupsAndRoles=true", "{}"), await admin.GetAsync("/admin/realms")])
        {
            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain(Marker, answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("private_key")]
    [InlineData("Private-Key")]
    [InlineData("apiKey")]
    [InlineData("api_key")]
    [InlineData("my.token")]
    [InlineData("pass.phrase")]
    public async Task Exports_mask_what_an_application_calls_a_secret_however_it_writes_it(string attribute)
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/clients", $$"""{"clientId":"x","attributes": {"{{attribute}}":"{{Marker}}","colour":"blue"} }""");

        var export = await admin.PostAsync("/partial-export?exportClients=true", "{}");

        Assert.Equal(200, export.Status);
        Assert.DoesNotContain(Marker, export.Body, StringComparison.Ordinal);
        Assert.Contains("\"colour\":\"blue\"", export.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clients_private_keys_are_for_who_may_change_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        string[] keys = ["saml.signing.private.key", "saml.encryption.private.key", "jwt.credential.private.key", "private_key", "apiKey"];
        var attributes = new JsonObject(keys.Select(name => KeyValuePair.Create(name, (JsonNode?)Marker)))
        {
            ["jwt.credential.certificate"] = "shown", ["colour"] = "blue", ["use.refresh.tokens"] = "true", ["id.token.signed.response.alg"] = "ES256",
        };
        var id = await admin.CreateAsync("/clients", new JsonObject { ["clientId"] = "x", ["attributes"] = attributes }.ToJsonString());
        var (viewer, manager) = (await admin.AsNewAsync(["view-clients"]), await admin.AsNewAsync(["manage-clients"]));

        foreach (var path in (string[])["/clients", "/clients?clientId=x", $"/clients/{id}", $"/clients/{id}/certificates/jwt.credential", $"/clients/{id}/installation/providers/keycloak-oidc-keycloak-json"])
        {
            var answer = await viewer.GetAsync(path);
            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain(Marker, answer.Body, StringComparison.Ordinal);
        }

        var shown = JsonNode.Parse((await viewer.GetAsync($"/clients/{id}")).Body)!["attributes"]!;
        Assert.Equal(["shown", "blue", "true", "ES256"], ((string[])["jwt.credential.certificate", "colour", "use.refresh.tokens", "id.token.signed.response.alg"]).Select(name => (string?)shown[name]));
        Assert.Contains("\"certificate\":\"shown\"", (await viewer.GetAsync($"/clients/{id}/certificates/jwt.credential")).Body, StringComparison.Ordinal);
        var all = JsonNode.Parse((await manager.GetAsync($"/clients/{id}")).Body)!["attributes"]!;
        Assert.All(keys, name => Assert.Equal(Marker, (string?)all[name]));
        Assert.Contains(Marker, (await manager.GetAsync($"/clients/{id}/certificates/jwt.credential")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keystore_holds_the_private_key_for_who_may_change_the_client()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"x"}""");
        Assert.Equal(200, (await admin.PostAsync($"/clients/{id}/certificates/jwt.credential/generate", "{}")).Status);
        var viewer = await admin.AsNewAsync(["view-clients"]);
        const string Download = """{"format":"PKCS12","keyAlias":"x","keyPassword":"key-1","storePassword":"store-1"}""";

        Assert.True(HasPrivateKey(await admin.DownloadAsync($"/clients/{id}/certificates/jwt.credential/download", Download)));
        Assert.False(HasPrivateKey(await viewer.DownloadAsync($"/clients/{id}/certificates/jwt.credential/download", Download)));
    }

    [Fact]
    public async Task Events_tell_of_no_unknown_name()
    {
        var admin = await PrepareAsync();
        var id = await admin.CreateAsync("/clients", new JsonObject
        {
            ["clientId"] = "shown.example", ["secret"] = Marker, ["attributes"] = new JsonObject(Names.Select(name => KeyValuePair.Create(name, (JsonNode?)Marker))),
            ["protocolMappers"] = new JsonArray(new JsonObject
            {
                ["name"] = "m", ["protocol"] = "openid-connect", ["protocolMapper"] = "oidc-hardcoded-claim-mapper",
                ["config"] = new JsonObject(Names.Select(name => KeyValuePair.Create(name, (JsonNode?)Marker))) { ["claim.name"] = "shown" },
            }),
        }.ToJsonString());
        await admin.PostAsync($"/clients/{id}/client-secret", "{}");
        await admin.CreateAsync("/users", $$"""{"username":"somebody","credentials":[{"type":"password","value":"{{Marker}}"}]}""");

        var events = (await admin.GetAsync("/admin-events")).Body;

        Assert.Contains("shown.example", events, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, events, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_declared_field_is_either_shown_or_a_secret()
    {
        var hidden = ((Representation[])[Gateway.Admin.Realms.RealmRepresentation.Fields, Gateway.Admin.Clients.ClientRepresentation.Fields, Gateway.Admin.Components.ComponentRepresentation.Fields, Gateway.Admin.Users.NewCredentials.Fields])
            .SelectMany(representation => representation.Fields).Where(field => field.Kind == FieldKind.Secret).Select(field => field.Name).ToList();

        Assert.Equal(["privateKey", "codeSecret", "secret", "registrationAccessToken", "secretData", "credentialData", "value", "hashedSaltedValue", "salt"], hidden);
        Assert.DoesNotContain(hidden, ShownNames.Field);
        Assert.DoesNotContain(Names, name => ShownNames.Field(name) || ShownNames.Setting(name) || ShownNames.Attribute(name) || ShownNames.Smtp.Contains(name));
    }

    [Fact]
    public void What_stands_deep_in_a_representation_is_judged_too()
    {
        var node = JsonNode.Parse("""{"realm":"shown","a":{"b":[{"c":{"unknown":"MARKER-of-a-secret","list":["MARKER-of-a-secret"],"name":"shown","number":7}}]},"attributes":{"department":["shown"]}}""")!;

        var text = Redaction.Text(node);

        Assert.DoesNotContain(Marker, text, StringComparison.Ordinal);
        Assert.Equal(4, text.Split("shown").Length);
        Assert.DoesNotContain("7", text, StringComparison.Ordinal);
    }

    private static bool HasPrivateKey(byte[] keystore)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12(keystore, "store-1", X509KeyStorageFlags.EphemeralKeySet);
        Assert.Equal("CN=x", certificate.Subject);
        return certificate.HasPrivateKey;
    }

    private async Task<AdminApi> PrepareAsync()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.PutAsync("/events/config", """{"adminEventsEnabled":true,"adminEventsDetailsEnabled":true}""");
        return admin;
    }

    private static async Task AssertHiddenAsync(AdminApi admin, string shown)
    {
        var events = (await admin.GetAsync("/admin-events")).Body;
        Assert.Contains(shown, events, StringComparison.Ordinal);
        foreach (var body in (string[])[events, (await admin.GetAsync(string.Empty)).Body, (await admin.GetAsync("/components")).Body, (await admin.PostAsync("/partial-export", "{}")).Body])
        {
            Assert.DoesNotContain(Marker, body, StringComparison.Ordinal);
        }
    }
}
