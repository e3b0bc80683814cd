using System.Security.Cryptography;

namespace Identity.Grains.Keys;

/// <summary>A key that makes and checks JWS signatures (RFC 7515). Safe for concurrent use.</summary>
public abstract class SigningKey
{
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

    /// <summary>Signs the bytes.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>Whether the signature is this key's for these bytes.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

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
    private readonly RSA _rsa;
    private readonly HashAlgorithmName _hash;
    private readonly RSASignaturePadding _padding;

    public RsaSigningKey(RealmKey key, byte[] pkcs8)
        : base(key)
    {
        _rsa = RSA.Create();
        _rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        _hash = JoseAlgorithms.Hash(key.Algorithm);
        _padding = key.Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
    }

    public RSAParameters PublicParameters => _rsa.ExportParameters(includePrivateParameters: false);

    public override byte[] Sign(ReadOnlySpan<byte> data) => _rsa.SignData(data, _hash, _padding);

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
        _hash = JoseAlgorithms.Hash(key.Algorithm);
    }

    public ECParameters PublicParameters => _ecdsa.ExportParameters(includePrivateParameters: false);

    public override byte[] Sign(ReadOnlySpan<byte> data) => _ecdsa.SignData(data, _hash);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => _ecdsa.VerifyData(data, signature, _hash);
}

internal sealed class HmacSigningKey(RealmKey key, byte[] secret) : SigningKey(key)
{
    private readonly HashAlgorithmName _hash = JoseAlgorithms.Hash(key.Algorithm);

    public override byte[] Sign(ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(_hash, secret, data);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(Sign(data), signature);
}
