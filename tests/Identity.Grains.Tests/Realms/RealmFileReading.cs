using Identity.Grains.Realms;

namespace Identity.Grains.Tests.Realms;

public sealed class RealmFileReading
{
    [Theory]
    [InlineData("""{}""", "realm")]
    [InlineData("""{"realm":7}""", "realm")]
    [InlineData("""{"realm":"x","clients":{}}""", "clients")]
    [InlineData("""{"realm":"x","clients":[{}]}""", "clients[0].clientId")]
    [InlineData("""{"realm":"x","clients":[{"clientId":"a"},{"clientId":"a"}]}""", "clients[1].clientId")]
    [InlineData("""{"realm":"x","clients":[{"clientId":"a","redirectUris":"u"}]}""", "clients[0].redirectUris")]
    [InlineData("""{"realm":"x","clients":[{"clientId":"a","enabled":"perhaps"}]}""", "clients[0].enabled")]
    [InlineData("""{"realm":"x","accessTokenLifespan":"long"}""", "accessTokenLifespan")]
    [InlineData("""{"realm":"x","users":[{"username":"a"},{"username":"A"}]}""", "users[1].username")]
    [InlineData("""{"realm":"x","users":[{"username":"a","email":"e@x"},{"username":"b","email":"E@x"}]}""", "users[1].email")]
    [InlineData("""{"realm":"x","users":[{"username":"a","groups":["/none"]}]}""", "users[0].groups")]
    [InlineData("""{"realm":"x","users":[{"username":"a","clientRoles":{"none":["r"]}}]}""", "users[0].clientRoles")]
    [InlineData("""{"realm":"x","users":[{"id":"a/b","username":"a"}]}""", "users[0].id")]
    [InlineData("""{"realm":"x","users":[{"username":"a","credentials":[{"type":"password","createdDate":"x","secretData":"{}","credentialData":"{}"}]}]}""", "users[0].credentials[0].createdDate")]
    [InlineData("""{"realm":"x","roles":{"realm":[{"name":"a","composites":{"realm":["none"]}}]}}""", "roles.realm[0].composites.realm")]
    [InlineData("""{"realm":"x","roles":{"client":{"none":[{"name":"a"}]}}}""", "roles.client.none")]
    [InlineData("""{"realm":"x","groups":[{"name":"a","subGroups":[{"name":"b"},{"name":"b"}]}]}""", "groups[0].subGroups[1].name")]
    [InlineData("""{"realm":"x","scopeMappings":[{"client":"none","roles":[]}]}""", "scopeMappings[0].client")]
    [InlineData("""{"realm":"x","components":{"org.keycloak.keys.KeyProvider":[{"providerId":"rsa-generated","config":{"privateKey":["!"]}}]}}""", "components.org.keycloak.keys.KeyProvider[0].config")]
    public void An_error_says_where_it_is(string json, string path) =>
        Assert.Equal(path, Assert.Throws<RealmFileException>(() => RealmFiles.Read(RealmFiles.Parse(json))).Path);

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a b?")]
    [InlineData("<a>")]
    public void A_name_that_is_no_segment_of_an_address_is_refused(string name) =>
        Assert.Throws<RealmFileException>(() => RealmName.Check(new FileNode(new() { ["realm"] = name }, string.Empty)));

    [Fact]
    public void What_it_leaves_out_is_what_a_new_realm_has()
    {
        var made = RealmFiles.Read(RealmFiles.Parse("""{"realm":"plain"}"""));
        var plain = RealmFiles.Read(RealmFiles.Load("plain-realm"));

        Assert.Equal(plain.Clients.Select(client => client.ClientId).Order(), made.Clients.Select(client => client.ClientId).Order());
        Assert.Equal(plain.ClientScopes.Select(scope => scope.Name).Order(), made.ClientScopes.Select(scope => scope.Name).Order());
        Assert.Equal(RoleNames(plain), RoleNames(made));
        Assert.Equal(Mappers(plain), Mappers(made));
        Assert.True(made.Realm.BruteForceProtected);
        Assert.Equal(50400, made.Realm.SsoSessionMaxLifespan);
        Assert.Contains(made.Roles, role => role.Id == made.Realm.DefaultRoleId && role.Name == "default-roles-plain" && role.CompositeIds.Count == 4);
        Assert.Equal("/admin/plain/console/", made.Clients.Single(client => client.ClientId == "security-admin-console").BaseUrl);
    }

    [Fact]
    public void The_master_realm_has_the_roles_of_administrators()
    {
        var master = RealmFiles.Read(RealmFiles.Parse("""{"realm":"master"}"""));
        var managing = master.Clients.Single(client => client.ClientId == "master-realm");

        Assert.DoesNotContain(master.Clients, client => client.ClientId == "realm-management");
        var admin = master.Roles.Single(role => role.Name == "admin");
        Assert.Equal(master.Roles.Where(role => role.ClientId == managing.Id).Select(role => role.Id).Append(master.Roles.Single(role => role.Name == "create-realm").Id).Order(), admin.CompositeIds.Order());
        Assert.Equal(60, master.Realm.AccessTokenLifespan);
    }

