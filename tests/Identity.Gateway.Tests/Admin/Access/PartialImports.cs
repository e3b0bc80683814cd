using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Access;

/// <summary>A file is no way around the endpoints: it brings what its sender could make record by record, or nothing.</summary>
public class PartialImports(GatewayServer server)
{
    private static readonly string[] s_lesser = ["manage-realm", "manage-users", "manage-clients"];

    // What comes in, and what an administrator who may do everything in the realm is answered. All others are refused.
    public static TheoryData<string, string, int> Escalations => new()
    {
        { "joining a group", """{"users":[{"username":"new","enabled":true,"groups":["/bosses"]}]}""", 200 },
        { "a role", """{"users":[{"username":"new","clientRoles":{"realm-management":["realm-admin"]}}]}""", 200 },
        { "a role of one who is there", """{"users":[{"username":"person","clientRoles":{"realm-management":["realm-admin"]}}]}""", 200 },
        { "an administrator's password", """{"users":[{"username":"boss","enabled":true,"credentials":[{"type":"password","value":"mine"}]}]}""", 200 },
        { "an administrator's mailbox", """{"users":[{"username":"boss","email":"mine@example.org"}]}""", 200 },
        { "a group's role", """{"groups":[{"name":"plain","clientRoles":{"realm-management":["manage-realm","realm-admin"]}}]}""", 200 },
        { "an administrators' group", """{"groups":[{"name":"bosses"}]}""", 200 },
        { "a group below", """{"groups":[{"name":"new","subGroups":[{"name":"below","clientRoles":{"realm-management":["realm-admin"]}}]}],"users":[{"username":"new","groups":["/new/below"]}]}""", 200 },
        { "what a role includes", """{"roles":{"realm":[{"name":"plain","composites":{"client":{"realm-management":["realm-admin"]}}}]}}""", 200 },
        { "what every user has", """{"roles":{"realm":[{"name":"default-roles-{realm}","composites":{"client":{"realm-management":["realm-admin"]}}}]}}""", 200 },
        {
            "a chain of roles",
            """{"roles":{"realm":[{"name":"a","composites":{"realm":["b"]}},{"name":"b","composites":{"client":{"realm-management":["realm-admin"]}}}]},"users":[{"username":"new","realmRoles":["a"]}]}""",
            200
        },
        { "an admin role", """{"roles":{"client":{"realm-management":[{"name":"view-users","composites":{"client":{"realm-management":["realm-admin"]}}}]}}}""", 403 },
        { "a new admin role", """{"roles":{"client":{"realm-management":[{"name":"new"}]}}}""", 403 },
        { "an admin role that is only named", """{"users":[{"username":"new","clientRoles":{"realm-management":["named"]}}]}""", 403 },
        { "the managing client", """{"clients":[{"clientId":"realm-management","secret":"mine","serviceAccountsEnabled":true}]}""", 403 },
        { "the console", """{"clients":[{"clientId":"security-admin-console","redirectUris":["https://mine.example/*"]}]}""", 200 },
        { "the command line", """{"clients":[{"clientId":"admin-cli","redirectUris":["https://mine.example/*"],"standardFlowEnabled":true}]}""", 200 },
        { "a powerful client", """{"clients":[{"clientId":"robot","secret":"mine","serviceAccountsEnabled":true}]}""", 200 },
        { "a powerful client's account", """{"users":[{"username":"service-account-robot","serviceAccountClientId":"robot","credentials":[{"type":"password","value":"mine"}]}]}""", 400 },
        { "an identity provider", """{"identityProviders":[{"alias":"mine","providerId":"oidc"}]}""", 400 },
    };

    [Theory]
    [MemberData(nameof(Escalations))]
    public async Task Who_could_not_do_it_alone_cannot_do_it_with_a_file(string what, string file, int forTheChief)
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var body = realm.Fill(file).Insert(1, "\"ifResourceExists\":\"OVERWRITE\",");
        var lesser = await realm.AsAsync(s_lesser);
        var chief = await realm.AsAsync("realm-admin");
        var before = await realm.StoredAsync();

        var refused = await lesser.PostAsync("/partialImport", body);

        Assert.True(refused.Status == 403, $"{what}: {refused.Status} {refused.Body}");
        Assert.Equal(before, await realm.StoredAsync());

        var done = await chief.PostAsync("/partialImport", body);

