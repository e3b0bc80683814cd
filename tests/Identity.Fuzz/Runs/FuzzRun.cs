using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Identity.Fuzz.Bed;
using Identity.Fuzz.Inputs;

namespace Identity.Fuzz.Runs;

/// <summary>Sends inputs and says what was wrong with the answers.</summary>
internal sealed class FuzzRun(FuzzBed bed, int seed)
{
    /// <summary>Kilobytes by which the server may grow between the first batch and the end.</summary>
    public const int MemoryBound = 150 * 1024;

    private const int BatchSize = 500;
    private const int Workers = 8;
    private const int FeatureNotEnabled = 501;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private int _logins;
    private readonly FuzzSender _sender = new(bed);
    private readonly ConcurrentQueue<FuzzInput> _late = new();
    private readonly ConcurrentDictionary<string, Finding> _findings = new(StringComparer.Ordinal);

    /// <summary>Answers by status.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    /// <summary>The answer that took the longest.</summary>
    public (TimeSpan Elapsed, string Route) Slowest { get; private set; }

    /// <summary>Logins that came to their end.</summary>
    public int Logins => _logins;

    /// <summary>Each kind once, with the first input that showed it.</summary>
    public IReadOnlyCollection<Finding> Findings => [.. _findings.Values.OrderBy(finding => finding.Kind, StringComparer.Ordinal)];

    /// <summary>Kilobytes that the server held after the first batch and at the end.</summary>
    public (long Early, long Late) Memory { get; private set; }

    /// <summary>Sends the inputs that found something before, then so many new ones. An input depends on the seed and its number alone.</summary>
    public async Task SendAsync(int inputs, Action<string> tell)
    {
        foreach (var found in await FoundInputs.ReadAsync())
        {
            await JudgeAsync(found);
        }

        await JudgeLateAsync();

        for (var first = 0; first < inputs && !bed.Process.HasExited; first += BatchSize)
        {
            await bed.RenewAsync();
            await Parallel.ForEachAsync(
                Enumerable.Range(first, Math.Min(BatchSize, inputs - first)),
                new ParallelOptions { MaxDegreeOfParallelism = Workers },
                async (number, _) =>
                {
                    var random = new Random(unchecked((seed * 1_000_003) ^ number));
                    if (random.Next(10) == 0)
                    {
                        if (await new LoginSteps(JudgeAsync, random).WalkAsync())
                        {
                            Interlocked.Increment(ref _logins);
                        }

                        return;
                    }

                    var input = random.Next(3) == 0 ? ProtocolInputs.Next(bed, random) : AdminInputs.Next(bed, random);
                    await JudgeAsync(random.Next(5) == 0 ? HeaderInputs.With(input, random) : input);
                });
            await JudgeLateAsync();
            Memory = (first == 0 ? Resident() : Memory.Early, Resident());
            tell(string.Create(CultureInfo.InvariantCulture, $"{first + BatchSize} inputs, {_findings.Count} kinds of findings, {Memory.Late / 1024} MB"));
        }

        if (bed.Process.HasExited)
        {
            Find("the server ended", new FuzzInput("", "", "", null, null, null), bed.Process.Output[^Math.Min(4000, bed.Process.Output.Length)..]);
        }

        foreach (var line in bed.Process.Output.Split('\n').Where(line => line.Contains("Unhandled exception", StringComparison.OrdinalIgnoreCase) || line.Contains("UnobservedTaskException", StringComparison.Ordinal)))
        {
            Find("log: " + line[..Math.Min(line.Length, 200)], new FuzzInput("", "", "", null, null, null), line);
        }
    }

    private async Task<Answered?> JudgeAsync(FuzzInput input)
    {
        var answer = await _sender.AnswerAsync(input);
        // A machine that is busy with all the others is late, or has no room: asked again when they are done.
        if (answer is not null && (answer.Status == 503 || answer.Elapsed > s_patience))
        {
            _late.Enqueue(input);
        }
        else if (answer is not null)
        {
            Judge(input, answer);
        }

        return answer;
    }

    private async Task JudgeLateAsync()
    {
        while (_late.TryDequeue(out var input))
        {
            if (await _sender.AnswerAsync(input) is { } answer)
            {
                Judge(input, answer);
            }
        }
    }

    private void Judge(FuzzInput input, Answered answer)
    {
        Statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
        Slowest = answer.Elapsed > Slowest.Elapsed ? (answer.Elapsed, input.Route) : Slowest;
        if (answer.Status >= 500 && answer.Status != FeatureNotEnabled && !IsMailServers(answer))
        {
            Find($"{answer.Status} {input.Route} {Cause(answer.Body)}", input, answer.Body);
        }
        else if (answer.Elapsed > s_patience)
        {
            Find($"late {input.Route}", input, answer.Elapsed.ToString());
        }
        else if (answer.IsHtml && answer.Body.Contains(Values.Marker[..3], StringComparison.Ordinal))
        {
            Find($"html {input.Route}", input, answer.Body);
        }
    }

    // The inputs name mail servers that are none; Keycloak tells that with 500.
    private static bool IsMailServers(Answered answer) => answer.Status == 500 && answer.Body.StartsWith("{\"errorMessage\":\"Failed to send ", StringComparison.Ordinal);

    private void Find(string kind, FuzzInput input, string answer) =>
        _findings.AddOrUpdate(kind, _ => new Finding(kind, input, answer, 1), (_, known) => known with { Count = known.Count + 1 });

    // What the log says of the request that the body names.
    private string Cause(string body)
    {
        try
        {
            if ((string?)JsonNode.Parse(body)?["error_description"] is { } text && text.StartsWith("Correlation id ", StringComparison.Ordinal))
            {
                var lines = bed.Process.Output.Split('\n');
                var at = Array.FindIndex(lines, line => line.Contains(text["Correlation id ".Length..], StringComparison.Ordinal));
                if (at < 0)
                {
                    return "";
                }

                var frame = Array.Find(lines[(at + 1)..Math.Min(lines.Length, at + 40)], line => line.Contains(" at Identity.", StringComparison.Ordinal)) ?? "";
                return $"{lines[Math.Min(at + 1, lines.Length - 1)].Trim()} | {frame.Trim()}";
            }
        }
        catch (System.Text.Json.JsonException)
        {
            // A page.
        }

        return "";
    }

    private long Resident() => bed.Process.HasExited ? 0 : long.Parse(
        File.ReadLines($"/proc/{bed.Process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
