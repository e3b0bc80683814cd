namespace Identity.Testing.Oidc;

/// <summary>What the client shop asks of a pod with its tokens.</summary>
public sealed class PodClient(HttpClient http, string realm)
{
    /// <summary>Refreshes.</summary>
    public Task<HttpResponseMessage> RefreshAsync(string pod, string refreshToken) =>
        PostAsync(pod, "token", new() { ["grant_type"] = "refresh_token", ["client_id"] = "shop", ["refresh_token"] = refreshToken });

    /// <summary>Logs out with the refresh token, as Keycloak's adapters do.</summary>
    public Task<HttpResponseMessage> LogOutAsync(string pod, string refreshToken) =>
        PostAsync(pod, "logout", new() { ["client_id"] = "shop", ["refresh_token"] = refreshToken });

    /// <summary>Reads userinfo.</summary>
    public async Task<HttpResponseMessage> UserInfoAsync(string pod, string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{pod}/realms/{realm}/protocol/openid-connect/userinfo");
        request.Headers.Authorization = new("Bearer", accessToken);
        return await http.SendAsync(request);
    }

    /// <summary>The client billing asks for a token of its own.</summary>
    public Task<HttpResponseMessage> ClientCredentialsAsync(string pod) =>
        PostAsync(pod, "token", new() { ["grant_type"] = "client_credentials", ["client_id"] = "billing", ["client_secret"] = "billing-secret" });

    private Task<HttpResponseMessage> PostAsync(string pod, string endpoint, Dictionary<string, string> form) =>
        http.PostAsync(new Uri($"{pod}/realms/{realm}/protocol/openid-connect/{endpoint}"), new FormUrlEncodedContent(form));
}
