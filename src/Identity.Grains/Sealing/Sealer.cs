using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Grains.Sealing;

/// <summary>Seals small texts with authenticated encryption (AES-256-GCM) so that any pod, and nobody else, can open them.</summary>
/// <remarks>The first key of the ring seals, all of them open: a key is rotated by putting the new one in front and taking
/// the old one away when nothing sealed with it is left. Each purpose has a key of its own (HKDF, RFC 5869): what was sealed
/// for one purpose does not open for another.</remarks>
public sealed class Sealer
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[][] _ring;

    /// <summary>Takes the ring, the sealing key first; each key is 32 random bytes.</summary>
    public Sealer(IReadOnlyList<byte[]> ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        if (ring.Count == 0 || ring.Any(key => key.Length != 32))
        {
            throw new ArgumentException("The key ring needs at least one key, each of 32 bytes.", nameof(ring));
        }

        _ring = [.. ring];
    }

    /// <summary>Seals the bytes as base64url text. Two calls never give the same text.</summary>
    public string Seal(string purpose, ReadOnlySpan<byte> plaintext)
    {
        var output = new byte[NonceSize + plaintext.Length + TagSize];
        var nonce = output.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(KeyFor(_ring[0], purpose), TagSize);
        aes.Encrypt(nonce, plaintext, output.AsSpan(NonceSize, plaintext.Length), output.AsSpan(NonceSize + plaintext.Length));
        return Base64Url.EncodeToString(output);
    }

    /// <summary>Opens what <see cref="Seal"/> sealed for the same purpose; null for anything else.</summary>
    public byte[]? Open(string purpose, string? sealedText)
    {
        if (sealedText is null || !TryDecode(sealedText, out var input) || input.Length < NonceSize + TagSize)
        {
            return null;
        }

        var plaintext = new byte[input.Length - NonceSize - TagSize];
        foreach (var key in _ring)
        {
            using var aes = new AesGcm(KeyFor(key, purpose), TagSize);
            try
            {
                aes.Decrypt(input.AsSpan(0, NonceSize), input.AsSpan(NonceSize, plaintext.Length), input.AsSpan(NonceSize + plaintext.Length), plaintext);
                return plaintext;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Sealed with another key of the ring, or not by us.
            }
        }

        return null;
    }

    /// <summary>A secret for each key of the ring, in its order, for a purpose and what it is for: never the same as for another, nor as what seals.</summary>
    internal byte[][] Derive(string purpose, string context, int size) =>
        [.. _ring.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA512, key, size, salt: Encoding.UTF8.GetBytes(context), info: Encoding.UTF8.GetBytes($"derived {purpose}")))];

    private static byte[] KeyFor(byte[] key, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(purpose));

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        Array.Resize(ref bytes, written);
        return true;
    }
}
