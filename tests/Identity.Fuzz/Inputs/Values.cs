namespace Identity.Fuzz.Inputs;

/// <summary>Values that programs trip over.</summary>
internal static class Values
{
    /// <summary>Breaks out of any HTML that does not escape it.</summary>
    public const string Marker = "<fz\"'&>";

    private static readonly string[] s_texts =
    [
        "", " ", "a", "\0", "a\0b", "\ud800", "\udc00x", "\ufffd", "\ufeff", "\u2028", "\u001b[31m", "\r\nX-Injected: y", "\u202e", "é", "😀", Marker, $"\">{Marker}<script>", $"a{Marker}b",
        "../../etc/passwd", "%", "%00", "%2F", "%25", "a/b", "/", "//", "\\", "'", "\"", "'; DROP TABLE realm; --", "{", "[", "[]", "{}", "null", "true", "false", "-1", "0", "1", "00", "1e400", "1.5",
        "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "99999999999999999999999999", "NaN", "${a}", "${", "a:b", ":", "*", "**", "+", "##",
        "http://[", "http://", "http://ß", "javascript:alert(1)", "urn:x", "file:///etc/passwd", "http://a.example:99999/", "https://*.example/*", "data:text/html,x", "http://a.example/#f", "http://\0",
        "2026-13-45", "0000-00-00", "99999-01-01", "2026-02-29", "-1-1-1", "1970-01-01", "(a+)+$", "[", "(?<", "\\", "a{1000000}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\u0000\"}", "[1,", "{\"a\":1,\"a\":2}", "{\"keys\":[1]}", "{\"keys\":[{\"kty\":\"RSA\"}]}",
        "\"x\"", "AAAA", "====", "eyJ.eyJ.x", "e30.e30.", "eyJhbGciOiJub25lIn0.e30.", "a@b", "a@b.example", "admin", "master", "openid", "openid-connect", "saml", "default", "none", "EXTERNAL", "de", "xx-yy-zz", "Bearer x", "Basic eA==", "Basic ====",
        "hashAlgorithm(x) and length(999999999999)", "length(-1)", "length", "regexPattern([)", "forceExpiredPasswordChange(99999999999)", "passwordHistory(x)", "maxLength(1e9)",
    ];

    private static readonly string[] s_json =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "-0", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e20", "1e308", "1e400", "-1e400",
        "123456789012345678901234567890123456789012345678901234567890", "[]", "{}", "[null]", "[[]]", "[{}]", "[1]", "[\"a\"]", "{\"a\":1}", "{\"a\":null}", "{\"a\":[]}", "{\"a\":{}}", "{\"a\":\"b\"}", "{\"a\":[null]}", "{\"a\":[1]}",
        "{\"\":\"\"}", "{\"a\":[\"b\"]}", "\"\\u0000\"", "\"\\ud800\"", "\"\\udfffx\"", "{\"\\u0000\":[\"a\"]}", "{\"\\ud800\":\"a\"}", "{\"a\":1,\"a\":1}", "{\"a\":[\"\\u0000\"]}", "\"\"", "\" \"", "\"x\"",
    ];

    /// <summary>A text.</summary>
    public static string Text(Random random) => random.Next(12) switch
    {
        0 => new string((char)('a' + random.Next(26)), random.Next(8) switch { 0 => 100_000, < 3 => 10_000, < 5 => 3000, _ => 256 }),
        // Not to be compressed: an index holds more of what repeats.
        1 => string.Concat(Enumerable.Range(0, random.Next(4) switch { 0 => 20_000, 1 => 9000, 2 => 4000, _ => 300 }).Select(_ => (char)('a' + random.Next(26)))),
        2 => Marker + s_texts[random.Next(s_texts.Length)],
        3 => "http://ß" + string.Concat(Enumerable.Repeat(".a", random.Next(200))),
        _ => s_texts[random.Next(s_texts.Length)],
    };

    /// <summary>A piece of JSON, good or bad.</summary>
    public static string Json(Random random) => random.Next(10) switch
    {
        < 5 => s_json[random.Next(s_json.Length)],
        5 => new string('[', random.Next(3) * 40 + 1) + "1" + new string(']', 1),
        6 => "[" + string.Join(',', Enumerable.Repeat("\"a\"", random.Next(3000))) + "]",
        _ => Quoted(Text(random)),
    };

    private static string Quoted(string text) => "\"" + string.Concat(text.Select(letter =>
        letter < ' ' || letter is '"' or '\\' || char.IsSurrogate(letter) ? $"\\u{(int)letter:x4}" : letter.ToString())) + "\"";
}
