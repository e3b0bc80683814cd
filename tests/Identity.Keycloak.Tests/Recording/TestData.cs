using System.Text.Json.Nodes;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>The files of Data.</summary>
internal static class TestData
{
    /// <summary>Where one of them is.</summary>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    /// <summary>Reads one as JSON.</summary>
    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!;
}
