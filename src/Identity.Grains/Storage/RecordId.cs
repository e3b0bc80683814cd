using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Identity.Grains.Storage;

/// <summary>What can be the id of a record, of whichever kind.</summary>
public static class RecordId
{
    /// <summary>The id that no record has: who looks for what cannot be an id looks for this one, in the same way and time as for any other.</summary>
    public const string Nobody = "~nobody";

    /// <summary>Characters of an id.</summary>
    public const int MaxLength = 255;

    /// <summary>Characters of an id that someone outside has chosen.</summary>
    public const int MaxChosenLength = 64;

    /// <summary>Why <see cref="IsChoosable"/> refuses an id.</summary>
    public const string Complaint = "an id has 1 to 64 characters: letters, digits, inner spaces and any of - _ . : @ + = ( ) , '";

    private static readonly SearchValues<char> s_plain =
        SearchValues.Create(" !\"#$%&'()*+,-.0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static readonly SearchValues<char> s_choosableMarks = SearchValues.Create(" -_.:@+=(),'");

    /// <summary>Whether it can be part of a key: 1 to 255 characters that can be stored, none of which is a slash or invisible.</summary>
    public static bool IsValid([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= MaxLength } && (id.AsSpan().IndexOfAnyExcept(s_plain) < 0 || id.EnumerateRunes().All(IsAllowed) && !HasLoneSurrogate(id));

    /// <summary>Whether a realm file or a request may choose it: besides being valid it stands in an address as one segment, and collides
    /// with none of the ids that the server makes from others (those have a tilde).</summary>
    public static bool IsChoosable([NotNullWhen(true)] string? id) =>
        id is { Length: <= MaxChosenLength } && IsValid(id) && id is not ("." or "..") && id[0] != ' ' && id[^1] != ' '
        && id.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || IsMark(rune));

    private static bool IsMark(Rune rune) =>
        (rune.IsBmp && s_choosableMarks.Contains((char)rune.Value))
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsAllowed(Rune rune) => rune.Value != '/' && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);

    // Runes show a lone surrogate as U+FFFD, which is a character of its own.
    private static bool HasLoneSurrogate(string id)
    {
        for (var place = 0; place < id.Length; place++)
        {
            if (char.IsSurrogate(id[place]) && !(place + 1 < id.Length && char.IsSurrogatePair(id[place], id[++place])))
            {
                return true;
            }
        }

        return false;
    }
}
