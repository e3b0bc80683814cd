using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Gateway.Tests.Fixtures;

/// <summary>The key that the client "signed" registered.</summary>
internal static class ClientKey
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string Jwks
    {
        get
        {
            var point = Key.ExportParameters(false).Q;
            return $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"k1","use":"sig","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}]}""";
        }
    }

    public static string Sign(string claims, string header = """{"alg":"ES256","kid":"k1"}""") =>
        Assemble(header, claims, signed => Key.SignData(signed, HashAlgorithmName.SHA256));

    public static string Mac(string claims, string secret) =>
        Assemble("""{"alg":"HS256"}""", claims, signed => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    private static string Assemble(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
