using System.Diagnostics.Metrics;

namespace Identity.Gateway.Token;

/// <summary>Counts token requests by grant type and outcome. Tags are from fixed lists: no client or user id.</summary>
internal sealed class TokenMetrics
{
    private readonly Counter<long> _requests;

    public TokenMetrics(IMeterFactory meters) =>
        _requests = meters.Create("Identity.Token").CreateCounter<long>("identity.token.requests", unit: "{request}", description: "Token requests by grant type and outcome");

    public void Granted(string grantType) => Count(grantType, "granted");

    /// <summary>Counts a refusal; the grant type is null where it is not one that we know.</summary>
    public void Refused(string? grantType, string error) => Count(grantType ?? "unknown", error);

    private void Count(string grantType, string outcome) =>
        _requests.Add(1, new KeyValuePair<string, object?>("grant_type", grantType), new KeyValuePair<string, object?>("outcome", outcome));
}
