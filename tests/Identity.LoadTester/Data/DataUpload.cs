using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.LoadTester.Sites;
using Identity.LoadTester.Wires;

namespace Identity.LoadTester.Data;

/// <summary>Brings a data set into a server by its admin API, or into a file for its import.</summary>
internal static class DataUpload
{
    private const int Batch = 500;
    private const int AtATime = 4;

    /// <summary>Makes the realm, in place of one of that name, and its users, in batches.</summary>
    public static async Task SendAsync(
        DataSet data, TextWriter output, CancellationToken stop, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        using var wire = new Wire(data.Options.Urls, data.Options.NewConnections, connect);
        using var administrator = new Administrator(wire, data.Options);
        var began = Stopwatch.GetTimestamp();
        await administrator.DemandAsync(HttpMethod.Delete, data.Options.Realm, null, 204, 404);
        await administrator.DemandAsync(HttpMethod.Post, "/admin/realms", data.Realm().ToJsonString(), 201);
        var done = 0;
        await Parallel.ForAsync(0, (data.Options.Users + Batch - 1) / Batch, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (batch, _) =>
        {
            var numbers = Enumerable.Range(batch * Batch, Math.Min(Batch, data.Options.Users - (batch * Batch))).ToList();
            var users = new JsonObject { ["ifResourceExists"] = "SKIP", ["users"] = new JsonArray([.. numbers.Select(data.User)]) };
            await administrator.DemandAsync(HttpMethod.Post, $"{data.Options.Realm}/partialImport", users.ToJsonString(), 200);
            if (Interlocked.Add(ref done, numbers.Count) is var made && (made % 10_000 == 0 || made == data.Options.Users))
            {
                await output.WriteLineAsync($"{made} users, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
            }
        });
    }

    /// <summary>Writes one realm file, user by user.</summary>
    public static async Task WriteAsync(DataSet data, string file, CancellationToken stop)
    {
        await using var stream = File.Create(file);
        await using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        foreach (var (name, value) in data.Realm())
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteStartArray("users");
        for (var number = 0; number < data.Options.Users; number++)
        {
            data.User(number).WriteTo(writer);
            if (number % Batch == 0)
            {
                await writer.FlushAsync(stop);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
