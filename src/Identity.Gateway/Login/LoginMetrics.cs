using System.Diagnostics.Metrics;

namespace Identity.Gateway.Login;

/// <summary>Counts what becomes of logins.</summary>
internal sealed class LoginMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Identity.Login";

    private readonly Counter<long> _logins;
    private readonly Counter<long> _logouts;

    public LoginMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _logins = meter.CreateCounter<long>("identity.logins", "{login}", "Logins at the page, by outcome");
        _logouts = meter.CreateCounter<long>("identity.logouts", "{logout}", "Sessions ended by logout, by kind");
    }

    public void LoginSucceeded() => Add("password");

    public void SingleSignOn() => Add("sso");

    public void LoginFailed() => Add("rejected");

    public void PageExpired() => Add("expired");

    public void LoggedOut(string kind) => _logouts.Add(1, new KeyValuePair<string, object?>("kind", kind));

    private void Add(string outcome) => _logins.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
