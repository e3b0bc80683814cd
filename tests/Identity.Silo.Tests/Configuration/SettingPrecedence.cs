using Identity.Silo.Configuration;

namespace Identity.Silo.Tests.Configuration;

public sealed class SettingPrecedence : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("1", "2", "3", "1")]
    [InlineData(null, "2", "3", "2")]
    [InlineData(null, null, "3", "3")]
    [InlineData(null, null, null, "8080")]
    [InlineData(" ", "", "3", "3")]
    public void The_command_line_wins_over_environment_over_file_over_default(string? commandLine, string? environment, string? file, string expected)
    {
        File.WriteAllText(_file, file is null ? "" : $"http-port={file}");

        var values = SettingValues.Read(Pairs("http-port", commandLine), Pairs("KC_HTTP_PORT", environment, ("KC_CONFIG_FILE", _file)));

        Assert.Equal(expected, values.Find(Settings.HttpPort));
        Assert.Empty(values.Problems);
    }

    [Fact]
    public void Settings_that_nobody_knows_are_warned_about()
    {
        File.WriteAllText(_file, "htp-port=1");

        var values = SettingValues.Read(new Dictionary<string, string>(), Pairs("KC_HTP_PORT", "1", ("KC_CONFIG_FILE", _file), ("PATH", "/bin")));

        Assert.Equal(2, values.Warnings.Count);
        Assert.Contains(values.Warnings, warning => warning.Contains("KC_HTP_PORT", StringComparison.Ordinal));
        Assert.Contains(values.Warnings, warning => warning.StartsWith("htp-port", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_problem()
    {
        var values = SettingValues.Read(new Dictionary<string, string> { ["config-file"] = "/nowhere/identity.conf" }, new Dictionary<string, string>());

        Assert.Contains("/nowhere/identity.conf", Assert.Single(values.Problems));
    }

    [Fact]
    public void The_file_takes_comments_continued_lines_and_variables()
    {
        var problems = new List<string>();

        var pairs = ConfigurationFile.Parse("# a=1\n\n b = x=y \nlog-level=info,\\\norg:debug\nc=${HOME_DB}:${NONE:5432}\nd=${MISSING}", name => name == "HOME_DB" ? "db" : null, problems);

        Assert.Equal("x=y", pairs["b"]);
        Assert.Equal("info,org:debug", pairs["log-level"]);
        Assert.Equal("db:5432", pairs["c"]);
        Assert.Equal(4, pairs.Count);
        Assert.Contains("MISSING", Assert.Single(problems));
    }

    public void Dispose() => File.Delete(_file);

    private static Dictionary<string, string> Pairs(string name, string? value, params (string, string)[] others)
    {
        var pairs = others.ToDictionary(pair => pair.Item1, pair => pair.Item2);
        if (value is not null)
        {
            pairs[name] = value;
        }

        return pairs;
    }
}