        Assert.True(done.Status == forTheChief, $"{what}: {done.Status} {done.Body}");
        Assert.Equal(forTheChief != 200, before == await realm.StoredAsync());
    }

    [Theory]
    [InlineData("""{"users":[{"username":"new"}]}""", "manage-users")]
    [InlineData("""{"groups":[{"name":"new"}]}""", "manage-users")]
    [InlineData("""{"clients":[{"clientId":"new"}]}""", "manage-clients")]
    [InlineData("""{"roles":{"client":{"robot":[{"name":"new"}]}}}""", "manage-clients")]
    public async Task Each_section_takes_the_role_for_what_is_in_it(string file, string role)
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var (without, with) = (await realm.AsAsync("manage-realm"), await realm.AsAsync("manage-realm", role));
        var before = await realm.StoredAsync();

        Assert.Equal(403, (await without.PostAsync("/partialImport", file)).Status);
        Assert.Equal(before, await realm.StoredAsync());
        Assert.Equal(200, (await with.PostAsync("/partialImport", file)).Status);
    }

    [Theory]
    [InlineData("""{"users":[{"id":"{boss}","username":"new","credentials":[{"type":"password","value":"mine"}]}]}""", 409)]
    [InlineData("""{"groups":[{"id":"{bosses}","name":"new"}]}""", 400)]
    [InlineData("""{"clients":[{"id":"{robot}","clientId":"new","secret":"mine"}]}""", 400)]
    [InlineData("""{"groups":[{"name":"new","subGroups":[{"id":"{bosses}","name":"below"}]}]}""", 400)]
    [InlineData("""{"users":[{"username":"new","serviceAccountClientId":"robot"}]}""", 400)]
    public async Task Nothing_takes_the_place_of_what_has_another_name(string file, int status)
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var chief = await realm.AsAsync("realm-admin");
        var before = await realm.StoredAsync();

        var refused = await chief.PostAsync("/partialImport", realm.Fill(file).Insert(1, "\"ifResourceExists\":\"OVERWRITE\","));

        Assert.True(refused.Status == status, $"{refused.Status} {refused.Body}");
        Assert.Equal(before, await realm.StoredAsync());
    }

    [Fact]
    public async Task What_cannot_be_stored_as_a_whole_is_not_stored_in_part()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var before = await realm.StoredAsync();

        var refused = await realm.Admin.PostAsync("/partialImport", """
            {"clients":[{"clientId":"new","serviceAccountsEnabled":true}],"roles":{"realm":[{"name":"new"}]},"groups":[{"name":"new"}],
             "users":[{"username":"one"},{"username":"two","email":"boss@example.org"}]}
            """);

        Assert.Equal((409, """{"errorMessage":"User exists with same email"}"""), (refused.Status, refused.Body));
        Assert.Equal(before, await realm.StoredAsync());
    }

    [Fact]
    public async Task A_group_that_is_overwritten_keeps_those_below_it_that_are_not_named()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var (kept, named) = (await realm.Admin.CreateAsync($"/groups/{realm.Plain}/children", """{"name":"kept"}"""), await realm.Admin.CreateAsync($"/groups/{realm.Plain}/children", """{"name":"named"}"""));

        var done = await realm.Admin.PostAsync("/partialImport", """{"ifResourceExists":"OVERWRITE","groups":[{"name":"plain","attributes":{"a":["b"]},"subGroups":[{"name":"named","realmRoles":["plain"]},{"name":"new"}]}]}""");

        Assert.True(done.Status == 200, done.Body);
        var below = await realm.Admin.GetAsync($"/groups/{realm.Plain}/children?briefRepresentation=false");
        Assert.Equal("kept named new", below.Names());
        Assert.Equal((kept, named), (below.Named("kept").GetProperty("id").GetString(), below.Named("named").GetProperty("id").GetString()));
        Assert.Equal("""["plain"]""", below.Named("named").GetProperty("realmRoles").GetRawText());
    }

    [Fact]
    public async Task A_client_whose_secret_is_masked_keeps_it()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var exported = await realm.Admin.PostAsync("/partial-export?exportClients=true", "{}");
        var robot = exported.Json.GetProperty("clients").EnumerateArray().Single(client => client.GetProperty("clientId").GetString() == "robot");

        var done = await realm.Admin.PostAsync("/partialImport", $$"""{"ifResourceExists":"OVERWRITE","clients":[{{robot.GetRawText()}}]}""");

        Assert.True(done.Status == 200, done.Body);
        Assert.Equal("robots-secret", (await realm.Admin.GetAsync($"/clients/{realm.Robot}/client-secret")).Text("value"));
    }

    [Fact]
    public async Task Each_record_has_its_event()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        await realm.Admin.PutAsync("/events/config", """{"adminEventsEnabled":true}""");

        var done = await realm.Admin.PostAsync("/partialImport", """{"ifResourceExists":"OVERWRITE","roles":{"realm":[{"name":"plain"}]},"users":[{"username":"new"},{"username":"person"}]}""");

        Assert.True(done.Status == 200, done.Body);
        var told = (await realm.Admin.GetAsync("/admin-events?resourceTypes=USER&resourceTypes=REALM_ROLE")).Json.EnumerateArray()
            .Select(told => $"{told.GetProperty("operationType").GetString()} {told.GetProperty("resourceType").GetString()}");
        Assert.Equal(["CREATE USER", "UPDATE REALM_ROLE", "UPDATE USER"], told.Order(StringComparer.Ordinal));
    }
}
