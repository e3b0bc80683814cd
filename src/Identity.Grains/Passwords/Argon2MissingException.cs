using Identity.Grains.Passwords.Internal;

namespace Identity.Grains.Passwords;

/// <summary>The native Argon2 library is not installed. Passwords can be neither set nor, mostly, checked without it.</summary>
public sealed class Argon2MissingException : Exception
{
    /// <summary>Names the library and the package that brings it.</summary>
    public Argon2MissingException(Exception? innerException)
        : base($"{Argon2.Library} is missing: passwords are hashed with Argon2. Install the package libargon2-1 (Debian, Ubuntu) or libargon2 (Fedora).", innerException)
    {
    }
}
