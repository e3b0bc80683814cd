using System.Buffers;

namespace Identity.Grains.Realms;

/// <summary>Names that a realm can have: they are one segment of an address.</summary>
internal static class RealmName
{
    private const int MaxLength = 255;

    // RFC 3986 section 2.2: reserved characters, and those that are no part of an address at all.
    private static readonly SearchValues<char> Refused = SearchValues.Create(":/?#@!$&()*+,;=[]\\%\"<>^`{|}");

    public static string Check(FileNode file)
    {
        var name = file.Required("realm");
        return name.Length <= MaxLength && !name.AsSpan().ContainsAny(Refused) && !name.Any(char.IsControl) && name is not ("." or "..")
            ? name
            : throw file.Error("realm", $"a realm's name has at most {MaxLength} characters and none of those that addresses reserve.");
    }
}
