using System.Text;

namespace Identity.Grains.Texts;

/// <summary>What PostgreSQL's text can hold: no U+0000 and no half of a surrogate pair.</summary>
public static class StorableText
{
    /// <summary>Whether it can be stored as it is. What cannot is found nowhere.</summary>
    public static bool IsStorable(string? text) => text is null || (!text.Contains('\0', StringComparison.Ordinal) && IsWellFormed(text));

    /// <summary>The text with U+FFFD for what cannot be stored, and no longer than that many characters.</summary>
    public static string? Of(string? text, int maxLength)
    {
        if (text is null)
        {
            return null;
        }

        var length = Math.Min(text.Length, maxLength);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        var cut = text[..length];
        return IsStorable(cut) ? cut : Repaired(cut);
    }

    private static string Repaired(string text)
    {
        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append((rune.Value == 0 ? Rune.ReplacementChar : rune).ToString());
        }

        return repaired.ToString();
    }

    private static bool IsWellFormed(string text)
    {
        for (var place = 0; place < text.Length; place++)
        {
            if (char.IsSurrogate(text[place]) && !(place + 1 < text.Length && char.IsSurrogatePair(text[place], text[++place])))
            {
                return false;
            }
        }

        return true;
    }
}
