using System.Text.Json.Nodes;
using Identity.Grains.Clients;

namespace Identity.Grains.Claims;

/// <summary>Claims from the session and the client that uses it.</summary>
internal static class SessionClaims
{
    public static Action<ClaimTarget> Note(MapperConfig config)
    {
        var name = config.Text("user.session.note");
        return target => config.Set(target, name is null ? null : target.Subject.Note(name));
    }

    public static void Acr(ClaimTarget target) => target.Claims["acr"] = target.Subject.Session?.Acr ?? "1";

    public static void Amr(ClaimTarget target)
    {
        var methods = (target.Subject.Note("amr") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        target.Claims["amr"] = new JsonArray([.. methods.Select(method => (JsonNode)method)]);
    }

    public static void SessionState(ClaimTarget target)
    {
        if (target.Subject.Session is { } session)
        {
            target.Claims["session_state"] = session.Id;
        }
    }

    public static void Nonce(ClaimTarget target)
    {
        if (target.Subject.Nonce is { } nonce)
        {
            target.Claims["nonce"] = nonce;
        }
    }

    public static Action<ClaimTarget> AllowedOrigins(ClientState client)
    {
        var origins = WebOrigins.Of(client);
        return target =>
        {
            if (origins.Count > 0)
            {
                target.Claims["allowed-origins"] = new JsonArray([.. origins.Select(origin => (JsonNode)origin)]);
            }
        };
    }
}
