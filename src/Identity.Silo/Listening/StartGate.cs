using Identity.Silo.Health;

namespace Identity.Silo.Listening;

/// <summary>Answers 503 until the server has started, so that no request meets a database without its tables, and sends clients
/// elsewhere once it drains.</summary>
internal static class StartGate
{
    public static void UseStartGate(this IApplicationBuilder app, ServerState state) => app.Use(next => http =>
    {
        if (state.Draining && HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            // The client's next request goes to another pod, rather than to a connection that is about to close.
            http.Response.Headers.Connection = "close";
        }

        if (state.Started)
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "1";
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync("""{"error":"temporarily_unavailable","error_description":"The server is starting"}""");
    });
}
