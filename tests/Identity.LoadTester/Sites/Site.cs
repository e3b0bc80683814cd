using System.Text.Json;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Wires;

namespace Identity.LoadTester.Sites;

/// <summary>A realm under load: where its endpoints are, how its tokens verify, who its users are.</summary>
internal sealed class Site : IDisposable
{
    private Site(SiteOptions options, Wire wire, TokenVerifier verifier) => (Options, Wire, Verifier, Administrator) = (options, wire, verifier, new Administrator(wire, options));

    public SiteOptions Options { get; }

    public Wire Wire { get; }

    public TokenVerifier Verifier { get; }

    /// <summary>For what applications may not: users, lifetimes, the server's version.</summary>
    public Administrator Administrator { get; }

    /// <summary>Connects, by the realm's discovery document.</summary>
    /// <exception cref="InvalidOperationException">There is no such realm.</exception>
    public static async Task<Site> OpenAsync(SiteOptions options, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        var wire = new Wire(options.Urls, options.NewConnections, connect);
        var discovery = await wire.GetAsync($"/realms/{options.Realm}/.well-known/openid-configuration");
        if (discovery.Status != 200)
        {
            wire.Dispose();
            throw new InvalidOperationException($"{options.Urls[0]} has no realm {options.Realm} ({discovery.Complaint}). The command data makes it.");
        }

        using var document = JsonDocument.Parse(discovery.Body);
        var issuer = document.RootElement.GetProperty("issuer").GetString()!;
        return new Site(options, wire, new TokenVerifier(wire, PathOf(options.Realm, "certs"), issuer));
    }

    /// <summary>The path of an endpoint of the protocol.</summary>
    public string Path(string endpoint) => PathOf(Options.Realm, endpoint);

    /// <summary>A user at random.</summary>
    public Session NewSession() => NewSession(Random.Shared.Next(Options.Users));

    /// <summary>That user.</summary>
    public Session NewSession(int user) => new(user, Options.UsernameOf(user));

    /// <summary>What authenticates a client of the data set.</summary>
    public Dictionary<string, string> Form(string client, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        form["client_id"] = client;
        form["client_secret"] = Options.Secret;
        return form;
    }

    /// <summary>Judges an answer of the token endpoint and keeps its tokens.</summary>
    public async Task<(Outcome Outcome, string? Complaint)> TakeTokensAsync(Reply reply, Session session, string client)
    {
        if (reply.Expecting(200) is var outcome && outcome != Outcome.Ok)
        {
            return (outcome, reply.Complaint);
        }

        using var document = JsonDocument.Parse(reply.Body);
        string? Token(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        var lifetime = TimeSpan.FromSeconds(document.RootElement.TryGetProperty("expires_in", out var seconds) ? seconds.GetDouble() : 60);
        var tokens = new Tokens(Token("access_token")!, Token("refresh_token"), Token("id_token"), lifetime);
        foreach (var token in new[] { tokens.Access, tokens.Id }.OfType<string>())
        {
            if (await FindWrongAsync(token, session) is { } complaint)
            {
                return (Outcome.Wrong, complaint);
            }
        }

        session.Tokens[client] = tokens;
        return (Outcome.Ok, null);
    }

    public void Dispose()
    {
        Administrator.Dispose();
        Verifier.Dispose();
        Wire.Dispose();
    }

    /// <summary>What is wrong with a token that was given to this session; null: nothing.</summary>
    private async Task<string?> FindWrongAsync(string token, Session session)
    {
        var (claims, complaint) = await Verifier.VerifyAsync(token);
        if (complaint is not null)
        {
            return complaint;
        }

        var subject = claims.GetProperty("sub").GetString();
        var id = claims.TryGetProperty("sid", out var sid) ? sid.GetString() : null;
        session.Subject ??= subject;
        session.Id ??= id;
        return session.Subject != subject || (claims.TryGetProperty("preferred_username", out var name) && name.GetString() != session.Username) ? "a token for another user"
            : id is not null && session.Id != id ? "a token of another session"
            : null;
    }

    private static string PathOf(string realm, string endpoint) => $"/realms/{realm}/protocol/openid-connect/{endpoint}";
}
