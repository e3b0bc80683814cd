using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Identity.Gateway.Pages;

/// <summary>Markup that is safe to send. The only way to make one is <see cref="Of"/>, which encodes every value it is given.</summary>
internal readonly struct Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>No markup.</summary>
    public static Html Empty => default;

    /// <summary>The text with its holes filled: strings and numbers encoded (for element content and quoted attributes), markup as it is.</summary>
    public static Html Of(ref Builder builder) => new(builder.ToMarkup());

    /// <summary>The parts one after another.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.ToString())));

    /// <summary>The markup.</summary>
    public override string ToString() => _markup ?? string.Empty;

    /// <summary>Builds markup from an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Builder
    {
        private readonly StringBuilder _text;

        public Builder(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 32));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(string? value) => _text.Append(Encoder.Encode(value ?? string.Empty));

        public void AppendFormatted(int value) => _text.Append(value);

        public void AppendFormatted(Html value) => _text.Append(value.ToString());

        public string ToMarkup() => _text.ToString();
    }
}
