using Identity.LoadTester.Data;
using Identity.LoadTester.Sites;
using Identity.LoadTester.Tests.Runs;
using Identity.Testing;
using Identity.Testing.Processes;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(LoadedServer))]

namespace Identity.LoadTester.Tests.Runs;

/// <summary>A server with the data set.</summary>
public sealed class LoadedServer : IAsyncLifetime
{
    private DevServer? _server;

    internal SiteOptions Options { get; private set; } = null!;

    public int Pid => _server!.Process.Id;

    public async ValueTask InitializeAsync()
    {
        _server = await DevServer.StartAsync();
        Options = new SiteOptions { Urls = [new Uri(_server.Url)], Users = 40, Admin = DevServer.Administrator.Name, AdminPassword = DevServer.Administrator.Password };
        await DataUpload.SendAsync(new DataSet(Options, PasswordHash.Of("pbkdf2-sha256:1000"), Rotates: true), TextWriter.Null, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
