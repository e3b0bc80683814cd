using System.Text.Json.Nodes;

namespace Identity.Gateway.ClientRegistration;

/// <summary>One policy of a realm for client registration: a component of Keycloak's type ClientRegistrationPolicy.</summary>
/// <param name="Name">For people.</param>
/// <param name="Provider">Which rule.</param>
/// <param name="Config">Its settings.</param>
internal sealed record RegistrationPolicy(string Name, string Provider, JsonObject Config)
{
    /// <summary>All values of a setting.</summary>
    public IReadOnlyList<string> Values(string name) => [.. (Config[name] as JsonArray ?? []).Select(value => value?.ToString() ?? string.Empty).Where(value => value.Length > 0)];

    /// <summary>A flag; <paramref name="otherwise"/> where it is not set.</summary>
    public bool Flag(string name, bool otherwise) => Values(name) is [var value, ..] ? value == "true" : otherwise;

    /// <summary>The refusal by this policy, in Keycloak's words.</summary>
    public RegistrationRefusalException Refuse(string details) =>
        RegistrationRefusalException.Forbidden($"Policy '{Name}' rejected request to client-registration service. Details: {details}");
}
