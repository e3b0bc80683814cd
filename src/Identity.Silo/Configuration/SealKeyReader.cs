using System.Buffers.Text;

namespace Identity.Silo.Configuration;

/// <summary>Reads the keys with which the installation seals what it stores and hands out.</summary>
internal sealed class SealKeyReader(SettingReader read)
{
    /// <summary>Bytes of one key.</summary>
    public const int KeySize = 32;

    /// <summary>The keys, newest first; empty when none are set, which is a problem where they are required.</summary>
    public IReadOnlyList<byte[]> Read(bool required)
    {
        if (read.Text(Settings.SealKeys) is { } text)
        {
            return ParseOrReport(Settings.SealKeys, text);
        }

        if (read.ExistingFile(Settings.SealKeyFile) is { } path)
        {
            try
            {
                return ParseOrReport(Settings.SealKeyFile, File.Exists(path) ? File.ReadAllText(path) : "");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                read.Problem(Settings.SealKeyFile, $"{path} cannot be read: {exception.Message}");
                return [];
            }
        }

        if (required)
        {
            read.Problem(Settings.SealKeyFile, "start needs the installation's keys, the same on every pod: set it or IDENTITY_SEAL_KEYS (make one with: openssl rand -base64 32).");
        }

        return [];
    }

    /// <summary>Keys in base64 or base64url with white space or commas between; null when one of them is none.</summary>
    public static IReadOnlyList<byte[]>? TryParse(string text)
    {
        var keys = new List<byte[]>();
        foreach (var part in text.Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var key = new byte[KeySize + 3];
            if (!Base64Url.TryDecodeFromChars(part.Replace('+', '-').Replace('/', '_').TrimEnd('='), key, out var written) || written != KeySize)
            {
                return null;
            }

            keys.Add(key[..KeySize]);
        }

        return keys;
    }

    private IReadOnlyList<byte[]> ParseOrReport(Setting setting, string text)
    {
        var keys = TryParse(text);
        if (keys is null or { Count: 0 })
        {
            read.Problem(setting, "holds something else than keys of 32 bytes in base64, newest first.");
        }

        return keys ?? [];
    }
}
