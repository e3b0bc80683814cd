using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Identity.Gateway.Tests.Hosting;
using Identity.Testing;

namespace Identity.Gateway.Tests.Forms;

public class HostileRequests(GatewayHost host)
{
    private const string Half = "\\ud800";

    // What ASP.NET cannot take apart begins like a form all the same.
    [Theory]
    [InlineData("/protocol/openid-connect/token", "application/x-www-form-urlencoded;;;")]
    [InlineData("/protocol/openid-connect/auth", "application/x-www-form-urlencoded;;;")]
    [InlineData("/login-actions/authenticate", "application/x-www-form-urlencoded;;;")]
    [InlineData("/login-actions/authenticate", "application/x-www-form-urlencoded; charset=\"")]
    [InlineData("/login-actions/authenticate", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("/protocol/openid-connect/auth", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("/protocol/openid-connect/logout/logout-confirm", "application/x-www-form-urlencoded;;;")]
    [InlineData("/protocol/openid-connect/logout/logout-confirm", "application/x-www-form-urlencoded, x")]
    public async Task A_type_that_is_none_is_the_clients_error(string path, string type)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent("a=b"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await http.PostAsync(new Uri($"{host.BaseUrl}/realms/{TestRealm.Name}{path}"), content);

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("state")]
    [InlineData("scope")]
    [InlineData("claims")]
    [InlineData("code_challenge")]
    public async Task A_NUL_in_an_authorization_request_is_the_clients_error(string name)
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl((name, "a\0b")));

        Assert.Equal((HttpStatusCode.Found, "invalid_request"), (answer.Status, answer.Parameter("error")));
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    public async Task A_NUL_in_what_names_the_client_stays_on_our_page(string name)
    {
        using var browser = new Browser(host);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(browser.AuthorizeUrl((name, "a\0b")))).Status);
    }

    [Fact]
    public async Task A_NUL_in_a_user_name_is_the_clients_error()
    {
        using var browser = new Browser(host);

        var answer = await browser.LogInAsync("alice\0", "alice-password\0");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("Invalid Request", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("username")]
    [InlineData("scope")]
    [InlineData("client_id")]
    [InlineData("code")]
    [InlineData("refresh_token")]
    public async Task A_NUL_in_a_token_request_is_the_clients_error(string name)
    {
        using var browser = new Browser(host);

        var answer = await browser.TokenAsync(("grant_type", "password"), (name, "a\0b"));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Text("error")));
    }

    // JSON allows an escaped half of a surrogate pair; .NET throws when it is read.
    [Theory]
    [InlineData($$"""{"alg":"RS256","kid":"{{Half}}"}""", "{}")]
    [InlineData($$"""{"alg":"{{Half}}","kid":"k"}""", "{}")]
    [InlineData("""{"alg":"RS256"}""", $$"""{"sub":"{{Half}}","iss":"{{Half}}"}""")]
    [InlineData("""{"alg":"RS256"}""", $$"""{"sub":"billing","{{Half}}":1}""")]
    [InlineData("""{"alg":"RS256"}""", $$"""{"sub":"billing","iss":"billing","aud":["{{Half}}"]}""")]
    [InlineData("""{"alg":1}""", """{"sub":1,"exp":1e999}""")]
    public async Task Unreadable_text_in_a_token_is_a_refused_token(string header, string claims)
    {
        using var browser = new Browser(host);
        var token = $"{Encode(header)}.{Encode(claims)}.{Encode("signature")}";

        var byAssertion = await browser.TokenAsync(
            ("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", token));
        var refresh = await browser.TokenAsync(("grant_type", "refresh_token"), ("client_id", "shop"), ("refresh_token", token));
        browser.Cookies.Add(new Uri($"{browser.Realm}/"), new Cookie("KEYCLOAK_IDENTITY", token));

        Assert.Equal(HttpStatusCode.Unauthorized, byAssertion.Status);
        Assert.Equal("invalid_grant", refresh.Text("error"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.UserInfoAsync(token)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync($"{browser.Realm}/protocol/openid-connect/logout?id_token_hint={token}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(browser.AuthorizeUrl())).Status);
    }

    [Fact]
    public async Task A_token_nested_too_deeply_is_a_refused_token()
    {
        using var browser = new Browser(host);
        var deep = Encode(string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000));

        var answer = await browser.TokenAsync(
            ("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", $"{deep[..8000]}.{deep[..8000]}.x"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_request", (await browser.GetAsync(browser.AuthorizeUrl(("claims", new string('[', 100) + new string(']', 100))))).Parameter("error"));
    }

    [Fact]
    public async Task A_claims_parameter_with_unreadable_text_is_the_clients_error()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(browser.AuthorizeUrl(("claims", $$$"""{"id_token":{"{{{Half}}}":null}}""")));

        Assert.Equal("invalid_request", answer.Parameter("error"));
    }

    [Theory]
    [InlineData("state", "\"")]
    [InlineData("state", "\u0001")]
    [InlineData("nonce", "語")]
    [InlineData("nonce", "<")]
    public async Task A_request_is_either_refused_at_once_or_can_be_finished(string name, string letter)
    {
        foreach (var length in (int[])[600, 1200, 2048])
        {
            using var browser = new Browser(host);
            var page = await browser.GetAsync(browser.AuthorizeUrl((name, string.Concat(Enumerable.Repeat(letter, length)))));
            if (page.Status == HttpStatusCode.OK)
            {
                Assert.NotEmpty((await browser.SubmitLoginAsync(page, TestRealm.User, TestRealm.Password)).Code);
            }
            else if (page.Status != HttpStatusCode.RequestUriTooLong)
            {
                Assert.Equal("invalid_request", page.Parameter("error"));
            }
        }
    }

    [Theory]
    [InlineData("/login-actions/authenticate")]
    [InlineData("/login-actions/one-time-code")]
    [InlineData("/protocol/openid-connect/auth")]
    [InlineData("/protocol/openid-connect/logout/logout-confirm")]
    [InlineData("/protocol/openid-connect/token")]
    [InlineData("/protocol/openid-connect/revoke")]
    public async Task A_body_that_is_no_form_of_ours_is_refused(string path)
    {
        using var http = new HttpClient();
        var address = new Uri($"{host.BaseUrl}/realms/acme{path}");
        var fields = string.Join('&', Enumerable.Range(0, 3000).Select(number => $"f{number}=1"));

        Assert.InRange(await StatusAsync("a=b", "multipart/form-data; boundary=x"), 400, 499);
        Assert.InRange(await StatusAsync(fields, "application/x-www-form-urlencoded"), 400, 499);
        var huge = $"POST {address.AbsolutePath} HTTP/1.1\nHost: h\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 300000";
        Assert.StartsWith("4", (await RawRequest.SendAsync(host.BaseUrl, huge)).Split(' ')[1], StringComparison.Ordinal);
        Assert.InRange(await StatusAsync("{}", "application/json"), 400, 499);

        async Task<int> StatusAsync(string body, string type)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var answer = await http.PostAsync(address, content);
            return (int)answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("GET /realms/acme/protocol/openid-connect/certs HTTP/1.1\nHost: h\nOrigin: http://é", "200")]
    [InlineData("OPTIONS /realms/acme/protocol/openid-connect/token HTTP/1.1\nHost: h\nOrigin: http://é", "200")]
    [InlineData("GET /realms/acme/protocol/openid-connect/auth HTTP/1.1\nHost: [::1", "400")]
    [InlineData("GET /realms/acme/protocol/openid-connect/auth HTTP/1.1\nHost: h:99999999", "400")]
    [InlineData("GET /realms/acme/protocol/openid-connect/auth HTTP/1.0", "400")]
    [InlineData("GET /realms/acme/login-actions/authenticate HTTP/1.1\nHost: a%b", "400")]
    [InlineData("HEAD /realms/acme/protocol/openid-connect/auth HTTP/1.1\nHost: h", "405")]
    [InlineData("GET /realms/acme/protocol/openid-connect/token HTTP/1.1\nHost: h", "405")]
    [InlineData("POST /realms/acme/protocol/openid-connect/certs HTTP/1.1\nHost: h\nContent-Length: 0", "405")]
    [InlineData("GET /realms/acme/protocol/openid-connect/token HTTP/1.1\nHost: h\nX-HTTP-Method-Override: POST", "405")]
    public async Task Odd_headers_and_methods_have_a_plain_answer(string request, string status)
    {
        Assert.Equal(status, (await RawRequest.SendAsync(host.BaseUrl, request)).Split(' ')[1]);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
