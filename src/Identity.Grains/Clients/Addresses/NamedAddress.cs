namespace Identity.Grains.Clients.Addresses;

/// <summary>An address and what it is for.</summary>
/// <param name="Kind">Its row of the table.</param>
/// <param name="Text">As the client names it; a word of its kind is one too.</param>
public sealed record NamedAddress(AddressKind Kind, string Text)
{
    /// <summary>What is wrong with it.</summary>
    public AddressFault Fault => Kind.Judge(Text);

    /// <summary>Whether it is below the client's root URL.</summary>
    public bool IsRelative => Kind.Relative && Text.StartsWith('/') && !Text.StartsWith("//", StringComparison.Ordinal);

    /// <summary>Every address that a client names, wherever it names it: whoever checks the addresses of a client checks these.</summary>
    public static IEnumerable<NamedAddress> Of(ClientState client)
    {
        ArgumentNullException.ThrowIfNull(client);
        IEnumerable<(AddressKind Kind, string? Text)> own =
        [
            (AddressKinds.Root, client.RootUrl), (AddressKinds.Home, client.BaseUrl), (AddressKinds.Admin, client.AdminUrl),
            .. client.RedirectUris.Select(uri => (AddressKinds.Redirect, (string?)uri)),
            .. client.WebOrigins.Select(origin => (AddressKinds.WebOrigin, (string?)origin)),
        ];
        return own
            .Concat(client.Attributes.SelectMany(attribute => Several(attribute.Key, attribute.Value)))
            .Concat(client.ProtocolMappers.SelectMany(mapper => mapper.Config.SelectMany(setting => Several(setting.Key, setting.Value))))
            .Where(address => !string.IsNullOrWhiteSpace(address.Text))
            .Select(address => new NamedAddress(address.Kind, address.Text!));
    }

    // Keycloak's lists in one text.
    private static IEnumerable<(AddressKind Kind, string? Text)> Several(string name, string text) =>
        AddressKinds.Of(name) is not { } kind ? []
        : name.EndsWith('s') ? text.Split("##", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => (kind, (string?)one))
        : [(kind, text)];
}
