using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Identity.LoadTester.Ceilings;

/// <summary>Measures what the figures are to be seen beside: a bare signature, a bare hash, a bare insert, an empty endpoint.</summary>
internal static class AllCeilings
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(2);

    /// <summary>All of them; the insert only where a database is given.</summary>
    public static async Task<IReadOnlyList<Ceiling>> MeasureAsync(string? database)
    {
        List<Ceiling> ceilings = [Signature()];
        if (await HashAsync() is { } hash)
        {
            ceilings.Add(hash);
        }

        ceilings.Add(await EmptyEndpointAsync());
        if (database is not null)
        {
            ceilings.Add(await InsertAsync(database));
        }

        return ceilings;
    }

    private static Ceiling Signature()
    {
        using var key = RSA.Create(2048);
        var data = new byte[600];
        key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var (count, began) = (0, Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(began) < s_time; count++)
        {
            key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        return new Ceiling("RS256 signature, 2048 bits", count / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    // The reference program of Argon2; null where it is not installed.
    private static async Task<Ceiling?> HashAsync()
    {
        try
        {
            var fastest = double.MaxValue;
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < s_time;)
            {
                using var program = Process.Start(new ProcessStartInfo("argon2", ["salt-of-sixteen-", "-id", "-t", "5", "-k", "7168", "-p", "1", "-l", "32"])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                })!;
                await program.StandardInput.WriteAsync("password");
                program.StandardInput.Close();
                var seconds = (await program.StandardOutput.ReadToEndAsync()).Split('\n').FirstOrDefault(line => line.EndsWith("seconds", StringComparison.Ordinal))?.Split(' ')[0];
                await program.WaitForExitAsync();
                fastest = Math.Min(fastest, double.Parse(seconds ?? "1", System.Globalization.CultureInfo.InvariantCulture));
            }

            return new Ceiling("Argon2id hash, 7 MiB, 5 passes (the program argon2)", 1 / fastest);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Requests of a server that does nothing but answer, over one connection that is kept: what HTTP costs both sides.</summary>
    private static async Task<Ceiling> EmptyEndpointAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        using var http = new HttpClient();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        await http.GetStringAsync(url);
        var (count, began) = (0, Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(began) < s_time; count++)
        {
            await http.GetStringAsync(url);
        }

        var rate = count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        http.Dispose();
        await serving;
        return new Ceiling("empty endpoint, one request at a time, with the load tester's client", rate);
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync();
        socket.NoDelay = true;
        var buffer = new byte[4096];
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
        while (await socket.ReceiveAsync(buffer) > 0)
        {
            await socket.SendAsync(answer);
        }
    }

    private static async Task<Ceiling> InsertAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        await using (var create = new NpgsqlCommand("CREATE TEMPORARY TABLE ceiling (id uuid PRIMARY KEY, doc jsonb)", connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        // A temporary table is not logged; the marker makes each commit flush the log as a real one does.
        await using var insert = new NpgsqlCommand("WITH logged AS (SELECT pg_logical_emit_message(true, 'loadtest', 'ceiling')) INSERT INTO ceiling SELECT gen_random_uuid(), '{}' FROM logged", connection);
        await insert.PrepareAsync();
        var (count, began) = (0, Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(began) < s_time; count++)
        {
            await insert.ExecuteNonQueryAsync();
        }

        return new Ceiling("insert with commit, one at a time", count / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
