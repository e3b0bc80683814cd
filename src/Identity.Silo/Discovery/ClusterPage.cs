using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Silo.Health;

namespace Identity.Silo.Discovery;

/// <summary>Answers /cluster: what this pod sees of the cluster, as JSON.</summary>
internal sealed class ClusterPage(ClusterReport report, ServerState state)
{
    // Read by people: a version's plus sign stays one.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(LinkStatus status) => status switch
    {
        LinkStatus.WrongCluster => "wrong-cluster",
        LinkStatus.TlsFailed => "tls-failed",
        LinkStatus.BadHello => "bad-hello",
        _ => status.ToString().ToLowerInvariant(),
    };

    public static string Text(NameStatus status) => status switch
    {
        NameStatus.NotFound => "not-found",
        NameStatus.ServerFailure => "server-failure",
        _ => status.ToString().ToLowerInvariant(),
    };

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json; charset=UTF-8";
        http.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, s_options);
        json.WriteStartObject();
        WriteLocal(json);
        json.WriteStartArray("dns");
        foreach (var name in report.Names)
        {
            WriteName(json, name);
        }

        json.WriteEndArray();
        json.WriteStartArray("peers");
        foreach (var peer in report.Peers)
        {
            WritePeer(json, peer);
        }

        json.WriteEndArray();
        WriteMembers(json);
        json.WriteStartArray("problems");
        foreach (var problem in report.Problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteLocal(Utf8JsonWriter json)
    {
        var local = report.Local;
        json.WriteString("clusterId", local.ClusterId);
        json.WriteString("instance", local.Instance);
        json.WriteString("version", local.Version);
        json.WriteString("runtime", local.Runtime);
        json.WriteString("address", local.Endpoint.ToString());
        json.WriteString("siloAddress", local.Silo?.ToString());
        json.WriteString("state", state.Draining ? "draining" : state.Started ? "serving" : "starting");
        json.WriteString("discovery", report.Options.On ? "on" : "off");
    }

    private void WriteName(Utf8JsonWriter json, NameAnswer name)
    {
        json.WriteStartObject();
        json.WriteString("name", name.Name);
        json.WriteString("status", Text(name.Status));
        json.WriteStartArray("addresses");
        foreach (var address in name.Addresses)
        {
            json.WriteStringValue(address.ToString());
        }

        json.WriteEndArray();
        json.WriteNumber("ageSeconds", report.SecondsSince(name.AnsweredAt));
        json.WriteNumber("failingSeconds", report.SecondsSince(name.FailingSince));
        json.WriteEndObject();
    }

    private void WritePeer(Utf8JsonWriter json, PeerState peer)
    {
        json.WriteStartObject();
        json.WriteString("address", peer.Endpoint.ToString());
        json.WriteString("instance", peer.Hello?.Instance);
        json.WriteString("version", peer.Hello?.Version);
        json.WriteString("siloAddress", peer.Hello?.Silo?.ToString());
        json.WriteString("link", Text(peer.Status));
        if (peer.RoundTrip is { } roundTrip)
        {
            json.WriteNumber("rttMs", Math.Round(roundTrip.TotalMilliseconds, 2));
        }

        json.WriteNumber("sinceSeconds", report.SecondsSince(peer.Since));
        json.WriteBoolean("inDns", report.IsListed(peer));
        json.WriteBoolean("leaving", peer.Leaving);
        json.WriteString("detail", peer.Detail);
        json.WriteEndObject();
    }

    private void WriteMembers(Utf8JsonWriter json)
    {
        if (report.Members is not { } members)
        {
            json.WriteNull("membership");
            return;
        }

        json.WriteStartArray("membership");
        foreach (var member in members)
        {
            json.WriteStartObject();
            json.WriteString("siloAddress", member.Silo.ToString());
            json.WriteString("name", member.Name);
            json.WriteString("status", member.Status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
