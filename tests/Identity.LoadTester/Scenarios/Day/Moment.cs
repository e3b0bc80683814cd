namespace Identity.LoadTester.Scenarios.Day;

/// <summary>Something that a person does.</summary>
/// <param name="At">Time of day.</param>
/// <param name="Doing">What.</param>
/// <param name="Application">With which application, from 0.</param>
internal readonly record struct Moment(TimeSpan At, Doing Doing, int Application);

/// <summary>What people do in a day.</summary>
internal enum Doing
{
    /// <summary>Comes in and logs in with a password, to the first application.</summary>
    LogIn,

    /// <summary>The same, with a mistyped password first.</summary>
    LogInMistyping,

    /// <summary>Goes on working with an application: it takes new tokens, or opens by single sign-on.</summary>
    Work,

    /// <summary>Logs out and goes home.</summary>
    LogOut,

    /// <summary>Goes home; the browser stays open.</summary>
    Leave,
}
