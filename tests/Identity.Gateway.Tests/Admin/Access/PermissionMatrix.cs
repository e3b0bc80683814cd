using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Identity.Gateway.Admin;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Access;

/// <summary>Every endpoint of the admin API, asked by administrators with one role each.</summary>
/// <remarks>What a role is not enough for is sent, whatever it would do: it must be refused. Of the rest only what reads is sent; that the
/// gate lets the others through is read off its permission.</remarks>
public partial class PermissionMatrix(GatewayServer server)
{
    [Fact]
    public void The_table_knows_every_endpoint()
    {
        var unknown = server.AdminRoutes.Where(route => PermissionTable.Enough(route.Method, route.Path) is null).Select(route => $"{route.Method} {route.Path}");

        Assert.True(server.AdminRoutes.Count > 100, "the routes are found");
        Assert.Empty(unknown);
    }

    [Fact]
    public void The_gate_lets_through_whom_the_table_does()
    {
        var refused = server.AdminRoutes.SelectMany(route => (PermissionTable.Enough(route.Method, route.Path) ?? [])
            .Where(role => !route.Permission.AnyOf.Contains(role))
            .Select(role => $"{role}: {route.Method} {route.Path}"));

        Assert.Empty(refused);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_role_is_enough_for_what_the_table_says(bool ofMaster)
    {
        var (admin, paths) = await PrepareAsync();
        var wrong = new ConcurrentBag<string>();
        var administrators = new List<(string Role, AdminApi Api)>();
        foreach (var role in AdminRoles.All)
        {
            administrators.Add((role, await admin.AsNewAsync([role], ofMaster)));
        }

        await EachAsync(administrators.SelectMany(administrator => paths, (administrator, path) => (administrator.Role, administrator.Api, path.Route, path.Path)), async item =>
        {
            var enough = PermissionTable.Enough(item.Route.Method, item.Route.Path)!.Contains(item.Role);
            if (enough && item.Route.Method != "GET")
            {
                return;
            }

            var answer = await item.Api.SendAsync(new HttpMethod(item.Route.Method), item.Path, item.Route.Method == "GET" ? null : "{}");
            if (enough ? answer.Status is 401 or 403 or 500 : answer.Status != 403)
            {
                wrong.Add($"{item.Role}: {item.Route.Method} {item.Route.Path} {(enough ? "refused" : "let through")}: {answer.Status} {answer.Body}");
            }
        });

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task An_administrator_of_another_realm_is_refused_everywhere()
    {
        var (admin, paths) = await PrepareAsync();
        var stranger = (await (await AdminApi.CreateAsync(server)).AsNewAsync(["realm-admin"])).In(admin.Realm);
        var wrong = new ConcurrentBag<string>();

        await EachAsync(paths, async item =>
        {
            var answer = await stranger.SendAsync(new HttpMethod(item.Route.Method), item.Path, item.Route.Method == "GET" ? null : "{}");
            if (answer.Status != 403)
            {
                wrong.Add($"{item.Route.Method} {item.Route.Path}: {answer.Status}");
            }
        });

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Nobody_is_refused_everywhere()
    {
        var (admin, paths) = await PrepareAsync();
        var wrong = new ConcurrentBag<string>();

        await EachAsync(paths, async item =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(item.Route.Method), $"{server.BaseUrl}/admin/realms/{admin.Realm}{item.Path}");
            var answer = await Answer.OfAsync(await server.Http.SendAsync(request));
            if ((answer.Status, answer.Body) != (401, """{"error":"HTTP 401 Unauthorized"}"""))
            {
                wrong.Add($"{item.Route.Method} {item.Route.Path}: {answer.Status} {answer.Body}");
            }
        });

        Assert.Empty(wrong);
    }

    // The routes with what is there in place of their placeholders, so that only the permission can be why something is refused.
    private async Task<(AdminApi Admin, IReadOnlyList<(AdminRoute Route, string Path)> Paths)> PrepareAsync()
    {
        var admin = await AdminApi.CreateAsync(server);
        var user = await admin.CreateAsync("/users", """{"username":"somebody","enabled":true}""");
        var group = await admin.CreateAsync("/groups", """{"name":"g"}""");
        await admin.CreateAsync("/roles", """{"name":"r"}""");
        var role = (await admin.GetAsync("/roles/r")).Text("id");
        var client = await admin.CreateAsync("/clients", """{"clientId":"c"}""");
        await admin.CreateAsync($"/clients/{client}/roles", """{"name":"r"}""");
        var scope = (await server.RealmAsync(admin.Realm)).ClientScopes.First().Id;
        var there = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["users"] = user, ["groups"] = group, ["default-groups"] = group, ["clients"] = client, ["client-scopes"] = scope, ["clientScopes"] = scope,
            ["roles-by-id"] = role, ["default-client-scopes"] = scope, ["optional-client-scopes"] = scope, ["default-default-client-scopes"] = scope,
            ["default-optional-client-scopes"] = scope,
        };
        return (admin, [.. server.AdminRoutes.Select(route => (route, Fill(route.Path, there, role)))]);
    }

    private static string Fill(string path, Dictionary<string, string> there, string role)
    {
        var parts = path.Split('/');
        for (var at = 1; at < parts.Length; at++)
        {
            if (Placeholder().IsMatch(parts[at]))
            {
                parts[at] = there.TryGetValue(parts[at - 1], out var id) ? id
                    : parts[at - 1] == "roles" ? path.StartsWith("/ui-ext", StringComparison.Ordinal) ? role : "r"
                    : parts[at - 1] == "group-by-path" ? "g"
                    : "nope";
            }
        }

        return string.Join('/', parts);
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> work) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, _) => await work(item));

    [GeneratedRegex(@"^\{.*\}$")]
    private static partial Regex Placeholder();
}
