using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>A cluster of its own: switch, PostgreSQL, DNS, service, pods and the machine of the clients.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-faults-").FullName;

    private TestBed(Switch network) => Network = network;

    public Switch Network { get; }

    public Database Database { get; private set; } = null!;

    public NameServer Names { get; private set; } = null!;

    public Proxy Proxy { get; private set; } = null!;

    public Pods Pods { get; private set; } = null!;

    /// <summary>Where the requests come from.</summary>
    public Host Clients { get; private set; } = null!;

    /// <summary>The folder of the build under test.</summary>
    public string Binaries { get; private set; } = "";

    /// <summary>Why there can be no bed here; null: there can.</summary>
    public static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "network namespaces need root on Linux";
        }

        var missing = new[] { "ip", "iptables", "dnsmasq", "haproxy", "setsid", "setpriv" }.Where(program => !Shell.Has(program)).ToList();
        if (Database.FindBinaries() is null)
        {
            missing.Add("postgresql");
        }

        return missing.Count > 0 ? $"not installed: {string.Join(", ", missing)}" : null;
    }

    /// <summary>Sets everything up, with that many pods started.</summary>
    public static async Task<TestBed> StartAsync(string binaries, int pods)
    {
        var bed = new TestBed(new Switch());
        try
        {
            await bed.SetUpAsync(binaries);
            for (var i = 0; i < pods; i++)
            {
                await bed.Pods.AddAsync();
            }

            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (Pods?.KillAllAsync() ?? Task.CompletedTask);
        foreach (var part in new IAsyncDisposable?[] { Proxy, Names, Database, Network })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task SetUpAsync(string binaries)
    {
        // PostgreSQL's user must pass through.
        File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        Binaries = binaries;
        await Network.StartAsync();
        Names = new NameServer(await Network.AddAsync("dns", Switch.Address(2)), _folder);
        await Names.StartAsync();
        Database = new Database(await Network.AddAsync("database", Switch.Address(3)), _folder);
        await Database.CreateAsync();
        Proxy = new Proxy(await Network.AddAsync("proxy", Switch.Address(4)), _folder);
        await Proxy.StartAsync();
        Clients = await Network.AddAsync("clients", Switch.Address(5));
        var settings = new PodSettings(binaries, Database.Url, Proxy.Url);
        await ImportAsync(settings);
        Pods = new Pods(Network, Names, Proxy, settings);
    }

    private async Task ImportAsync(PodSettings settings)
    {
        var realms = Directory.CreateDirectory(Path.Combine(_folder, "realms")).FullName;
        await Realms.WriteAsync(realms);
        var host = Database.Host;
        using var import = await Daemon.StartAsync(host, ["dotnet", Path.Combine(Binaries, "identity-server.dll"), "import", "--dir", realms], settings.Installation());
        await import.Exited.WaitAsync(TimeSpan.FromMinutes(2));
        if (import.ExitCode != 0)
        {
            throw new InvalidOperationException($"The realms cannot be imported: {import.Output}");
        }
    }
}
