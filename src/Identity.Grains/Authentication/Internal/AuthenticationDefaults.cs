using System.Text.Json;

namespace Identity.Grains.Authentication.Internal;

/// <summary>What a realm begins with: Keycloak's flows, and its required actions, of which those that work here are enabled.</summary>
internal static class AuthenticationDefaults
{
    private static readonly JsonElement s_document = Load("flows");

    public static JsonElement Flows => s_document.GetProperty("authenticationFlows");

    public static JsonElement Configs => s_document.GetProperty("authenticatorConfig");

    public static JsonElement Actions => s_document.GetProperty("requiredActions");

    public static JsonElement Load(string name)
    {
        using var stream = typeof(AuthenticationDefaults).Assembly.GetManifestResourceStream($"Identity.Grains.Authentication.Defaults.{name}.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
