namespace Identity.Grains.Passwords;

/// <summary>Why a new password is refused.</summary>
/// <param name="MessageKey">Keycloak's key of the text, for example invalidPasswordMinLengthMessage.</param>
/// <param name="Parameters">Fill {0}, {1}, ... of the text.</param>
public sealed record PasswordRefusal(string MessageKey, IReadOnlyList<string> Parameters);
