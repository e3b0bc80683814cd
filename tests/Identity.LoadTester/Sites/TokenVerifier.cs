using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Identity.LoadTester.Wires;

namespace Identity.LoadTester.Sites;

/// <summary>Verifies tokens by the keys that the realm publishes, as any resource server would (RFC 7515, RFC 7519).</summary>
internal sealed class TokenVerifier(Wire wire, string keysPath, string issuer) : IDisposable
{
    private readonly ConcurrentDictionary<string, AsymmetricAlgorithm> _keys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>The claims; or, in <c>Complaint</c>, why the token is not to be trusted.</summary>
    public async Task<(JsonElement Claims, string? Complaint)> VerifyAsync(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return (default, "a token that is no JWS");
        }

        var header = Parse(parts[0]);
        var algorithm = header.GetProperty("alg").GetString()!;
        if (await FindKeyAsync(header.GetProperty("kid").GetString()!) is not { } key)
        {
            return (default, "a token signed by a key that is not published");
        }

        var claims = Parse(parts[1]);
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return !IsSignature(key, algorithm, signed, Base64Url.DecodeFromChars(parts[2])) ? (claims, "a token whose signature does not verify")
            : claims.GetProperty("iss").GetString() != issuer ? (claims, "a token of another issuer")
            : claims.GetProperty("exp").GetInt64() <= TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 1 ? (claims, "a token that has expired already")
            : (claims, null);
    }

    public void Dispose()
    {
        _reading.Dispose();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static bool IsSignature(AsymmetricAlgorithm key, string algorithm, byte[] signed, byte[] signature)
    {
        var hash = algorithm[^3..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        return key switch
        {
            RSA rsa => rsa.VerifyData(signed, signature, hash, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            ECDsa ec => ec.VerifyData(signed, signature, hash),
            _ => false,
        };
    }

    private static JsonElement Parse(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.Clone();
    }

    private async Task<AsymmetricAlgorithm?> FindKeyAsync(string kid)
    {
        if (_keys.TryGetValue(kid, out var known))
        {
            return known;
        }

        await _reading.WaitAsync();
        try
        {
            if (!_keys.ContainsKey(kid) && (await wire.GetAsync(keysPath)) is { Status: 200 } reply)
            {
                using var document = JsonDocument.Parse(reply.Body);
                foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
                {
                    if (Import(key) is { } imported)
                    {
                        _keys.TryAdd(key.GetProperty("kid").GetString()!, imported);
                    }
                }
            }
        }
        finally
        {
            _reading.Release();
        }

        return _keys.GetValueOrDefault(kid);
    }

    private static AsymmetricAlgorithm? Import(JsonElement key)
    {
        byte[] Bytes(string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString()!);
        return key.GetProperty("kty").GetString() switch
        {
            "RSA" => RSA.Create(new RSAParameters { Modulus = Bytes("n"), Exponent = Bytes("e") }),
            "EC" => ECDsa.Create(new ECParameters
            {
                Curve = key.GetProperty("crv").GetString() switch { "P-256" => ECCurve.NamedCurves.nistP256, "P-384" => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 },
                Q = new ECPoint { X = Bytes("x"), Y = Bytes("y") },
            }),
            _ => null,
        };
    }
}
