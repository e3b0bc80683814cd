using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Gateway.Authorize;
using Identity.Gateway.Cookies;
using Identity.Gateway.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Sessions;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>Seals and opens logins in progress. No pod keeps them: the address of the form does, and the browser's cookie is its counterpart.</summary>
internal sealed class LoginStates(Sealer sealer, TimeProvider time)
{
    private const int MaxLength = 8192;

    // Escapes only what JSON must: the state travels in an address.
    private static readonly LoginJsonContext Short =
        new(new JsonSerializerOptions(LoginJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A login of this browser for the request. The browser gets its cookie with the answer if it has none.</summary>
    public LoginState Begin(HttpContext http, AuthorizeRequest request, LoginProof? proof, string? tabId = null) => new()
    {
        Parameters = request.Parameters.Values.Where(parameter => parameter.Key != "id_token_hint").ToDictionary(),
        HintedUserId = request.HintedUserId,
        Browser = BrowserCookie.ReadOrIssue(http, request.Realm),
        TabId = tabId ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(8)),
        IssuedAt = time.GetUtcNow().ToUnixTimeSeconds(),
        Proof = proof,
    };

    /// <summary>The address that takes the login's next step.</summary>
    public string Address(RealmContext realm, LoginState state, string action, string execution)
    {
        var code = sealer.Seal(Purpose(realm), JsonSerializer.SerializeToUtf8Bytes(state, Short.LoginState));
        return $"{realm.Issuer}/login-actions/{action}?session_code={code}&execution={execution}&client_id={Uri.EscapeDataString(state.Parameters["client_id"])}&tab_id={state.TabId}";
    }

    /// <summary>The login that the request's address holds; null when this realm did not seal it.</summary>
    public LoginState? Open(HttpContext http, RealmContext realm)
    {
        var code = http.Request.Query["session_code"];
        return code.Count == 1 && code[0]!.Length <= MaxLength && sealer.Open(Purpose(realm), code[0]) is { } json
            ? Read(json)
            : null;
    }

    /// <summary>The id of the session that a login begins with a password: the same however often, and on whichever pod, its form is sent.</summary>
    /// <remarks>Nobody else can work it out: of what it is made of, the browser's part is in its cookie alone and sealed here.</remarks>
    public static string SessionIdOf(LoginState state) => SessionKey.IdOf($"login {state.Browser} {state.TabId}");

    /// <summary>The address that the login's answer goes to in the end.</summary>
    public static string? LeadsTo(LoginState state) => state.Parameters.GetValueOrDefault("redirect_uri");

    // During a rolling upgrade the page may be another release's.
    private static LoginState? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, LoginJsonContext.Default.LoginState);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why the step may not be taken, in words for the person; null when it may.</summary>
    public string? WhyStale(HttpContext http, RealmContext realm, LoginState state)
    {
        var settings = realm.Realm.Settings;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var lifespan = state.Proof is null ? settings.AccessCodeLifespanLogin : settings.AccessCodeLifespanUserAction;
        // Each step is sealed anew: however many there are, a password proves no longer than a login page may stay open.
        var oldProof = state.Proof is { SessionId: null } proof && (now - proof.AuthTime > settings.AccessCodeLifespanLogin || now > proof.ExpiresAt);
        if (oldProof || now - state.IssuedAt > lifespan)
        {
            return "Your login attempt timed out. Please sign in again.";
        }

        return BrowserCookie.Read(http, realm) is { } browser && FixedTime(browser, state.Browser)
            ? null
            : "This page has expired. Please sign in again. If you keep seeing this, allow cookies for this site.";
    }

    // The realm's id is part of the purpose: a login begun in one realm does not open in another.
    private static string Purpose(RealmContext realm) => $"login-state/{realm.Realm.Id}";

    private static bool FixedTime(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(left), System.Text.Encoding.ASCII.GetBytes(right));
}
