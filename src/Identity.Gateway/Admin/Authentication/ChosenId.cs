using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>The id of a new flow, or of new settings: administrators may choose it, as tools do that keep realms as code.</summary>
internal static partial class ChosenId
{
    /// <summary>What the request chose, or a new one.</summary>
    public static string Of(JsonObject body) => (string?)body["id"] switch
    {
        null or "" => Guid.NewGuid().ToString(),
        var id when Pattern().IsMatch(id) => id,
        _ => throw AdminRefusalException.Invalid("An id has up to 36 letters, digits, dots, dashes and underscores."),
    };

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
