namespace Identity.Grains.Passwords;

/// <summary>What became of a new password.</summary>
public abstract record PasswordChangeResult
{
    private PasswordChangeResult()
    {
    }

    /// <summary>Committed: the old password is refused from now on.</summary>
    public sealed record Changed : PasswordChangeResult;

    /// <summary>Not changed, for a reason to be shown to the person.</summary>
    /// <param name="MessageKey">Keycloak's key of the text, for example invalidPasswordMinLengthMessage.</param>
    /// <param name="Parameters">Fill {0}, {1}, ... of the text.</param>
    public sealed record Refused(string MessageKey, IReadOnlyList<string> Parameters) : PasswordChangeResult;
}
