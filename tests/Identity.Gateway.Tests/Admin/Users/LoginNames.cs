using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>What somebody types to log in, a name or an e-mail, belongs to one user, whichever way it is taken.</summary>
public sealed class LoginNames(GatewayServer server)
{
    [Fact]
    public async Task An_email_that_is_anothers_name_is_refused_and_so_is_a_name_that_is_anothers_email()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/users", """{"username":"ann@example.org","enabled":true}""");
        await admin.CreateAsync("/users", """{"username":"bob","email":"bob@example.org","enabled":true}""");
        var carol = await admin.CreateAsync("/users", """{"username":"carol","enabled":true}""");

        Assert.Equal(409, (await admin.PostAsync("/users", """{"username":"dora","email":"ann@example.org"}""")).Status);
        Assert.Equal(409, (await admin.PostAsync("/users", """{"username":"bob@example.org"}""")).Status);
        Assert.Equal(409, (await admin.PutAsync($"/users/{carol}", """{"email":"ANN@example.org"}""")).Status);
        Assert.False((await admin.GetAsync($"/users/{carol}")).Json.TryGetProperty("email", out _));
    }

    [Fact]
    public async Task Ones_own_name_may_be_ones_own_email_and_is_free_when_the_user_is_gone()
    {
        var admin = await AdminApi.CreateAsync(server);
        var ann = await admin.CreateAsync("/users", """{"username":"ann@example.org","email":"ann@example.org"}""");

        Assert.Equal(204, (await admin.PutAsync($"/users/{ann}", """{"email":"other@example.org"}""")).Status);
        await admin.CreateAsync("/users", """{"username":"bob","email":"bob@example.org"}""");
        Assert.Equal(204, (await admin.DeleteAsync($"/users/{ann}")).Status);
        await admin.CreateAsync("/users", """{"username":"other@example.org"}""");
    }

    [Fact]
    public async Task Of_many_who_take_it_at_once_one_gets_it()
    {
        var admin = await AdminApi.CreateAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => admin.PostAsync("/users", number % 2 == 0
            ? """{"username":"same@example.org"}"""
            : $$"""{"username":"user-{{number}}","email":"same@example.org"}""")));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal(409, answer.Status));
    }
}