    [Fact]
    public void Reading_twice_gives_the_same_ids()
    {
        const string Json = """{"realm":"x","users":[{"username":"a","realmRoles":["new"]}],"groups":[{"name":"g"}],"clients":[{"clientId":"c","publicClient":true}]}""";

        var first = RealmFiles.Read(RealmFiles.Parse(Json));
        var second = RealmFiles.Read(RealmFiles.Parse(Json));

        Assert.Equal(first.Users[0].State.Id, second.Users[0].State.Id);
        Assert.Equal(first.Users[0].State.RoleIds, second.Users[0].State.RoleIds);
        Assert.Equal(first.Groups[0].Id, second.Groups[0].Id);
        Assert.Equal(first.Clients.Select(client => client.Id), second.Clients.Select(client => client.Id));
    }

    [Fact]
    public void A_client_that_says_little_gets_the_realms_scopes_and_a_secret()
    {
        var file = RealmFiles.Read(RealmFiles.Parse("""{"realm":"x","clients":[{"clientId":"svc","serviceAccountsEnabled":true,"publicClient":false}]}"""));

        var client = file.Clients.Single(client => client.ClientId == "svc");
        var scopes = client.DefaultClientScopeIds.Select(id => file.ClientScopes.Single(scope => scope.Id == id).Name);
        Assert.Equal(["acr", "basic", "email", "profile", "roles", "service_account", "web-origins"], scopes.Order());
        Assert.Equal(32, client.Secret!.Length);
        Assert.Single(file.Users, user => user.State.ServiceAccountClientId == client.Id && user.State.Username == "service-account-svc");
    }

    [Fact]
    public void A_client_that_says_nothing_is_confidential_and_takes_no_passwords()
    {
        var clients = RealmFiles.Read(RealmFiles.Parse("""{"realm":"x","clients":[{"clientId":"a"},{"clientId":"b","directGrantsOnly":true}]}""")).Clients;

        var quiet = clients.Single(client => client.ClientId == "a");
        Assert.Equal((false, true, false), (quiet.PublicClient, quiet.StandardFlowEnabled, quiet.DirectAccessGrantsEnabled));
        Assert.NotNull(quiet.Secret);
        var direct = clients.Single(client => client.ClientId == "b");
        Assert.Equal((false, true), (direct.StandardFlowEnabled, direct.DirectAccessGrantsEnabled));
    }

    [Fact]
    public void What_only_the_server_decides_is_not_taken_from_a_file()
    {
        var file = RealmFiles.Read(RealmFiles.Parse("""
            {"realm":"x","sessionsValidFrom":9,"clients":[{"clientId":"c","sessionsValidFrom":9}],"roles":{"realm":[{"name":"r","partOfIds":["admin"]}]}}
            """));

        Assert.Equal(0, file.Realm.SessionsValidFrom);
        Assert.Equal(0, file.Clients.Single(client => client.ClientId == "c").SessionsValidFrom);
        Assert.Empty(file.Roles.Single(role => role.Name == "r").PartOfIds);
    }

    [Fact]
    public void Fields_that_are_not_known_are_kept()
    {
        var file = RealmFiles.Read(RealmFiles.Parse("""
            {"realm":"x","smtpServer":{"host":"h"},"clients":[{"clientId":"c","new":[1]}],"users":[{"username":"a","federatedIdentities":[{"identityProvider":"g","userId":"1","userName":"a"}]}],"identityProviders":[{"alias":"g"}]}
            """));

        Assert.Equal("""{"host":"h"}""", file.Realm.Extra!["smtpServer"].GetRawText());
        Assert.Equal("[1]", file.Clients.Single(client => client.ClientId == "c").Extra!["new"].GetRawText());
        Assert.Equal("g", Assert.Single(file.Users[0].State.FederatedIdentities).IdentityProvider);
        Assert.Equal(["identityProviders"], file.Unsupported);
    }

    [Fact]
    public void A_plain_password_is_left_to_be_hashed_and_never_printed()
    {
        var user = RealmFiles.Read(RealmFiles.Parse("""{"realm":"x","users":[{"username":"a","credentials":[{"type":"password","value":"secret-1","temporary":true}]}]}""")).Users[0];

        Assert.Equal("secret-1", user.Password);
        Assert.True(user.PasswordTemporary);
        Assert.Empty(user.State.Credentials);
        Assert.DoesNotContain("secret-1", user.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> RoleNames(RealmFile file) =>
        file.Roles.Select(role => $"{file.Clients.FirstOrDefault(client => client.Id == role.ClientId)?.ClientId}/{role.Name}/{role.CompositeIds.Count}").Order();

    private static IEnumerable<string> Mappers(RealmFile file) =>
        file.ClientScopes.SelectMany(scope => scope.ProtocolMappers.Select(mapper =>
            $"{scope.Name} {mapper.Name} {mapper.Mapper} {string.Join(',', mapper.Config.OrderBy(entry => entry.Key, StringComparer.Ordinal))}")).Order();
}
