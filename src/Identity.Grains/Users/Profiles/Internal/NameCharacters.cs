using System.Buffers;
using System.Globalization;
using System.Text;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>The characters that names may have.</summary>
internal static class NameCharacters
{
    private static readonly SearchValues<char> s_notInUsernames = SearchValues.Create("<>&\"'$%!#?§,;:*~/\\|^=[]{}()`");
    private static readonly SearchValues<char> s_notInPersonNames = SearchValues.Create("<>&\"$%!#?§;*~/\\|^=[]{}()");

    private static readonly (int First, int Last)[] s_latin =
    [
        (0x0041, 0x005A), (0x0061, 0x007A), (0x00AA, 0x00AA), (0x00BA, 0x00BA), (0x00C0, 0x024F), (0x0250, 0x02B8), (0x1D00, 0x1DBF), (0x1E00, 0x1EFF),
        (0x2071, 0x2071), (0x207F, 0x209C), (0x2C60, 0x2C7F), (0xA722, 0xA7FF), (0xAB30, 0xAB64), (0xFB00, 0xFB06), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A),
    ];

    public static bool IsUsername(string text) =>
        text.AsSpan().IndexOfAny(s_notInUsernames) < 0 && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format);

    public static bool IsPersonName(string text) => text.AsSpan().IndexOfAny(s_notInPersonNames) < 0 && !text.Any(char.IsControl);

    /// <summary>Whether all letters are Latin ones and nothing else belongs to another script: a Cyrillic а looks like an a.</summary>
    public static bool IsLatin(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var isForeign = Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
                UnicodeCategory.DecimalDigitNumber => !rune.IsAscii && rune.Value is not (>= 0xFF10 and <= 0xFF19),
                _ => Rune.IsLetter(rune) && !s_latin.Any(range => rune.Value >= range.First && rune.Value <= range.Last),
            };
            if (isForeign)
            {
                return false;
            }
        }

        return true;
    }
}
