using System.Security.Cryptography;
using System.Text;

namespace Identity.Gateway.SessionStatus;

/// <summary>A page of one inline script, and the hash by which its content security policy allows it.</summary>
internal sealed class StatusScript
{
    public StatusScript(string script)
    {
        Page = Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title></title>\n</head>\n<body>\n<script>{script}</script>\n</body>\n</html>\n");
        Hash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}";
    }

    /// <summary>The page.</summary>
    public byte[] Page { get; }

    /// <summary>For script-src.</summary>
    public string Hash { get; }
}
