using System.Buffers;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Names that a realm can have: they are one segment of an address.</summary>
public static class RealmName
{
    private const int MaxLength = 255;

    // RFC 3986 section 2.2: reserved characters, and those that are no part of an address at all.
    private static readonly SearchValues<char> Refused = SearchValues.Create(":/?#@!$&()*+,;=[]\\%\"<>^`{|}");

    /// <summary>Whether a realm can have the name.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAny(Refused) && !name.Any(char.IsControl) && name is not ("." or "..")
            && name[0] != ' ' && name[^1] != ' ' && RecordId.IsValid(name);
    }

    /// <summary>Why it cannot, in Keycloak's words where it has some.</summary>
    public static string Complaint(string name) =>
        name.AsSpan().IndexOfAny(Refused) is >= 0 and var at
            ? $"Character '{name[at]}' not allowed."
            : $"A realm's name has 1 to {MaxLength} characters, none of which is invisible, and no space at its ends.";

    internal static string Check(FileNode file)
    {
        var name = file.Required("realm");
        return IsValid(name) ? name : throw file.Error("realm", $"a realm's name has at most {MaxLength} characters and none of those that addresses reserve.");
    }
}
