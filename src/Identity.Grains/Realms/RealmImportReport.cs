namespace Identity.Grains.Realms;

/// <summary>What an import did.</summary>
public sealed record RealmImportReport
{
    /// <summary>The realm's name.</summary>
    public required string Realm { get; init; }

    /// <summary>The realm's id.</summary>
    public required string RealmId { get; init; }

    /// <summary>The realm was there and was left alone; the counts are 0 then.</summary>
    public bool Skipped { get; init; }

    /// <summary>Clients written, built-in ones included.</summary>
    public int Clients { get; init; }

    /// <summary>Client scopes written.</summary>
    public int ClientScopes { get; init; }

    /// <summary>Roles written.</summary>
    public int Roles { get; init; }

    /// <summary>Groups written.</summary>
    public int Groups { get; init; }

    /// <summary>Users written, service accounts included.</summary>
    public int Users { get; init; }

    /// <summary>Sections of the file that are kept and exported again but not acted on.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];
}
