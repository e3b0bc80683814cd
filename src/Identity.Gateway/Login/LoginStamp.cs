using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Identity.Gateway.Authorize;
using Identity.Grains.OneTimeCodes;
using Identity.Grains.Users;

namespace Identity.Gateway.Login;

/// <summary>What ends sessions and logins, in one value: a login in progress goes on only while it is the same as when its proof was given.</summary>
/// <remarks>Compared, not ordered: it tells what happened within the same second, and on a pod whose clock is behind. Whether the user and the client
/// are enabled, and the session of a single sign-on live, is asked anew at each step.</remarks>
internal static class LoginStamp
{
    /// <summary>The stamp of a user, a client and their realm as they are now.</summary>
    /// <param name="request">Names client and realm.</param>
    /// <param name="user">With credentials when a password was the proof: another password, and a factor added or removed, is another stamp then.</param>
    public static string Of(AuthorizeRequest request, UserState user)
    {
        var (realm, client) = (request.Realm.Realm.Settings, request.Client);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{realm.NotBefore} {realm.SessionsValidFrom} {client.Id} {client.NotBefore} {client.SessionsValidFrom} ");
        text.Append(CultureInfo.InvariantCulture, $"{user.Id} {user.NotBefore} {user.Logouts}");
        foreach (var credential in user.Credentials.Where(Counts).OrderBy(credential => credential.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{credential.Type} {credential.Id} {credential.CreatedDate} {credential.SecretData}");
        }

        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    private static bool Counts(Credential credential) => credential.Type == UserCredentials.Password || SecondFactors.IsType(credential.Type);
}
