using System.Text.Json;
using Identity.Grains.Authentication.Internal;

namespace Identity.Grains.Authentication;

/// <summary>What a step of a flow can be, as Keycloak names it. Being listed does not mean that a login takes such a step:
/// <see cref="FlowSupport"/> tells which flows can be used.</summary>
public sealed class AuthenticatorProvider
{
    private static readonly Dictionary<char, string> s_requirements = new()
    {
        ['R'] = Authentication.Requirements.Required,
        ['A'] = Authentication.Requirements.Alternative,
        ['C'] = Authentication.Requirements.Conditional,
        ['D'] = Authentication.Requirements.Disabled,
    };

    private static readonly JsonElement s_document = AuthenticationDefaults.Load("providers");

    private AuthenticatorProvider(JsonElement source)
    {
        Id = source.GetProperty("id").GetString()!;
        DisplayName = source.GetProperty("displayName").GetString()!;
        Description = source.GetProperty("description").GetString()!;
        Requirements = [.. source.GetProperty("requirements").GetString()!.Select(letter => s_requirements[letter])];
        SupportsSecret = source.TryGetProperty("supportsSecret", out _);
        Properties = source.TryGetProperty("properties", out var properties) ? [.. properties.EnumerateArray()] : [];
    }

    /// <summary>Steps of flows.</summary>
    public static IReadOnlyList<AuthenticatorProvider> Authenticators { get; } = Load("authenticator");

    /// <summary>Steps of flows that authenticate clients.</summary>
    public static IReadOnlyList<AuthenticatorProvider> ClientAuthenticators { get; } = Load("client-authenticator");

    /// <summary>Forms: flows of form actions.</summary>
    public static IReadOnlyList<AuthenticatorProvider> Forms { get; } = Load("form");

    /// <summary>Parts of forms.</summary>
    public static IReadOnlyList<AuthenticatorProvider> FormActions { get; } = Load("form-action");

    /// <summary>Keycloak's id.</summary>
    public string Id { get; }

    /// <summary>Its name for people.</summary>
    public string DisplayName { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>The requirements that it can have.</summary>
    public IReadOnlyList<string> Requirements { get; }

    /// <summary>Whether clients that use it have a secret.</summary>
    public bool SupportsSecret { get; }

    /// <summary>Its settings: name, label, type and the like.</summary>
    public IReadOnlyList<JsonElement> Properties { get; }

    /// <summary>Whatever has that id.</summary>
    public static AuthenticatorProvider? Find(string id) =>
        Authenticators.Concat(FormActions).Concat(ClientAuthenticators).Concat(Forms).FirstOrDefault(provider => provider.Id == id);

    /// <summary>Whether a setting can be shown: a provider describes it, and none as a secret. What none describes may be one.</summary>
    public static bool IsShown(string setting)
    {
        var described = Authenticators.Concat(FormActions).Concat(ClientAuthenticators).Concat(Forms)
            .SelectMany(provider => provider.Properties)
            .Where(property => property.GetProperty("name").GetString() == setting)
            .ToList();
        return described.Count > 0 && !described.Exists(property => property.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.True);
    }

    /// <summary>What can be a step of a flow of that kind.</summary>
    public static IReadOnlyList<AuthenticatorProvider> For(string flowProvider) => flowProvider switch
    {
        AuthenticationFlow.Client => ClientAuthenticators,
        AuthenticationFlow.Form => FormActions,
        _ => Authenticators,
    };

    private static AuthenticatorProvider[] Load(string kind) => [.. s_document.GetProperty(kind).EnumerateArray().Select(source => new AuthenticatorProvider(source))];
}
