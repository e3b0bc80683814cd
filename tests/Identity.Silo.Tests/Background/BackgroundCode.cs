using System.Reflection;
using System.Text.RegularExpressions;
using Identity.Grains;
using Identity.Silo.Composition;
using Microsoft.Extensions.Hosting;

namespace Identity.Silo.Tests.Background;

/// <summary>Code that runs without anybody waiting for it is run by the owner of background work.</summary>
public sealed partial class BackgroundCode
{
    private static readonly Assembly[] s_ours = [typeof(GrainsRegistration).Assembly, typeof(Gateway.GatewayRegistration).Assembly, typeof(ServerBuilder).Assembly];

    // Started and stopped with the host, and what they throw at the start is meant to fail it; nothing of them runs in between.
    private static readonly Dictionary<string, string> s_services = new()
    {
        ["BackgroundWorkOwner"] = "the owner",
        ["Argon2Check"] = "a pod that can check no password must not start",
        ["DiscoveryService"] = "ties the parts of discovery together",
        ["Peers"] = "a cluster port that is taken fails the start",
        ["RealmSnapshotUpkeep"] = "gives its lease back when its work has ended",
        ["SiloFunerals"] = "listens to suspicions for as long as the silo is a member",
        ["BackgroundSilo"] = "a silo that cannot join ends the process, on purpose",
    };

    // What may do without the owner, and why.
    private static readonly Dictionary<string, string> s_allowed = new()
    {
        ["Identity.Gateway/Outgoing/NameResolver.cs"] = "a look-up's thread, awaited by who wants to know",
        ["Identity.Grains/Background/BackgroundTasks.cs"] = "the place that lets go of tasks",
        ["Identity.Grains/Background/WorkLoop.cs"] = "the owner's loop",
        ["Identity.Grains/Passwords/PasswordHashing.cs"] = "threads that catch everything of each hash",
        ["Identity.Grains/Realms/RealmVersions.cs"] = "fails those that wait for it, and never itself",
        ["Identity.Silo/Cluster/BackgroundSilo.cs"] = "awaited at the stop; a failure ends the process, on purpose",
        ["Identity.Silo/Dashboard/DashboardPages.cs"] = "awaited by each that asks for a page",
        ["Identity.Silo/Discovery/LinkTalk.cs"] = "awaited by the talk that it belongs to",
        ["Identity.Silo/Lifetime/ParentPipe.cs"] = "a thread that only reads and stops the server",
        ["Identity.Silo/Lifetime/StopSignals.cs"] = "a signal's handler must return; the task only cancels, and catches what that throws",
        ["Identity.Silo/Postgres/ServerRun.cs"] = "a thread that tells whoever waits how its process ended",
        ["Identity.Silo/Storage/Standstill.cs"] = "a thread that compares two numbers",
        ["Identity.Silo/Storage/HangWatch.cs"] = "catches whatever its question throws",
        ["Identity.Silo/Storage/VersionReads.cs"] = "fails those that wait for it, and never itself",
        ["Identity.Silo/Supervision/PodKeeper.cs"] = "awaited by the keeper of the process",
        ["Identity.Silo/Supervision/Supervisor.cs"] = "awaited with the pods",
    };

    [Fact]
    public void Is_no_service_of_the_hosts_own_kind()
    {
        var services = s_ours.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsClass && type.IsAssignableTo(typeof(IHostedService))).ToList();

        Assert.DoesNotContain(services, service => service.IsAssignableTo(typeof(BackgroundService)));
        Assert.Equal([], services.Select(service => service.Name).Except(s_services.Keys));
    }

    [Fact]
    public void Is_let_go_of_nowhere_else()
    {
        var source = Path.Combine(Root(), "src");
        var found = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Where(line => LetsGo().IsMatch(line) && !IsAllowedLine(line)).Select(line => (File: Path.GetRelativePath(source, file).Replace('\\', '/'), Line: line.Trim())))
            .ToList();

        Assert.Equal([], found.Where(place => !s_allowed.ContainsKey(place.File)));
        Assert.Equal([], s_allowed.Keys.Except(found.Select(place => place.File)));
    }

    [Theory]
    [InlineData("        _ = SendAsync();", true)]
    [InlineData("    private async void Tell()", true)]
    [InlineData("        Task.Run(() => Tell());", true)]
    [InlineData("        timer = time.CreateTimer(_ => Look(), null, period, period);", true)]
    [InlineData("        items.ForEach(async item => await TellAsync(item));", true)]
    [InlineData("        await SendAsync();", false)]
    [InlineData("        _ = options;", false)]
    public void Is_recognised(string line, bool letsGo) => Assert.Equal(letsGo, LetsGo().IsMatch(line));

    // Discards of a value that is no task.
    private static bool IsAllowedLine(string line) =>
        line.Contains("_ = SendSignal(", StringComparison.Ordinal) || line.Contains("_ = RoleRepresentation.Name(", StringComparison.Ordinal);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Identity.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Identity.sln.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(?<![\w.])_ = [^;]*\(|\basync void\b|\bTask\.Run\(|\bStartNew\(|\bContinueWith\(|\bnew (?:Timer|PeriodicTimer|Thread)\(|\bCreateTimer\(|\bThreadPool\.|QueueUserWorkItem|\.ForEach\(async|: BackgroundService\b")]
    private static partial Regex LetsGo();
}
