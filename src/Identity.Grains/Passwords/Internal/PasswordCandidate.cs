namespace Identity.Grains.Passwords.Internal;

/// <summary>A new password and whose it is to be.</summary>
internal sealed record PasswordCandidate(string Password, string Username, string? Email)
{
    public override string ToString() => $"PasswordCandidate {{ {Username} }}";
}
