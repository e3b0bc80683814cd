using System.Diagnostics;
using System.Net.Http.Headers;
using Identity.Fuzz.Bed;
using Identity.Fuzz.Inputs;

namespace Identity.Fuzz.Runs;

/// <summary>Sends an input as it is, as far as HTTP can carry it.</summary>
internal sealed class FuzzSender(FuzzBed bed)
{
    /// <summary>The answer; null when the connection ended without one and the server is still there.</summary>
    public async Task<Answered?> AnswerAsync(FuzzInput input)
    {
        using var request = Request(input);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await bed.Http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return new Answered(
                (int)response.StatusCode,
                body,
                response.Content.Headers.ContentType is MediaTypeHeaderValue { MediaType: "text/html" },
                Stopwatch.GetElapsedTime(start),
                response.Headers.Location?.OriginalString,
                response.Headers.TryGetValues("Set-Cookie", out var lines) ? [.. lines.Select(Cookie)] : []);
        }
        catch (OperationCanceledException)
        {
            return new Answered(0, "", false, Stopwatch.GetElapsedTime(start), null, []);
        }
        catch (HttpRequestException exception)
        {
            // A body that is refused before it was read ends the connection.
            return bed.Process.HasExited ? new Answered(599, exception.Message, false, default, null, []) : null;
        }
    }

    private HttpRequestMessage Request(FuzzInput input)
    {
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(new HttpMethod(input.Method), new Uri(bed.Url + input.Target, options));
        if (input.Body is not null)
        {
            request.Content = new ByteArrayContent(input.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", input.ContentType);
        }

        if (input.Authorization is { } authorization && authorization.All(letter => letter is >= ' ' and < '\u007f'))
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization == "admin" ? $"Bearer {bed.Token}" : authorization);
        }

        foreach (var (name, value) in input.Headers.Where(header => !header.Value.AsSpan().ContainsAny('\r', '\n', '\0')))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static KeyValuePair<string, string> Cookie(string line)
    {
        var pair = line.Split(';', 2)[0].Split('=', 2);
        return KeyValuePair.Create(pair[0], pair.ElementAtOrDefault(1) ?? "");
    }
}
