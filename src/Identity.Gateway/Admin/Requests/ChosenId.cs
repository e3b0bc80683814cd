using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Requests;

/// <summary>The id of something new: administrators may choose it, as tools do that keep realms as code.</summary>
internal static partial class ChosenId
{
    /// <summary>What the request chose, or a new one.</summary>
    public static string Of(JsonObject body) => Given(body) ?? Guid.NewGuid().ToString();

    /// <summary>What the request chose; null for nothing.</summary>
    public static string? Given(JsonObject body) => (string?)body["id"] switch
    {
        null or "" => null,
        var id when IsValid(id) => id,
        _ => throw AdminRefusalException.Invalid("An id has up to 36 letters, digits, dots, dashes and underscores."),
    };

    /// <summary>Whether a request may choose it.</summary>
    public static bool IsValid([NotNullWhen(true)] string? id) => RecordId.IsChoosable(id) && Pattern().IsMatch(id);

    /// <summary>Refuses an id that something else of the realm has.</summary>
    public static void Demand(bool free)
    {
        if (!free)
        {
            throw new AdminRefusalException(AdminResult.Error(409, "conflict", "Duplicate resource error"));
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,36}\z")]
    private static partial Regex Pattern();
}
