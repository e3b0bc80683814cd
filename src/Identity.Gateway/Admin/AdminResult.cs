using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin;

/// <summary>What an endpoint of the admin API answers.</summary>
internal abstract record AdminResult
{
    private AdminResult()
    {
    }

    /// <summary>204 without a body.</summary>
    public static AdminResult NoContent { get; } = new Empty(204);

    /// <summary>204 that says itself that it must not be cached, as Keycloak answers some deletions.</summary>
    public static AdminResult NoContentUncached { get; } = new Empty(204) { CacheControl = "no-cache" };

    /// <summary>501 for what Keycloak answers so unless a preview feature is switched on.</summary>
    public static AdminResult FeatureNotEnabled { get; } = Error(501, "Feature not enabled", "For more on this error consult the server log.");

    /// <summary>200 with JSON.</summary>
    public static AdminResult Json(JsonNode body) => new Document(200, body, Location: null);

    /// <summary>201 with the address of what was made: the request's path and the id, or <paramref name="path"/> below the realm and the id.</summary>
    public static AdminResult Created(string id, string? path = null, JsonNode? body = null) => new Made(id, path, body);

    /// <summary>A refusal whose body is <c>{"error": ...}</c>, as Keycloak's REST layer words them.</summary>
    public static AdminResult Error(int status, string error, string? description = null)
    {
        var body = new JsonObject { ["error"] = error };
        if (description is not null)
        {
            body["error_description"] = description;
        }

        return new Document(status, body, Location: null);
    }

    /// <summary>A refusal whose body is <c>{"errorMessage": ...}</c> (Keycloak's ErrorRepresentation).</summary>
    public static AdminResult Refuse(int status, string message) => new Document(status, new JsonObject { ["errorMessage"] = message }, Location: null);

    /// <summary>404 with <c>{"error": ...}</c>.</summary>
    public static AdminResult NotFound(string error) => Error(404, error);

    /// <summary>409 with <c>{"errorMessage": ...}</c>.</summary>
    public static AdminResult Conflict(string message) => Refuse(409, message);

    /// <summary>403: the administrator lacks a role for what was asked.</summary>
    public static AdminResult Forbidden { get; } = Error(403, "HTTP 403 Forbidden");

    /// <summary>A status without a body.</summary>
    public sealed record Empty(int Status) : AdminResult
    {
        /// <summary>The header of that name; null sends none.</summary>
        public string? CacheControl { get; init; }
    }

    /// <summary>A JSON body.</summary>
    public sealed record Document(int Status, JsonNode Body, string? Location) : AdminResult;

    /// <summary>201 with a Location.</summary>
    public sealed record Made(string Id, string? Path, JsonNode? Body) : AdminResult;

    /// <summary>Anything else than JSON.</summary>
    public sealed record Content(byte[] Body, string ContentType, string? FileName = null) : AdminResult;

    /// <summary>JSON that is written as it is read, element by element: for answers too large to hold.</summary>
    public sealed record Stream(Func<System.IO.Stream, CancellationToken, Task> WriteAsync, string ContentType, string? FileName = null) : AdminResult;
}
