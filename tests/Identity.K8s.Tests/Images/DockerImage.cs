using System.Text.RegularExpressions;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Images;

/// <summary>What can be known of the image without building it.</summary>
public partial class DockerImage
{
    private readonly IReadOnlyList<(string Instruction, string Arguments)> _lines = Read();

    [Fact]
    public void Is_built_in_stages_and_ends_on_a_base_without_a_shell()
    {
        var bases = Arguments("FROM").ToList();

        Assert.Equal(["--platform=$BUILDPLATFORM ${NODE} AS console", "--platform=$BUILDPLATFORM ${SDK} AS build", "${RUNTIME}"], bases);
        Assert.Contains(Arguments("ARG"), argument => ChiselledRuntime().IsMatch(argument));
    }

    [Fact]
    public void Pins_its_bases_to_a_release_of_the_SDK_that_the_repository_asks_for()
    {
        var sdk = Arguments("ARG").Single(argument => argument.StartsWith("SDK=", StringComparison.Ordinal));

        Assert.Matches(@"^SDK=mcr\.microsoft\.com/dotnet/sdk:10\.0\.\d{3}-noble(@sha256:[0-9a-f]{64})?$", sdk);
        Assert.Contains(Arguments("ARG"), argument => PinnedNode().IsMatch(argument));
        Assert.Contains("\"10.0.", File.ReadAllText(Repository.PathOf("global.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_only_what_exists_and_what_the_builder_is_sent()
    {
        var copied = Arguments("COPY").Where(arguments => !arguments.StartsWith("--from=", StringComparison.Ordinal)).SelectMany(arguments => arguments.Split(' ')[..^1]).ToList();
        var sent = File.ReadAllLines(Repository.PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToHashSet();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Repository.PathOf(path)), path));
        Assert.All(copied, path => Assert.Contains(sent, part => path == part || (part.EndsWith('/') && path.StartsWith(part, StringComparison.Ordinal))));
        Assert.Contains("*", File.ReadAllLines(Repository.PathOf(".dockerignore")));
    }

    [Fact]
    public void Copies_from_stages_that_exist_what_they_make()
    {
        var stages = Arguments("FROM").Where(line => line.Contains(" AS ", StringComparison.Ordinal)).Select(line => line.Split(" AS ")[1]).ToHashSet();

        var copied = Arguments("COPY").Where(arguments => arguments.StartsWith("--from=", StringComparison.Ordinal)).Select(arguments => arguments["--from=".Length..].Split(' ')).ToList();

        Assert.All(copied, parts => Assert.Contains(parts[0], stages));
        Assert.Equal(["/source/artifacts/console/", "/publish/"], copied.Select(parts => parts[1]));
    }

    // The server's project copies artifacts/console from where the build of the console leaves it.
    [Fact]
    public void Builds_the_console_in_the_place_that_the_servers_project_looks_at()
    {
        var config = File.ReadAllText(Repository.PathOf("src", "Identity.Console", "vite.config.js"));
        var project = File.ReadAllText(Repository.PathOf("src", "Identity.Silo", "Identity.Silo.csproj"));

        Assert.Contains("WORKDIR /source/src/Identity.Console", File.ReadAllText(Repository.PathOf("k8s", "Dockerfile")), StringComparison.Ordinal);
        Assert.Contains("\"../../artifacts/console/static\"", config, StringComparison.Ordinal);
        Assert.Contains("$(MSBuildThisFileDirectory)../../artifacts/console/", project, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_published_as_the_script_publishes()
    {
        var script = File.ReadAllText(Repository.PathOf("identity"));
        var publish = Arguments("RUN").Single(run => run.Contains("dotnet publish", StringComparison.Ordinal));

        var shared = Options(PublishLine().Match(script).Value).Concat(Options(ReadyToRunLine().Match(script).Value))
            .Where(option => !option.StartsWith("-p:ArtifactsPath", StringComparison.Ordinal) && !option.Contains('$', StringComparison.Ordinal)).ToList();

        Assert.Contains("-p:PublishReadyToRun=true", shared);
        Assert.Superset(shared.ToHashSet(), Options(publish).ToHashSet());
        Assert.Contains("dotnet publish src/Identity.Silo ", publish, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_as_nobody_in_particular_and_has_no_health_check()
    {
        Assert.Matches("^[1-9][0-9]*$", Assert.Single(Arguments("USER")));
        Assert.Empty(Arguments("HEALTHCHECK"));
        Assert.Equal("""["dotnet", "identity-server.dll"]""", Assert.Single(Arguments("ENTRYPOINT")));
        Assert.Equal("""["start"]""", Assert.Single(Arguments("CMD")));
    }

    [Fact]
    public void Exposes_the_ports_that_the_manifests_use() =>
        Assert.Equal("8080 8443 9000 7800 11111", Assert.Single(Arguments("EXPOSE")));

    [Fact]
    public void Holds_no_secret() =>
        Assert.DoesNotContain(_lines, line => line.Instruction is "ENV" or "ARG" && SecretWord().IsMatch(line.Arguments));

    private IEnumerable<string> Arguments(string instruction) => _lines.Where(line => line.Instruction == instruction).Select(line => line.Arguments);

    private static IEnumerable<string> Options(string command) => Option().Matches(command).Select(match => match.Value.Trim());

    private static List<(string, string)> Read()
    {
        var text = string.Join('\n', File.ReadAllLines(Repository.PathOf("k8s", "Dockerfile")).Where(line => !line.StartsWith('#')));
        return [.. text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2)).Select(parts => (parts[0], Spaces().Replace(parts[1], " ").Trim()))];
    }

    [GeneratedRegex(@"^RUNTIME=mcr\.microsoft\.com/dotnet/aspnet:10\.0\.\d+-noble-chiseled(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex ChiselledRuntime();

    [GeneratedRegex(@"^NODE=docker\.io/library/node:\d+\.\d+\.\d+-bookworm-slim(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex PinnedNode();

    [GeneratedRegex(@"dotnet publish [^\n]*")]
    private static partial Regex PublishLine();

    [GeneratedRegex(@"publish -r [^\n|]*")]
    private static partial Regex ReadyToRunLine();

    [GeneratedRegex(@"(?<= )(-p:[A-Za-z]+=[^ ]+|--?[a-z-]+ (?![-|])[^ ]+|--?[a-z-]+)(?= |$)")]
    private static partial Regex Option();

    [GeneratedRegex("password|secret|token|key", RegexOptions.IgnoreCase)]
    private static partial Regex SecretWord();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
