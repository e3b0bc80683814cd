using System.Diagnostics.CodeAnalysis;
using Identity.Grains.Users;

namespace Identity.Grains.Passwords;

/// <summary>A new password, hashed or refused.</summary>
public sealed class NewPassword
{
    private NewPassword(Credential? credential, PasswordRefusal? refusal) => (Credential, Refusal) = (credential, refusal);

    /// <summary>Hashed; null when it is refused.</summary>
    public Credential? Credential { get; }

    /// <summary>Why it is refused; null when it is not.</summary>
    public PasswordRefusal? Refusal { get; }

    /// <summary>Whether there is a credential; otherwise there is a refusal.</summary>
    [MemberNotNullWhen(true, nameof(Credential))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Credential is not null;

    internal static NewPassword Accepted(Credential credential) => new(credential, null);

    internal static NewPassword Refused(PasswordRefusal refusal) => new(null, refusal);
}
