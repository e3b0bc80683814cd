using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Says what is wrong with an address, in Keycloak's words where it has some.</summary>
internal static class AddressWords
{
    /// <summary>One sentence for the administrator.</summary>
    public static string Of(AddressKind kind, AddressFault fault) => (kind.Field, fault) switch
    {
        ("request.uris", AddressFault.Scheme or AddressFault.Script) => $"{kind.Label} with illegal scheme",
        ("request.uris", AddressFault.Invalid or AddressFault.Ambiguous) => $"{kind.Label} that is not a valid URI",
        ("ciba.backchannel.client.notification.endpoint", _) => "The url [backchannel_client_notification_endpoint] is malformed",
        (_, AddressFault.Scheme or AddressFault.Script) => $"{kind.Label} uses an illegal scheme",
        (_, AddressFault.Fragment) => $"{kind.Label} must not contain an URL fragment",
        (_, AddressFault.Planted) => $"{kind.Label} must not contain parameters of the answer",
        (_, AddressFault.Invalid or AddressFault.Ambiguous) => $"{kind.Label} is not a valid {(kind.Schemes == AddressSchemes.Own ? "URI" : "URL")}",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Nothing is wrong."),
    };
}
