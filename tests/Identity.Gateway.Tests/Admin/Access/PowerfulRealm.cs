using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Access;

/// <summary>A realm with what administers it: a person, a group and a client that may do everything, and others that may do nothing.</summary>
internal sealed class PowerfulRealm
{
    private readonly GatewayServer _server;

    private PowerfulRealm(GatewayServer server, AdminApi admin) => (_server, Admin) = (server, admin);

    /// <summary>The master realm's administrator.</summary>
    public AdminApi Admin { get; }

    /// <summary>The user boss, who holds realm-admin.</summary>
    public required string Boss { get; init; }

    /// <summary>The user person, who holds nothing.</summary>
    public required string Person { get; init; }

    /// <summary>The group bosses, whose members hold realm-admin.</summary>
    public required string Bosses { get; init; }

    /// <summary>The group plain.</summary>
    public required string Plain { get; init; }

    /// <summary>The client robot, whose service account holds realm-admin; its secret is robots-secret.</summary>
    public required string Robot { get; init; }

    public static async Task<PowerfulRealm> CreateAsync(GatewayServer server)
    {
        var admin = await AdminApi.CreateAsync(server);
        var management = await admin.ClientAsync("realm-management");
        var chief = $"[{(await admin.GetAsync($"/clients/{management}/roles/realm-admin")).Body}]";
        var realm = new PowerfulRealm(server, admin)
        {
            Boss = await admin.CreateAsync("/users", """{"username":"boss","email":"boss@example.org","enabled":true,"credentials":[{"type":"password","value":"bosses-own"}]}"""),
            Person = await admin.CreateAsync("/users", """{"username":"person","email":"person@example.org","enabled":true}"""),
            Bosses = await admin.CreateAsync("/groups", """{"name":"bosses"}"""),
            Plain = await admin.CreateAsync("/groups", """{"name":"plain"}"""),
            Robot = await admin.CreateAsync("/clients", """{"clientId":"robot","secret":"robots-secret","publicClient":false,"serviceAccountsEnabled":true}"""),
        };
        await admin.CreateAsync("/roles", """{"name":"plain"}""");
        var robot = (await admin.GetAsync($"/clients/{realm.Robot}/service-account-user")).Text("id");
        foreach (var holder in (string[])[$"/users/{realm.Boss}", $"/users/{robot}", $"/groups/{realm.Bosses}"])
        {
            Assert.Equal(204, (await admin.PostAsync($"{holder}/role-mappings/clients/{management}", chief)).Status);
        }

        return realm;
    }

    /// <summary>A new administrator of the realm with just these roles.</summary>
    public Task<AdminApi> AsAsync(params string[] roles) => Admin.AsNewAsync(roles);

    /// <summary>Everything that is stored of the realm: the same text as long as nothing is written.</summary>
    public Task<string> StoredAsync() => _server.StoredAsync(Admin.Realm);

    /// <summary>Puts the realm's ids and name into a text.</summary>
    public string Fill(string text) => text
        .Replace("{boss}", Boss, StringComparison.Ordinal)
        .Replace("{person}", Person, StringComparison.Ordinal)
        .Replace("{bosses}", Bosses, StringComparison.Ordinal)
        .Replace("{plain}", Plain, StringComparison.Ordinal)
        .Replace("{robot}", Robot, StringComparison.Ordinal)
        .Replace("{realm}", Admin.Realm, StringComparison.Ordinal);
}
