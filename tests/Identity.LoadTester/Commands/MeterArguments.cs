using System.CommandLine;
using Identity.LoadTester.Ceilings;
using Identity.LoadTester.Reports;
using Identity.LoadTester.Resources;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Commands;

/// <summary>The options that say what else is measured and where the report goes.</summary>
internal sealed class MeterArguments
{
    private readonly Option<int[]> _pids = new("--pid") { Description = "process of a pod on this machine, whose processor time and memory are told; once for each" };
    private readonly Option<string?> _database = new("--database") { Description = "the pods' PostgreSQL (Npgsql connection string), whose writes are told" };
    private readonly Option<double> _errors = new("--max-errors") { Description = "the part of steps that may fail, 0.001 for one in a thousand", DefaultValueFactory = _ => 0 };
    private readonly Option<string?> _json = new("--json") { Description = "file for the result, for programs" };
    private readonly Option<string?> _html = new("--html") { Description = "file for the result with plots, for people" };
    private readonly Option<bool> _ceilings = new("--ceilings") { Description = "also measures a bare signature, hash, insert and an empty endpoint" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _pids, _database, _errors, _json, _html, _ceilings })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What is read beside the answers.</summary>
    public Meters Meters(ParseResult parsed) => new(
        parsed.GetValue(_pids) is { Length: > 0 } pids ? new PodProcesses(pids) : null,
        parsed.GetValue(_database) is { } database ? new DatabaseCounters(database) : null);

    /// <summary>The part of steps that may fail.</summary>
    public double MaxErrors(ParseResult parsed) => parsed.GetValue(_errors);

    /// <summary>Prints the report, writes its files, answers the verdict.</summary>
    public async Task<Verdict> TellAsync(ParseResult parsed, Site site, RunResult result, TextWriter output)
    {
        var verdict = result.Judge(MaxErrors(parsed));
        var ceilings = parsed.GetValue(_ceilings) ? await AllCeilings.MeasureAsync(parsed.GetValue(_database)) : [];
        var report = new Report(result, await Surroundings.OfAsync(site), ceilings, verdict);
        await output.WriteLineAsync();
        await output.WriteLineAsync(TextReport.Of(report));
        if (parsed.GetValue(_json) is { } json)
        {
            await File.WriteAllTextAsync(json, JsonReport.Of(report));
        }

        if (parsed.GetValue(_html) is { } html)
        {
            await File.WriteAllTextAsync(html, HtmlReport.Of(report));
        }

        return verdict;
    }
}
