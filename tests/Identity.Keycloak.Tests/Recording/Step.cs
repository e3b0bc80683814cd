using System.Text.Json.Nodes;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>One request of the scenario.</summary>
/// <remarks>
/// <c>Data/scenario.json</c> holds them in order. <c>{base}</c>, <c>{oidc}</c>, <c>{redirect}</c>, <c>{verifier}</c> and
/// <c>{challenge}</c> stand for constants; <c>${name:what}</c> for a part of an earlier answer (<see cref="References"/>).
/// </remarks>
/// <param name="Id">Its id in the recording; null for a request that only prepares another.</param>
/// <param name="Name">What later steps call its answer.</param>
/// <param name="Send">Method and path; or <c>authorize</c>, an authorization request whose <paramref name="Query"/> says only what is unusual.</param>
/// <param name="Query">Parameters of the path.</param>
/// <param name="Form">A form body, or null.</param>
/// <param name="Json">A JSON body, or null.</param>
/// <param name="Text">A body that is sent as it is, as JSON.</param>
/// <param name="Bearer">A token; <c>admin</c> for an administrator's.</param>
/// <param name="Basic">Client id and secret for Basic authentication.</param>
/// <param name="Headers">Further headers.</param>
/// <param name="NewBrowser">Cookies are forgotten first.</param>
/// <param name="Pause">How long passes before it.</param>
internal sealed record Step(
    string? Id, string? Name, string Send, JsonObject? Query, JsonObject? Form, JsonNode? Json, string? Text,
    string? Bearer, string? Basic, JsonObject? Headers, bool NewBrowser, TimeSpan Pause)
{
    /// <summary>The whole scenario.</summary>
    public static IReadOnlyList<Step> All { get; } =
    [
        .. TestData.Read("scenario.json").AsArray().Select(node => node!.AsObject()).Select(step => new Step(
            (string?)step["id"],
            (string?)step["id"] ?? (string?)step["as"],
            (string)step["send"]!,
            step["query"]?.AsObject(),
            step["form"]?.AsObject(),
            step["json"],
            (string?)step["text"],
            (string?)step["bearer"],
            (string?)step["basic"],
            step["headers"]?.AsObject(),
            step.ContainsKey("browser"),
            TimeSpan.FromMilliseconds((int?)step["pause"] ?? 0))),
    ];
}
