using System.Text.Json.Nodes;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;
using Identity.LoadTester.Wires;

namespace Identity.LoadTester.Scenarios;

/// <summary>An administrator's day: makes a user, finds him again at once on another pod, puts him into a group, looks through lists, removes him.</summary>
internal sealed class AdminScenario(Site site) : Scenario(site)
{
    private const int Page = 20;
    private string _group = "";

    public override string Name => "admin";

    public override string MainStep => "create user";

    public override async Task PrepareAsync(TextWriter output, CancellationToken stop)
    {
        var name = $"load-{Guid.NewGuid():N}";
        await Site.Administrator.DemandAsync(HttpMethod.Post, $"{Site.Options.Realm}/groups", new JsonObject { ["name"] = name }.ToJsonString(), 201);
        var found = await Site.Administrator.DemandAsync(HttpMethod.Get, $"{Site.Options.Realm}/groups?search={name}&exact=true", null, 200);
        _group = (string)JsonNode.Parse(found.Body)![0]!["id"]!;
    }

    public override async Task RunAsync(Flow flow)
    {
        var users = $"{Site.Options.Realm}/users";
        var username = $"made-{Guid.NewGuid():N}";
        var created = await Site.Administrator.SendAsync(HttpMethod.Post, users, new JsonObject
        {
            ["username"] = username, ["email"] = $"{username}@example.org", ["firstName"] = "Made", ["lastName"] = "Person", ["enabled"] = true,
        }.ToJsonString());
        if (!flow.Step("create user", created.Expecting(201), created.Complaint))
        {
            return;
        }

        var id = created.Location!.Split('/')[^1];
        var read = await Site.Administrator.SendAsync(HttpMethod.Get, $"{users}/{id}");
        flow.Step("read user", Same(read, read.Text("username") == username), "another user than was made, or none");
        var listed = await Site.Administrator.SendAsync(HttpMethod.Get, $"{users}?first={Random.Shared.Next(Math.Max(1, Site.Options.Users - Page))}&max={Page}");
        flow.Step("list users", listed.Expecting(200), listed.Complaint);
        var found = await Site.Administrator.SendAsync(HttpMethod.Get, $"{users}?search={username}");
        flow.Step("search user", Same(found, found.Body.Contains(id, StringComparison.Ordinal)), "what was made is not found");
        var joined = await Site.Administrator.SendAsync(HttpMethod.Put, $"{users}/{id}/groups/{_group}");
        flow.Step("join group", joined.Expecting(204), joined.Complaint);
        var groups = await Site.Administrator.SendAsync(HttpMethod.Get, $"{users}/{id}/groups");
        flow.Step("list groups", Same(groups, groups.Body.Contains(_group, StringComparison.Ordinal)), "the group that was joined is not there");
        var deleted = await Site.Administrator.SendAsync(HttpMethod.Delete, $"{users}/{id}");
        flow.Step("delete user", deleted.Expecting(204), deleted.Complaint);
        var gone = await Site.Administrator.SendAsync(HttpMethod.Get, $"{users}/{id}");
        flow.Step("read deleted user", gone.Status == 200 ? Outcome.Wrong : gone.Expecting(404), gone.Status == 200 ? "a deleted user is read" : gone.Complaint);
    }

    private static Outcome Same(Reply reply, bool isRight) => reply.Expecting(200) is var outcome && outcome != Outcome.Ok ? outcome : isRight ? Outcome.Ok : Outcome.Wrong;
}
