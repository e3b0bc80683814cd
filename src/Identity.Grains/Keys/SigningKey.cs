using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Identity.Grains.Keys;

/// <summary>A key that makes and checks JWS signatures (RFC 7515). Safe for concurrent use.</summary>
public abstract class SigningKey
{
    private readonly ConcurrentDictionary<string, byte[]> _headers = new(StringComparer.Ordinal);

    private protected SigningKey(RealmKey key)
    {
        Kid = key.Kid;
        Algorithm = key.Algorithm;
        Certificate = key.Certificate;
    }

    /// <summary>Key id.</summary>
    public string Kid { get; }

    /// <summary>The alg header of what it signs.</summary>
    public string Algorithm { get; }

    /// <summary>Base64 DER; null where there is none.</summary>
    public string? Certificate { get; }

    /// <summary>The length of its signatures in bytes.</summary>
    public abstract int SignatureSize { get; }

    /// <summary>Signs the bytes.</summary>
    /// <param name="data">What to sign.</param>
    /// <param name="signature">Filled; <see cref="SignatureSize"/> long.</param>
    public abstract void Sign(ReadOnlySpan<byte> data, Span<byte> signature);

    /// <summary>Signs the bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var signature = new byte[SignatureSize];
        Sign(data, signature);
        return signature;
    }

    /// <summary>Whether the signature is this key's for these bytes.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The header of the tokens that it signs, in base64url. The types are few: each names a kind of token that we issue.</summary>
    internal ReadOnlySpan<byte> Header(string type) => _headers.GetOrAdd(type, static (type, key) =>
        Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{key.Algorithm}}","typ":"{{type}}","kid":"{{JsonEncodedText.Encode(key.Kid)}}"}"""))), this);

    /// <summary>Makes the key usable. The private bytes are PKCS#8, or the secret of an HMAC key.</summary>
    public static SigningKey Create(RealmKey key, byte[] privateKey)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Algorithm switch
        {
            JoseAlgorithms.RS256 or JoseAlgorithms.RS384 or JoseAlgorithms.RS512
                or JoseAlgorithms.PS256 or JoseAlgorithms.PS384 or JoseAlgorithms.PS512 => new RsaSigningKey(key, privateKey),
            JoseAlgorithms.ES256 or JoseAlgorithms.ES384 or JoseAlgorithms.ES512 => new EcdsaSigningKey(key, privateKey),
            JoseAlgorithms.EdDSA => new Ed25519SigningKey(key, privateKey),
            JoseAlgorithms.HS256 or JoseAlgorithms.HS384 or JoseAlgorithms.HS512 => new HmacSigningKey(key, privateKey),
            _ => throw new NotSupportedException($"Key {key.Kid}: algorithm {key.Algorithm} does not sign."),
        };
    }
}

internal sealed class RsaSigningKey : SigningKey
{
    private const int MinBits = 1024;

    private readonly RSA _rsa;
    private readonly HashAlgorithmName _hash;
    private readonly RSASignaturePadding _padding;

    public RsaSigningKey(RealmKey key, byte[] pkcs8)
        : base(key)
    {
        _rsa = RSA.Create();
        _rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        if (_rsa.KeySize < MinBits)
        {
            throw new NotSupportedException($"Key {key.Kid} is too short to sign.");
        }

        _hash = JoseAlgorithms.Hash(key.Algorithm);
        _padding = key.Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        SignatureSize = (_rsa.KeySize + 7) / 8;
    }

    public RSAParameters PublicParameters => _rsa.ExportParameters(includePrivateParameters: false);

    public override int SignatureSize { get; }

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => _rsa.SignData(data, signature, _hash, _padding);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => _rsa.VerifyData(data, signature, _hash, _padding);
}

internal sealed class EcdsaSigningKey : SigningKey
{
    private readonly ECDsa _ecdsa;
    private readonly HashAlgorithmName _hash;

    public EcdsaSigningKey(RealmKey key, byte[] pkcs8)
        : base(key)
    {
        _ecdsa = ECDsa.Create();
        _ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
        if (_ecdsa.KeySize != key.Algorithm switch { JoseAlgorithms.ES256 => 256, JoseAlgorithms.ES384 => 384, _ => 521 })
        {
            throw new NotSupportedException($"Key {key.Kid} is on another curve than that of {key.Algorithm}.");
        }

        _hash = JoseAlgorithms.Hash(key.Algorithm);

        // RFC 7518 section 3.4: both numbers in the length of the curve's field.
        SignatureSize = 2 * ((_ecdsa.KeySize + 7) / 8);
    }

    public ECParameters PublicParameters => _ecdsa.ExportParameters(includePrivateParameters: false);

    public override int SignatureSize { get; }

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => _ecdsa.SignData(data, signature, _hash);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => _ecdsa.VerifyData(data, signature, _hash);
}

internal sealed class HmacSigningKey(RealmKey key, byte[] secret) : SigningKey(key)
{
    private readonly HashAlgorithmName _hash = JoseAlgorithms.Hash(key.Algorithm);

    public override int SignatureSize { get; } = JoseAlgorithms.HashSize(key.Algorithm);

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => CryptographicOperations.HmacData(_hash, secret, data, signature);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> own = stackalloc byte[SHA512.HashSizeInBytes];
        own = own[..SignatureSize];
        Sign(data, own);
        return CryptographicOperations.FixedTimeEquals(own, signature);
    }
}
