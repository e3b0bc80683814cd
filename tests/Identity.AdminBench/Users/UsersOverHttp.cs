using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Identity.Grains.Users;
using Npgsql;

namespace Identity.AdminBench.Users;

/// <summary>The same lists through the HTTP API of a server that runs on the given database.</summary>
internal static class UsersOverHttp
{
    private const string Realm = "bench";
    private const int Times = 200;

    public static async Task<int> RunAsync(int count, string database, Uri url, string password)
    {
        using var http = new HttpClient { BaseAddress = url };
        await SignInAsync(http, password);
        if (!(await http.GetAsync($"/admin/realms/{Realm}")).IsSuccessStatusCode)
        {
            (await http.PostAsJsonAsync("/admin/realms", new { realm = Realm, enabled = true })).EnsureSuccessStatusCode();
            await using var source = NpgsqlDataSource.Create(database);
            var realm = await http.GetFromJsonAsync<JsonElement>($"/admin/realms/{Realm}");
            await ManyUsers.CopyAsync(source, realm.GetProperty("id").GetString()!, count);
        }

        Measured.Header();
        foreach (var (what, search) in UserLists.Of(Realm, count).Where(list => list.Search(0).RoleId is null && list.Search(0).GroupId is null))
        {
            await SignInAsync(http, password);
            await MeasureAsync(http, what, i => $"users?max=20&briefRepresentation=true&{Query(search(i))}");
        }

        await SignInAsync(http, password);
        foreach (var (what, search) in UserLists.Counts(Realm).Where(list => list.Search(0).GroupId is null))
        {
            await MeasureAsync(http, what, i => $"users/count?{Query(search(i))}");
        }

        return 0;
    }

    private static Task MeasureAsync(HttpClient http, string what, Func<int, string> path) => Measured.RowAsync(what, Times, async i =>
    {
        using var response = await http.GetAsync($"/admin/realms/{Realm}/{path(i)}");
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    });

    // The token of the administrator lives for a minute.
    private static async Task SignInAsync(HttpClient http, string password)
    {
        using var response = await http.PostAsync("/realms/master/protocol/openid-connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password", ["client_id"] = "admin-cli", ["username"] = "admin", ["password"] = password,
        }));
        response.EnsureSuccessStatusCode();
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    private static string Query(UserSearch search) => string.Join('&', new[]
    {
        ("search", search.Search), ("username", search.Username), ("email", search.Email), ("exact", search.Exact?.ToString().ToLowerInvariant()),
        ("enabled", search.Enabled?.ToString().ToLowerInvariant()), ("first", search.First == 0 ? null : $"{search.First}"),
        ("q", search.Attributes.Count == 0 ? null : string.Join(' ', search.Attributes.Select(pair => $"{pair.Key}:\"{pair.Value}\""))),
    }.Where(pair => pair.Item2 is not null).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}"));
}
