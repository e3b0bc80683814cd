using Identity.Gateway.Forms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Logout;

/// <summary>The parameters of a logout request, of its form or else its query; null stands for left out.</summary>
internal sealed class LogoutParameters(HttpRequest request, FormParameters form)
{
    private const int MaxLength = 2048;
    private const int MaxTokenLength = 16 * 1024;
    private const string HintName = "id_token_hint";
    private static readonly string[] Names = [HintName, "post_logout_redirect_uri", "client_id", "state"];

    public string? IdTokenHint => Read(HintName);

    public string? RedirectUri => Read("post_logout_redirect_uri");

    public string? ClientId => Read("client_id");

    public string? State => Read("state");

    /// <summary>Whether each was sent once, in the form or in the query, and none is too long.</summary>
    public bool AreWellFormed => !AreInBoth(request, form) && Names.All(name =>
        request.Query[name].Count <= 1 && (Read(name)?.Length ?? 0) <= (name == HintName ? MaxTokenLength : MaxLength));

    /// <summary>Whether the form names a parameter that the query names too, with a value or without: two readers would see two requests.</summary>
    public static bool AreInBoth(HttpRequest request, FormParameters form) => form.HasAny(request.Query.Keys);

    private string? Read(string name) => form[name] ?? (request.Query[name] is [{ Length: > 0 } value] ? value : null);
}
