using Identity.Grains.ClientScopes;

namespace Identity.Grains.Claims;

/// <summary>The settings that mappers share (all are text in Keycloak's representation).</summary>
internal sealed class MapperConfig
{
    private readonly IReadOnlyDictionary<string, string> _config;
    private readonly string? _type;

    public MapperConfig(ProtocolMapper mapper)
    {
        _config = mapper.Config;
        _type = Text("jsonType.label");
        Path = ClaimPath.Parse(Text("claim.name"));
        Multivalued = Is("multivalued");
    }

    /// <summary>Null when there is no claim to set.</summary>
    public ClaimPath? Path { get; }

    public bool Multivalued { get; }

    public string? Text(string name) => _config.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool Is(string name) => Text(name) == "true";

    public void Set(ClaimTarget target, string? text)
    {
        if (text is not null)
        {
            Path?.Set(target, Multivalued ? ClaimValue.Of(_type, [text], multivalued: true) : ClaimValue.Of(_type, text));
        }
    }

    public void Set(ClaimTarget target, IReadOnlyCollection<string> texts) => SetAt(Path, target, texts, Multivalued);

    public void SetAt(ClaimPath? path, ClaimTarget target, IReadOnlyCollection<string> texts, bool multivalued) =>
        path?.Set(target, ClaimValue.Of(_type, texts, multivalued));

    /// <summary>Where the switches put the claim. userinfo follows the ID token and introspection the access token where they say nothing.</summary>
    public TokenKind Kinds()
    {
        var id = Is("id.token.claim");
        var access = Is("access.token.claim");
        return (access ? TokenKind.Access : 0)
            | (id ? TokenKind.Id : 0)
            | (Is("lightweight.claim") ? TokenKind.LightAccess : 0)
            | (Switch("userinfo.token.claim", id) ? TokenKind.UserInfo : 0)
            | (Switch("introspection.token.claim", access) ? TokenKind.Introspection : 0);
    }

    private bool Switch(string name, bool otherwise) => _config.TryGetValue(name, out var value) ? value == "true" : otherwise;
}
