using System.Text;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Listening;

/// <summary>Headers of OWASP ASVS 5.0 section 3.4 on answers of each kind, those of the host itself included.</summary>
public sealed class HeadersOfEveryAnswer
{
    [Fact]
    public async Task Each_kind_of_answer_has_the_headers_that_browsers_heed()
    {
        await using var server = await DevServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        foreach (var (method, address, status) in ((string, string, int)[])
        [
            ("GET", $"{server.Url}/nothing", 404),
            ("GET", $"{server.Url}/realms/none", 404),
            ("GET", $"{server.Url}/realms/master", 200),
            ("GET", $"{server.Url}/realms/master/protocol/openid-connect/certs", 200),
            ("GET", $"{server.Url}/realms/master/protocol/openid-connect/auth", 400),
            ("GET", $"{server.Url}/realms/master/protocol/openid-connect/token", 405),
            ("POST", $"{server.Url}/realms/master/protocol/openid-connect/token", 415),
            ("GET", $"{server.Url}/admin/realms", 401),
            ("GET", $"{server.Url}/admin/realms?search=%00", 400),
            ("GET", $"{server.Url}/admin/openapi.json", 200),
            ("GET", $"{server.Management}/health", 200),
            ("GET", $"{server.Management}/metrics", 200),
            ("HEAD", $"{server.Management}/metrics", 200),
            ("GET", $"{server.Management}/cluster", 200),
            ("GET", $"{server.Management}/nothing", 404),
            ("DELETE", $"{server.Management}/health", 405),
        ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Content = method == "POST" ? new StringContent("{}", Encoding.UTF8, "text/plain") : null;
            using var answer = await http.SendAsync(request);
            var what = $"{method} {address}: {(int)answer.StatusCode}";
            string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

            Assert.True(status == 415 ? (int)answer.StatusCode is >= 400 and < 500 : (int)answer.StatusCode == status, what);
            Assert.True(Header("X-Content-Type-Options") == "nosniff", what);
            Assert.True(Header("Referrer-Policy") == "no-referrer", what);
            Assert.True(Header("Strict-Transport-Security").StartsWith("max-age=31536000", StringComparison.Ordinal), what);
            Assert.True(
                ((string[])["frame-ancestors", "base-uri 'none'", "object-src 'none'", "form-action"])
                    .All(directive => Header("Content-Security-Policy").Contains(directive, StringComparison.Ordinal)),
                $"{what}: {Header("Content-Security-Policy")}");
            Assert.True(Header("Cache-Control").Length > 0, what);
            Assert.True(status < 400 || Header("Cache-Control").Contains("no-store", StringComparison.Ordinal), what);
            Assert.True(
                answer.Content.Headers.ContentType?.MediaType != "text/html" || Header("Cross-Origin-Opener-Policy") == "same-origin", $"{what}: opener policy");
        }
    }
}
