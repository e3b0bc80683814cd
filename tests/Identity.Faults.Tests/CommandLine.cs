using Identity.Faults.Nemeses;

namespace Identity.Faults.Tests;

public class CommandLine
{
    [Fact]
    public void Without_names_every_fault_is_played() =>
        Assert.Equal(AllNemeses.Create().Count, AllNemeses.Chosen(Options.Parse([])).Count);

    [Fact]
    public void Named_faults_are_played_alone() =>
        Assert.Equal(["kill", "scale"], AllNemeses.Chosen(Options.Parse(["--only", "scale,kill"])).Select(nemesis => nemesis.Name));

    [Fact]
    public void An_unknown_fault_is_told() =>
        Assert.Contains("'kil' is no fault", Assert.Throws<ArgumentException>(() => AllNemeses.Chosen(Options.Parse(["--only", "kil"]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--speed")]
    [InlineData("--only")]
    public void What_cannot_be_read_is_told(string argument) =>
        Assert.Contains(argument, Assert.Throws<ArgumentException>(() => Options.Parse([argument])).Message, StringComparison.Ordinal);

    [Fact]
    public void No_two_faults_share_a_name() =>
        Assert.Distinct(AllNemeses.Create().Select(nemesis => nemesis.Name));
}
