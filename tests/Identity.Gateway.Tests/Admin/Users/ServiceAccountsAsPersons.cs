using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>The user that stands for a client is no person: nobody gives it a password, and nobody logs in as it.</summary>
public sealed class ServiceAccountsAsPersons(GatewayServer server)
{
    private const string Name = "service-account-robot";

    [Fact]
    public async Task It_is_found_by_its_name_and_shown_in_no_list()
    {
        var (admin, id) = await PrepareAsync();

        Assert.Equal(id, (await admin.GetAsync($"/users?username={Name}&exact=true")).Json[0].GetProperty("id").GetString());
        Assert.DoesNotContain(id, (await admin.GetAsync("/users?max=1000")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_gets_no_password_and_no_login_by_one()
    {
        var (admin, id) = await PrepareAsync();

        Assert.Equal(400, (await admin.PutAsync($"/users/{id}/reset-password", """{"type":"password","value":"robot-password","temporary":false}""")).Status);
        await admin.PutAsync($"/users/{id}", """{"enabled":true,"credentials":[{"type":"password","value":"robot-password"}]}""");

        Assert.Equal(await server.PasswordGrantAsync(admin.Realm, "nobody", "robot-password"), await server.PasswordGrantAsync(admin.Realm, Name, "robot-password"));
        Assert.DoesNotContain("password", (await admin.GetAsync($"/users/{id}/credentials")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_gives_it_no_password_either()
    {
        var (admin, _) = await PrepareAsync();

        await admin.PostAsync("/partialImport", $$"""
            {"ifResourceExists":"OVERWRITE","users":[{"username":"{{Name}}","enabled":true,"serviceAccountClientId":"robot","credentials":[{"type":"password","value":"robot-password"}]}]}
            """);

        Assert.Equal(await server.PasswordGrantAsync(admin.Realm, "nobody", "robot-password"), await server.PasswordGrantAsync(admin.Realm, Name, "robot-password"));
    }

    private async Task<(AdminApi Admin, string Id)> PrepareAsync()
    {
        var admin = await AdminApi.CreateAsync(server);
        var client = await admin.CreateAsync("/clients", """{"clientId":"robot","secret":"robot-secret","publicClient":false,"serviceAccountsEnabled":true}""");
        return (admin, (await admin.GetAsync($"/clients/{client}/service-account-user")).Text("id"));
    }
}
