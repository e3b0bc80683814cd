using BenchmarkDotNet.Attributes;
using Identity.Grains.Keys;
using Identity.Grains.Sealing;

namespace Identity.Benchmarks.Keys;

/// <summary>Signatures alone, by the keys that realms have, over as many bytes as an access token has. The ceiling of tokens.</summary>
public class SignatureBenchmarks
{
    private readonly byte[] _signed = new byte[1200];
    private SigningKey _key = null!;
    private byte[] _signature = null!;

    /// <summary>RS256 has 2048 bits.</summary>
    [Params(JoseAlgorithms.RS256, JoseAlgorithms.ES256, JoseAlgorithms.EdDSA, JoseAlgorithms.HS512)]
    public string Algorithm { get; set; } = JoseAlgorithms.RS256;

    [GlobalSetup]
    public void SetUp()
    {
        var sealer = new Sealer([new byte[32]]);
        var record = new RealmKeyGenerator(sealer, TimeProvider.System).Generate("bench", Algorithm, priority: 100);
        _key = SigningKey.Create(record, sealer.Open(RealmKeysReader.SealPurpose, record.SealedPrivateKey)!);
        _signature = _key.Sign(_signed);
    }

    [Benchmark(Description = "sign")]
    public byte[] Sign() => _key.Sign(_signed);

    [Benchmark(Description = "verify")]
    public bool Verify() => _key.Verify(_signed, _signature);
}
