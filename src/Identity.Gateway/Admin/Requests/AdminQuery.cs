using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Requests;

/// <summary>The query of an admin request.</summary>
internal readonly struct AdminQuery(IQueryCollection query)
{
    /// <summary>The most items of one page.</summary>
    public const int MaxPage = 10_000;

    private const int MaxTextLength = 1024;
    private const int MaxValues = 100;

    /// <summary>The value; null when there is none or it is empty. Refused when it is too long.</summary>
    public string? Text(string name) => query[name] switch
    {
        [{ Length: > MaxTextLength }, ..] => throw AdminRefusalException.Invalid($"The parameter {name} is too long."),
        [{ Length: > 0 } value, ..] => value,
        _ => null,
    };

    /// <summary>All values of a repeated parameter.</summary>
    public IReadOnlyList<string> Texts(string name) => query[name] is { Count: <= MaxValues } values
        ? [.. values.OfType<string>().Where(value => value.Length > 0)]
        : throw AdminRefusalException.Invalid($"The parameter {name} is given too often.");

    /// <summary>Whether the parameter is there at all.</summary>
    public bool Has(string name) => query.ContainsKey(name);

    /// <summary>true or false in any case; null when there is none. Any other text is false, as with Keycloak.</summary>
    public bool? Flag(string name) => Text(name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>A whole number; null when there is none. Anything else is answered 404, as Keycloak does.</summary>
    public int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw AdminRefusalException.NotFound("HTTP 404 Not Found");

    /// <summary>The page that <c>first</c> and <c>max</c> ask for. A max that is missing is <paramref name="defaultMax"/>, a negative one all; none is larger than <see cref="MaxPage"/>.</summary>
    public AdminPage Page(int defaultMax = MaxPage) => new(
        Math.Max(0, Number("first") ?? 0),
        Number("max") switch
        {
            null => defaultMax,
            < 0 => MaxPage,
            { } max => Math.Min(MaxPage, max),
        });

    /// <summary>Keycloak's <c>q</c>: blank-separated key:value pairs, each part in double quotes where it holds blanks or colons.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes() => Text("q") is { } text ? AttributeQuery.Parse(text) : [];
}

/// <summary>Which part of a list is asked for.</summary>
/// <param name="First">How many items to leave out.</param>
/// <param name="Max">How many items at most.</param>
internal readonly record struct AdminPage(int First, int Max)
{
    /// <summary>The page of a list in memory.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> items) => items.Skip(First).Take(Max);
}
