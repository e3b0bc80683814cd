using Identity.Gateway.Forms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Reads the forms of our pages.</summary>
internal static class LoginForm
{
    private const int MaxUsernameLength = 255;
    private const int MaxPasswordLength = 4096;

    /// <summary>The form; empty when the request has none, or one with files.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && FormParameters.IsForm(http.Request.ContentType)
            ? await RequestForm.ReadAsync(http.Request, options: null, http.RequestAborted)
            : FormCollection.Empty;

    /// <summary>The user name typed, without surrounding spaces; empty when there is none or it is longer than any name.</summary>
    public static string Username(IFormCollection form) =>
        form["username"] is [{ Length: <= MaxUsernameLength } name] ? name.Trim() : string.Empty;

    /// <summary>A password typed, untouched; empty when there is none or it is too long to be one.</summary>
    public static string Password(IFormCollection form, string field) =>
        form[field] is [{ Length: <= MaxPasswordLength } password] ? password : string.Empty;

    /// <summary>Whether a box was ticked.</summary>
    public static bool IsTicked(IFormCollection form, string field) => form[field] is ["on"];
}
