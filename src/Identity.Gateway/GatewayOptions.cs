namespace Identity.Gateway;

/// <summary>How the gateway answers.</summary>
public sealed class GatewayOptions
{
    /// <summary>The public address (scheme, host, optional port and path) that issuers and links begin with, whatever the request's
    /// Host header says. Null: they follow the Host header. Default null.</summary>
    public Uri? Hostname { get; set; }

    /// <summary>The configured host name that the requests' Host has been set to, whatever it was; scheme and port follow the request. Null: there is
    /// none. Default null.</summary>
    public string? FixedHost { get; set; }

    /// <summary>The address of the admin console and the admin API, as administrators' browsers reach them. Null: that of everything else.
    /// Default null.</summary>
    public Uri? AdminHostname { get; set; }
}
