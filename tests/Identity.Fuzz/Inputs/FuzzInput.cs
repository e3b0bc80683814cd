namespace Identity.Fuzz.Inputs;

/// <summary>One request.</summary>
/// <param name="Route">Method and route template: what findings are counted by.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query, encoded.</param>
/// <param name="ContentType">Of the body; null sends none.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Authorization">The header; null sends none, "admin" stands for the administrator's token.</param>
internal sealed record FuzzInput(string Route, string Method, string Target, string? ContentType, byte[]? Body, string? Authorization)
{
    /// <summary>Headers beside those.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
