using Identity.Faults.Bed;

namespace Identity.Faults.Load;

/// <summary>A user of a realm at a client.</summary>
internal sealed record Account(string Realm, string Username, string Client)
{
    public string UserId { get; } = Realms.UserId(Realm, Username);

    public bool Rotates => Realm == Realms.Rotating;

    /// <summary>A path of the realm.</summary>
    public string Path(string endpoint) => $"/realms/{Realm}/protocol/openid-connect/{endpoint}";

    /// <summary>A form with what authenticates the client.</summary>
    public Dictionary<string, string> Form(params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value);
        form["client_id"] = Client;
        if (Client == Realms.ConfidentialClient)
        {
            form["client_secret"] = Realms.ClientSecret;
        }

        return form;
    }
}
