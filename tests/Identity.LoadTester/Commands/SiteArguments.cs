using System.CommandLine;
using Identity.LoadTester.Data;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Commands;

/// <summary>The options that say what is put under load.</summary>
internal sealed class SiteArguments
{
    private readonly Option<string[]> _urls = new("--url")
    {
        Description = "base address of a pod; once for each of several, which are asked in turn", DefaultValueFactory = _ => ["http://127.0.0.1:8080"],
    };

    private readonly Option<string> _realm = Text("--realm", "the realm", "load");
    private readonly Option<string> _client = Text("--client", "a confidential client with code flow and service account", "load-app");
    private readonly Option<string> _secret = Text("--client-secret", "its secret", "load-secret");
    private readonly Option<string> _redirectUri = Text("--redirect-uri", "where its codes go; nothing needs to listen there", "http://localhost:9999/callback");
    private readonly Option<int> _users = new("--users") { Description = "how many users there are to choose from", DefaultValueFactory = _ => 1000 };
    private readonly Option<string> _username = Text("--username", "their names, {n} for a number from 0", "user-{n}");
    private readonly Option<string> _password = Text("--password", "their passwords, {n} for the same number", PasswordHash.Password);
    private readonly Option<string> _admin = Text("--admin", "an administrator in the realm master", "admin");
    private readonly Option<string?> _adminPassword = new("--admin-password") { Description = "that one's password; the environment variable LOADTEST_ADMIN_PASSWORD keeps it out of process lists" };
    private readonly Option<bool> _newConnections = new("--new-connections") { Description = "a connection for each request, instead of keep-alive" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _urls, _realm, _client, _secret, _redirectUri, _users, _username, _password, _admin, _adminPassword, _newConnections })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was said.</summary>
    public SiteOptions Read(ParseResult parsed) => new()
    {
        Urls = [.. parsed.GetValue(_urls)!.Select(url => new Uri(url.TrimEnd('/') + "/"))],
        Realm = parsed.GetValue(_realm)!,
        Client = parsed.GetValue(_client)!,
        Secret = parsed.GetValue(_secret)!,
        RedirectUri = parsed.GetValue(_redirectUri)!,
        Users = Math.Max(1, parsed.GetValue(_users)),
        Username = parsed.GetValue(_username)!,
        Password = parsed.GetValue(_password)!,
        Admin = parsed.GetValue(_admin)!,
        AdminPassword = parsed.GetValue(_adminPassword) ?? Environment.GetEnvironmentVariable("LOADTEST_ADMIN_PASSWORD") ?? "admin",
        NewConnections = parsed.GetValue(_newConnections),
    };

    private static Option<string> Text(string name, string description, string byDefault) => new(name) { Description = description, DefaultValueFactory = _ => byDefault };
}
