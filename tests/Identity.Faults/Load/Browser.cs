using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Identity.Faults.Bed;
using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>One person logging in, each step wherever it is sent.</summary>
internal sealed partial class Browser(Wire wire, Journal journal, Account account)
{
    private readonly Dictionary<string, string> _cookies = [];
    private string _formAction = "";

    /// <summary>Proves to the token endpoint that the code was asked for here (RFC 7636).</summary>
    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What a right password was answered with.</summary>
    public string? Code { get; private set; }

    /// <summary>The session that the answer named.</summary>
    public string? Session { get; private set; }

    /// <summary>Opens the login page.</summary>
    public async Task<Operation> OpenAsync(Target target)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var reply = await wire.GetAsync(target, account.Path("auth")
            + $"?response_type=code&scope=openid&state=s&client_id={account.Client}&redirect_uri={Uri.EscapeDataString(Realms.RedirectUri)}&code_challenge={challenge}&code_challenge_method=S256");
        Keep(reply);
        var form = FormAction().Match(reply.Body);
        if (form.Success)
        {
            _formAction = WebUtility.HtmlDecode(form.Groups[1].Value);
        }

        return Record(OperationKind.Page, target, reply, form.Success ? Outcome.Ok : Outcome.Refused);
    }

    /// <summary>Submits a password.</summary>
    public async Task<Operation> SubmitAsync(Target target, string password)
    {
        var path = Uri.TryCreate(_formAction, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal) ? absolute.PathAndQuery : _formAction;
        var form = new Dictionary<string, string> { ["username"] = account.Username, ["password"] = password };
        var reply = await wire.PostAsync(target, path, form, string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        Keep(reply);
        var answer = reply.Location is { IsAbsoluteUri: true } location ? System.Web.HttpUtility.ParseQueryString(location.Query) : [];
        Code = answer["code"];
        Session = answer["session_state"];
        var kind = password == Realms.Password ? OperationKind.Login : OperationKind.WrongPassword;
        return Record(kind, target, reply, Code is null ? Outcome.Refused : Outcome.Ok);
    }

    private Operation Record(OperationKind kind, Target target, Reply reply, Outcome decided) => journal.Add(new Operation
    {
        Kind = kind,
        InvokedAt = reply.InvokedAt,
        CompletedAt = reply.CompletedAt,
        Outcome = reply.Trouble ?? decided,
        Pod = target.Name,
        User = account.UserId,
        Detail = decided == Outcome.Ok ? null : reply.Detail,
    });

    private void Keep(Reply reply)
    {
        foreach (var cookie in reply.Cookies)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex FormAction();
}
