using Identity.Testing;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Commands;

public sealed class WrongCommandLines
{
    [Theory]
    [InlineData("start", "--db-url")]
    [InlineData("start-dev --http-port x", "--http-port")]
    [InlineData("start-dev --htp-port 1", "--htp-port")]
    [InlineData("start-dev --db-url jdbc:oracle:thin", "--db-url")]
    [InlineData("cluster --pods 0", "--pods")]
    [InlineData("import", "--file")]
    [InlineData("export --file a --dir b", "--dir")]
    [InlineData("export --file a --realm b --db-url postgresql://db/identity --data /nowhere", "IDENTITY_SEAL_KEYS")]
    public async Task Say_what_is_wrong_and_end_with_2(string arguments, string named)
    {
        await using var server = ServerProcess.Start(arguments.Split(' '));

        Assert.Equal(2, await server.ExitCodeAsync());

        await Eventually.TrueAsync(() => server.Output.Contains(named, StringComparison.Ordinal), $"the message names {named}");
    }
}
