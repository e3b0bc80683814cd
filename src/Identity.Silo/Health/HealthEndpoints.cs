using System.Text.Json;

namespace Identity.Silo.Health;

/// <summary>Answers /health in Keycloak's shape: 200 and UP, or 503 and DOWN with the reason.</summary>
internal sealed class HealthEndpoints(ServerState state, DatabaseProbe database)
{
    private const string ServerCheck = "Identity server";
    private const string DatabaseCheck = "Identity database connection health check";

    /// <summary>Answers a path below /health; false when there is none such.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        IReadOnlyList<HealthCheck>? checks = http.Request.Path.Value switch
        {
            // Live says that the process can answer. A database that is away must not get pods killed.
            "/health/live" => [],
            "/health/started" => [Started()],
            "/health/ready" or "/health" => [Serving(), new(DatabaseCheck, await database.FindFailureAsync(http.RequestAborted))],
            _ => null,
        };
        if (checks is not null)
        {
            await WriteAsync(http, checks);
        }

        return checks is not null;
    }

    private HealthCheck Started() => new(ServerCheck, state.Started ? null : $"Not started: {state.WaitingFor}");

    private HealthCheck Serving() => state.Draining ? new(ServerCheck, "Stopping") : Started();

    private static async Task WriteAsync(HttpContext http, IReadOnlyList<HealthCheck> checks)
    {
        var up = checks.All(check => check.Failure is null);
        http.Response.StatusCode = up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/json; charset=UTF-8";
        http.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("status", up ? "UP" : "DOWN");
        json.WriteStartArray("checks");
        foreach (var check in checks)
        {
            WriteCheck(json, check);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCheck(Utf8JsonWriter json, HealthCheck check)
    {
        json.WriteStartObject();
        json.WriteString("name", check.Name);
        json.WriteString("status", check.Failure is null ? "UP" : "DOWN");
        if (check.Failure is not null)
        {
            json.WriteStartObject("data");
            json.WriteString("reason", check.Failure);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
