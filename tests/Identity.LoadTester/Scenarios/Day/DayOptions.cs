namespace Identity.LoadTester.Scenarios.Day;

/// <summary>The day that is played.</summary>
internal sealed record DayOptions
{
    public int People { get; init; } = 3500;

    /// <summary>How much faster than the clock; the realm's lifetimes are shortened alike. 1: a day.</summary>
    public double Speed { get; init; } = 60;

    /// <summary>The same seed gives the same day.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long an application goes without new tokens while its user works with it.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>The part of people who mistype their password in the morning.</summary>
    public double WrongPasswords { get; init; } = 0.03;

    /// <summary>The part of people who log out in the evening; the others leave their browsers open.</summary>
    public double Logouts { get; init; } = 0.6;

    /// <summary>The realm's lifetimes at speed 1: access token, idle session, session.</summary>
    public (TimeSpan AccessToken, TimeSpan Idle, TimeSpan Session) Lifetimes { get; } = (TimeSpan.FromMinutes(5), TimeSpan.FromHours(2), TimeSpan.FromHours(14));
}
