using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Answers;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Tokens;

/// <summary>Writes a JWT's payload: protocol claims in Keycloak's order, then those of the mappers. A mapper cannot set a protocol claim.</summary>
internal sealed class ClaimsPayload : IDisposable
{
    // Inside a JWT nothing needs escaping for HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly FrozenSet<string> Placed = new[]
    {
        ClaimNames.Expires, ClaimNames.IssuedAt, ClaimNames.AuthTime, ClaimNames.TokenId, ClaimNames.Issuer, ClaimNames.Audience,
        ClaimNames.Subject, ClaimNames.Type, ClaimNames.AuthorizedParty, ClaimNames.Nonce, ClaimNames.SessionId, ClaimNames.AccessTokenHash,
        ClaimNames.ContextClass, ClaimNames.AllowedOrigins, ClaimNames.RealmAccess, ClaimNames.ResourceAccess, ClaimNames.Scope, ClaimNames.NotBefore,
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly PooledBuffer _buffer = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly JsonObject _mapped;

    /// <summary>Begins a payload with the mappers' claims at hand.</summary>
    public ClaimsPayload(JsonObject mapped)
    {
        _mapped = mapped;
        _json = new Utf8JsonWriter(_buffer, Options);
        _json.WriteStartObject();
    }

    /// <summary>Writes a text; null leaves it out.</summary>
    public ClaimsPayload Add(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }

        return this;
    }

    /// <summary>Writes a number; null leaves it out.</summary>
    public ClaimsPayload Add(string name, long? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }

        return this;
    }

    /// <summary>Writes the mappers' claims of these names, where there are any.</summary>
    public ClaimsPayload Take(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Write(name, _mapped[name]);
        }

        return this;
    }

    /// <summary>Writes a mapper's claim under another name.</summary>
    public ClaimsPayload TakeAs(string name, JsonNode? value)
    {
        Write(name, value);
        return this;
    }

    /// <summary>Writes the mappers' other claims and ends the payload, which is there until the disposal.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        foreach (var (name, value) in _mapped)
        {
            if (!Placed.Contains(name))
            {
                Write(name, value);
            }
        }

        _json.WriteEndObject();
        _json.Flush();
        return _buffer.Written.Span;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _buffer.Dispose();
    }

    private void Write(string name, JsonNode? value)
    {
        if (value is not null)
        {
            _json.WritePropertyName(name);
            value.WriteTo(_json);
        }
    }
}
