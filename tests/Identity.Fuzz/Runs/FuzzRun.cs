using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
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

    private readonly ConcurrentQueue<FuzzInput> _late = new();
    private readonly ConcurrentDictionary<string, Finding> _findings = new(StringComparer.Ordinal);

    /// <summary>Answers by status.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

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
                    await JudgeAsync(random.Next(3) == 0 ? ProtocolInputs.Next(bed, random) : AdminInputs.Next(bed, random));
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

    private async Task JudgeAsync(FuzzInput input)
    {
        if (await AnswerAsync(input) is not { } answer)
        {
            return;
        }

        // A machine that is busy with all the others is late, or has no room: asked again when they are done.
        if (answer.Status == 503 || answer.Elapsed > s_patience)
        {
            _late.Enqueue(input);
            return;
        }

        Judge(input, answer);
    }

    private async Task JudgeLateAsync()
    {
        while (_late.TryDequeue(out var input))
        {
            if (await AnswerAsync(input) is { } answer)
            {
                Judge(input, answer);
            }
        }
    }

    private void Judge(FuzzInput input, Answered answer)
    {
        Statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
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

    private async Task<Answered?> AnswerAsync(FuzzInput input)
    {
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new HttpMethod(input.Method), new Uri(bed.Url + input.Target, options));
        if (input.Body is not null)
        {
            request.Content = new ByteArrayContent(input.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", input.ContentType);
        }

        if (input.Authorization is { } authorization && authorization.All(letter => letter is >= ' ' and < '\u007f'))
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization == "admin" ? $"Bearer {bed.Token}" : authorization);
        }

        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await bed.Http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return new Answered((int)response.StatusCode, body, response.Content.Headers.ContentType is MediaTypeHeaderValue { MediaType: "text/html" }, Stopwatch.GetElapsedTime(start));
        }
        catch (OperationCanceledException)
        {
            return new Answered(0, "", false, Stopwatch.GetElapsedTime(start));
        }
        catch (HttpRequestException exception)
        {
            // A body that is refused before it was read ends the connection.
            return bed.Process.HasExited ? new Answered(599, exception.Message, false, default) : null;
        }
    }

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

    private sealed record Answered(int Status, string Body, bool IsHtml, TimeSpan Elapsed);

    private long Resident() => bed.Process.HasExited ? 0 : long.Parse(
        File.ReadLines($"/proc/{bed.Process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
