namespace Identity.Gateway.Tests.Mail;

/// <summary>What is told of a mail that was not taken: little, and nothing that the server says.</summary>
public sealed class MailRefusals : IDisposable
{
    private const string Offers = "250-mail.test\r\n250 AUTH PLAIN";
    private const string Settings = """{"auth":"true","user":"mailer","password":"secret"}""";
    private const string NotReached = "The mail server cannot be reached.";

    private readonly Mailing _mailing = new();

    public void Dispose() => _mailing.Dispose();

    [Theory]
    [InlineData("EHLO", "500 no", "The server answered 500 instead of 250.")]
    [InlineData("EHLO", "250 mail.test", "The server offers no way to authenticate with a password.")]
    [InlineData("EHLO", "250-mail.test\r\n250 AUTH SCRAM-SHA-512 CRAM-MD5 NTLM", "The server offers no way to authenticate with a password.")]
    [InlineData("AUTH", "535 AG1haWxlcgBzZWNyZXQ=", "The server answered 535 instead of 235.")]
    [InlineData("AUTH", "534 AG1haWxlcgBzZWNyZXQ=", "The server answered 534 instead of 235.")]
    [InlineData("MAIL", "550 AG1haWxlcgBzZWNyZXQ=", "The server answered 550 instead of 250.")]
    [InlineData("MAIL", "530 AG1haWxlcgBzZWNyZXQ=", "The server answered 530 instead of 250.")]
    [InlineData("RCPT", "450 AG1haWxlcgBzZWNyZXQ=", "The server answered 450 instead of 250.")]
    [InlineData("DATA", "451 AG1haWxlcgBzZWNyZXQ=", "The server answered 451 instead of 354.")]
    [InlineData(".", "552 AG1haWxlcgBzZWNyZXQ=", "The server answered 552 instead of 250.")]
    [InlineData("AUTH", null, "The server closed the connection, or what it says is no SMTP.")]
    [InlineData("MAIL", "AG1haWxlcgBzZWNyZXQ=", "The server closed the connection, or what it says is no SMTP.")]
    [InlineData("MAIL", "550", "The server answered 550 instead of 250.")]
    public async Task Its_number_is_told_and_no_word_of_the_server(string command, string? answer, string text)
    {
        var answers = new Dictionary<string, string?> { ["EHLO"] = Offers, ["AUTH"] = "235 welcome" };
        answers[command] = answer;
        answers["HELO"] = answers["EHLO"];
        await using var server = new ScriptedMailServer("220 hello", answers).Start();

        Assert.Equal(text, await _mailing.SendAsync(Settings, server.Port));
        Assert.Contains($"127.0.0.1: {text}", _mailing.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("AG1haWxlcgBzZWNyZXQ=", _mailing.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("554 no")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    public async Task What_does_not_greet_is_not_reached_and_told_nothing(string greeting)
    {
        await using var server = new ScriptedMailServer(greeting, []).Start();

        Assert.Equal(NotReached, await _mailing.SendAsync(Settings, server.Port));
        Assert.Empty(server.Said);
    }

    [Fact]
    public async Task A_forbidden_address_is_not_reached()
    {
        await using var server = new ScriptedMailServer("220 hello", []).Start();

        Assert.Equal(NotReached, await _mailing.SendAsync(Settings, server.Port, allowed: "10.0.0.0/8"));
        Assert.Equal(NotReached, await _mailing.SendAsync(Settings, server.Port, host: "mail.example.org", allowed: "10.0.0.0/8"));
        Assert.Equal(0, server.Connections);
        Assert.Contains("not among the allowed addresses", _mailing.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_port_is_not_reached()
    {
        var server = new ScriptedMailServer("220 hello", []).Start();
        var port = server.Port;
        await server.DisposeAsync();

        Assert.Equal(NotReached, await _mailing.SendAsync(Settings, port));
    }

    [Theory]
    [InlineData("250-")]
    [InlineData("250-a\r\n")]
    public async Task An_answer_without_end_is_too_long(string part)
    {
        var answer = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));
        await using var server = new ScriptedMailServer("220 hello", new() { ["EHLO"] = answer }).Start();

        Assert.Equal("The server's answer is too long.", await _mailing.SendAsync(Settings, server.Port));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_after_ten_seconds()
    {
        await using var server = new ScriptedMailServer("220 hello", new() { ["EHLO"] = string.Empty }).Start();
        var begun = TimeProvider.System.GetTimestamp();

        Assert.Equal("The server does not answer.", await _mailing.SendAsync(Settings, server.Port));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_server_that_says_no_farewell_has_taken_the_mail()
    {
        await using var server = new ScriptedMailServer("220 hello", new() { ["EHLO"] = Offers, ["AUTH"] = "235 welcome", ["QUIT"] = string.Empty }).Start();

        Assert.Null(await _mailing.SendAsync(Settings, server.Port));
        Assert.Contains("AUTH PLAIN AG1haWxlcgBzZWNyZXQ=", server.Said);
        Assert.Contains("EHLO [127.0.0.1]", server.Said);
    }

    [Fact]
    public async Task A_server_that_knows_only_LOGIN_is_logged_in_to()
    {
        await using var server = new ScriptedMailServer("220 hello", new()
        {
            ["EHLO"] = "250-mail.test\r\n250 AUTH LOGIN",
            ["AUTH"] = "334 VXNlcm5hbWU6",
            ["bWFpbGVy"] = "334 UGFzc3dvcmQ6",
            ["c2VjcmV0"] = "235 welcome",
        }).Start();

        Assert.Null(await _mailing.SendAsync(Settings, server.Port));
        Assert.Contains("AUTH LOGIN", server.Said);
    }
}
