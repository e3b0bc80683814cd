using Identity.Gateway.Admin.Access;
using Identity.Grains.Clients;

namespace Identity.Gateway.ClientRegistration;

/// <summary>Who sends a registration request.</summary>
internal abstract record RegistrationCaller
{
    private RegistrationCaller()
    {
    }

    /// <summary>Somebody unknown.</summary>
    public sealed record Anonymous : RegistrationCaller;

    /// <summary>The holder of an initial access token.</summary>
    public sealed record Invited(InitialAccess Access) : RegistrationCaller;

    /// <summary>The holder of a registration access token; which client it is for is yet to be checked.</summary>
    public sealed record Owner(RegistrationToken Token, string Text) : RegistrationCaller;

    /// <summary>Somebody with an access token of the realm.</summary>
    public sealed record Administering(Administrator Administrator) : RegistrationCaller;
}
