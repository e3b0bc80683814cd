using Identity.Gateway.Realms;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Logout.Notices;

/// <summary>A client that is to be told that a session has ended.</summary>
/// <param name="Realm">The realm, as it was then.</param>
/// <param name="Session">The session that has ended.</param>
/// <param name="ClientId">The client's id, not its name.</param>
internal sealed record LogoutNotice(RealmContext Realm, SessionView Session, string ClientId)
{
    /// <inheritdoc/>
    public override string ToString() => $"LogoutNotice {{ {ClientId} }}";
}
