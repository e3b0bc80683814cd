using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Identity.Gateway.Admin.Events;

/// <summary>Events as JSON lines, one object a line, for whoever takes all of them along: asked for by <c>Accept: application/x-ndjson</c>.</summary>
/// <remarks>Sent as they are read, batch by batch: neither the server nor the number of events bounds the answer, unless <c>max</c> does.
/// Events that happen meanwhile are in it only when the oldest come first.</remarks>
internal static class EventLines
{
    private const string ContentType = "application/x-ndjson";
    private const int BatchSize = 500;

    /// <summary>Whether the request wants lines rather than one array.</summary>
    public static bool AreWanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    /// <summary>The events of a search.</summary>
    public static AdminResult Of(IEventStore store, LoginEventSearch search) => Of(
        (after, first, max, cancellationToken) => store.SearchAsync(search with { After = after, First = first, Max = max }, cancellationToken),
        found => new EventPlace(found.Time, found.Id),
        EventRepresentation.Write,
        search.First,
        search.Max,
        "events.jsonl");

    /// <inheritdoc cref="Of(IEventStore, LoginEventSearch)"/>
    public static AdminResult Of(IEventStore store, AdminEventSearch search) => Of(
        (after, first, max, cancellationToken) => store.SearchAsync(search with { After = after, First = first, Max = max }, cancellationToken),
        found => new EventPlace(found.Time, found.Id),
        EventRepresentation.Write,
        search.First,
        search.Max,
        "admin-events.jsonl");

    private static AdminResult.Stream Of<T>(
        Func<EventPlace?, int, int, CancellationToken, Task<IReadOnlyList<T>>> search,
        Func<T, EventPlace> placeOf,
        Func<T, JsonObject> write,
        int first,
        int max,
        string fileName) => new(
            async (body, cancellationToken) =>
            {
                await foreach (var batch in BatchesAsync(search, placeOf, first, max, cancellationToken))
                {
                    using var lines = new MemoryStream();
                    foreach (var found in batch)
                    {
                        using (var writer = new Utf8JsonWriter(lines))
                        {
                            write(found).WriteTo(writer);
                        }

                        lines.WriteByte((byte)'\n');
                    }

                    await body.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), cancellationToken);
                }
            },
            ContentType,
            fileName);

    private static async IAsyncEnumerable<IReadOnlyList<T>> BatchesAsync<T>(
        Func<EventPlace?, int, int, CancellationToken, Task<IReadOnlyList<T>>> search,
        Func<T, EventPlace> placeOf,
        int first,
        int max,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EventPlace? after = null;
        for (var left = max; left != 0;)
        {
            var size = left < 0 ? BatchSize : Math.Min(left, BatchSize);
            var batch = await search(after, after is null ? first : 0, size, cancellationToken);
            yield return batch;
            after = batch.Count > 0 ? placeOf(batch[^1]) : null;
            left = batch.Count < size ? 0 : left < 0 ? left : left - size;
        }
    }
}
