namespace Identity.Fuzz.Inputs;

/// <summary>Headers that a browser, a proxy or somebody who writes his own may send with any request.</summary>
internal static class HeaderInputs
{
    private static readonly string[] s_hosts =
    [
        "evil.example", "localhost:99999", "localhost:", "localhost:-1", "[::1]", "[::ffff:127.0.0.1]:80", "[", "a b", "ß.example", "xn--", "a@b", "user:pw@localhost", "localhost/x", "..", "127.1", "%00", "a,b", new('a', 300),
        "localhost#x", "localhost?x", "\\\\x", "a\tb",
    ];

    private static readonly string[] s_forwarded =
    [
        "for=192.0.2.60;proto=http;host=evil.example", "for=\"[2001:db8::1]:99999\"", "for=\"", "for=_hidden;host=", "proto=javascript", ";;;,,,", "for=unknown, for=1.2.3.4", "host=\"a\\\"b\"", "host=\"\\", "for=for=for",
    ];

    private static readonly string[] s_cookies =
    [
        "IDENTITY_KNOWN_BROWSER", "AUTH_SESSION_ID", "KEYCLOAK_IDENTITY", "KEYCLOAK_SESSION", "KEYCLOAK_LOCALE", "KEYCLOAK_3P_COOKIE", "__Host-AUTH_SESSION_ID", "__Secure-x", "", "a b", "$Version", "a=b",
    ];

    private static readonly string[] s_accepts = ["application/x-ndjson", "*/*;q=nan", "text/html;q=99999999999999999999", "application/json;q=-1", ";", ",,,", "a/b;c=\"", "text/html, application/json;q=0.000000000000000001", "*", "image/png"];

    private static readonly string[] s_types =
    [
        "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=\"", "application/x-www-form-urlencoded; charset=nonsense", "application/json; charset=utf-32",
        "application/json; charset=iso-8859-1", "application/json;charset=", "application/vnd.x+json", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", "multipart/form-data; boundary=" + new string('b', 300),
        "x", "/", ";", "application/json, text/plain", "text/plain; charset=ebcdic", "application/x-www-form-urlencoded;;;",
    ];

    private static readonly string[] s_others =
        ["Accept-Language", "Origin", "Referer", "User-Agent", "Range", "If-None-Match", "If-Modified-Since", "Content-Encoding", "Content-Language", "X-HTTP-Method-Override", "X-Original-URL", "DPoP", "X-Request-ID", "traceparent", "baggage", "Access-Control-Request-Method", "Access-Control-Request-Headers", "Sec-Fetch-Site", "Expect"];

    /// <summary>The input with one to three such headers, or with another type of its body.</summary>
    public static FuzzInput With(FuzzInput input, Random random)
    {
        var headers = new List<(string, string)>(input.Headers);
        for (var more = random.Next(1, 4); more > 0; more--)
        {
            if (input.Body is not null && random.Next(4) == 0)
            {
                input = input with { ContentType = One(s_types, random) };
                continue;
            }

            headers.Add(Next(random));
        }

        return input with { Headers = headers };
    }

    /// <summary>A cookie header's pairs with one of them twisted, or one more.</summary>
    public static string Cookies(IEnumerable<KeyValuePair<string, string>> cookies, Random random)
    {
        var pairs = cookies.Select(cookie => (Name: cookie.Key, cookie.Value)).ToList();
        if (pairs.Count > 0 && random.Next(3) > 0)
        {
            var at = random.Next(pairs.Count);
            pairs[at] = random.Next(4) switch
            {
                0 => (pairs[at].Name, Values.Text(random)),
                1 => (pairs[at].Name, pairs[random.Next(pairs.Count)].Value),
                _ => (pairs[at].Name, Mutation.Twisted(pairs[at].Value, random)),
            };
        }
        else
        {
            pairs.Add((One(s_cookies, random), Values.Text(random)));
        }

        return string.Join("; ", pairs.Select(pair => $"{pair.Name}={Cut(pair.Value)}"));
    }

    private static (string Name, string Value) Next(Random random) => random.Next(10) switch
    {
        0 => ("Host", One(s_hosts, random)),
        1 => ("X-Forwarded-Host", random.Next(3) == 0 ? Cut(Values.Text(random)) : One(s_hosts, random)),
        2 => ("X-Forwarded-For", random.Next(2) == 0 ? Cut(Values.Text(random)) : One(["1.2.3.4", "1.2.3.4, ::1", "[::1]:1", "fe80::1%eth0", "1.2.3.4:99999", "unknown", "0x7f.1"], random)),
        3 => ("X-Forwarded-Proto", random.Next(2) == 0 ? Cut(Values.Text(random)) : One(["https", "HTTPS", "javascript", "https,http", "ws"], random)),
        4 => ("X-Forwarded-Port", random.Next(2) == 0 ? Cut(Values.Text(random)) : One(["443", "0", "99999", "-1", "1e3"], random)),
        5 => ("Forwarded", random.Next(3) == 0 ? Cut(Values.Text(random)) : One(s_forwarded, random)),
        6 => ("Cookie", Cookies([], random)),
        7 => ("Accept", random.Next(3) == 0 ? Cut(Values.Text(random)) : One(s_accepts, random)),
        _ => (One(s_others, random), Cut(Values.Text(random))),
    };

    private static string One(string[] values, Random random) => values[random.Next(values.Length)];

    private static string Cut(string text) => text.Length > 4000 ? text[..4000] : text;
}
