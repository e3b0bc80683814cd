using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Clients.Certificates;

/// <summary>The keys of clients, each under the attribute that names its use, for example jwt.credential.</summary>
internal sealed partial class CertificateEndpoints(AdminRecords records, ClientTakeover takeover, AdminEvents events, KeyTurns turns, TimeProvider time) : IAdminEndpoints
{
    private const string Path = "/clients/{client}/certificates/{attribute}";
    private static readonly Representation Settings = new(
        "KeyStoreConfig",
        (FieldKind.Text, ["keyPassword", "storePassword", "keyAlias", "realmAlias", "format"]),
        (FieldKind.Flag, ["realmCertificate"]),
        (FieldKind.Number, ["keySize", "validity"]));

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, AdminPermission.QueryClients, "A client's key", GetAsync);
        routes.Post($"{Path}/generate", AdminPermission.QueryClients, "Give a client a new key", GenerateAsync);
        routes.Post($"{Path}/upload", AdminPermission.QueryClients, "Store a client's key and certificate", call => UploadAsync(call, withPrivateKey: true));
        routes.Post($"{Path}/upload-certificate", AdminPermission.QueryClients, "Store a client's certificate", call => UploadAsync(call, withPrivateKey: false));
        routes.Post($"{Path}/download", AdminPermission.QueryClients, "A client's key as a keystore", DownloadAsync);
        routes.Post($"{Path}/generate-and-download", AdminPermission.QueryClients, "A new key as a keystore; only its certificate is kept", GenerateAndDownloadAsync);
    }

    private async Task<AdminResult> GetAsync(AdminCall call) =>
        AdminResult.Json((await StoredAsync(call)).Write());

    private async Task<AdminResult> GenerateAsync(AdminCall call)
    {
        var client = await takeover.ToManageAsync(call);
        var keys = await NewAsync(call, client, ClientKeyPair.DefaultKeySize, validYears: null);
        var result = await StoreAsync(call, client, keys, jwks: null);
        return result.Answer(AdminResult.Json(keys.Write()), ClientLookup.Missing, string.Empty);
    }

    private async Task<AdminResult> UploadAsync(AdminCall call, bool withPrivateKey)
    {
        var client = await takeover.ToManageAsync(call);
        var (keys, jwks) = await UploadedKey.ReadAsync(call);
        keys = keys is null || withPrivateKey ? keys : keys with { PrivateKey = null };
        var result = await StoreAsync(call, client, keys, jwks);
        return result.Answer(AdminResult.Json(keys?.Write() ?? new JsonObject { ["jwks"] = jwks }), ClientLookup.Missing, string.Empty);
    }

    private async Task<AdminResult> DownloadAsync(AdminCall call)
    {
        var keys = await StoredAsync(call);
        var settings = await ReadSettingsAsync(call, needsKeyPassword: keys.PrivateKey is not null);

        return keys.Certificate is null ? AdminResult.NotFound("keypair not generated for client") : Keystore(keys, settings);
    }

    private async Task<AdminResult> GenerateAndDownloadAsync(AdminCall call)
    {
        var client = await takeover.ToManageAsync(call);
        var settings = await ReadSettingsAsync(call, needsKeyPassword: true);
        var size = (long?)settings["keySize"] ?? ClientKeyPair.DefaultKeySize;
        var years = (long?)settings["validity"];
        if (size is not (2048 or 3072 or 4096) || years is < 1 or > 100)
        {
            return AdminResult.Error(400, "invalid_input", "The key has 2048, 3072 or 4096 bits and is valid for 1 to 100 years");
        }

        var keys = await NewAsync(call, client, (int)size, (int?)years);
        var file = Keystore(keys, settings);
        var result = await StoreAsync(call, client, keys with { PrivateKey = null }, jwks: null);
        return result.Answer(file, ClientLookup.Missing, string.Empty);
    }

    // Whoever only views clients sees what others may check with, and signs nothing as the client.
    private async Task<ClientKeyPair> StoredAsync(AdminCall call)
    {
        var keys = ClientKeyPair.Of(await takeover.ToViewSecretsAsync(call), Attribute(call));
        return call.May(AdminPermission.ManageClients) ? keys : keys with { PrivateKey = null };
    }

    private Task<ClientKeyPair> NewAsync(AdminCall call, ClientState client, int size, int? validYears) =>
        turns.MakeAsync(call.Realm.Id, () => ClientKeyPair.Generate(client, size, validYears, time.GetUtcNow()), call.Aborted);

    private Task<WriteResult> StoreAsync(AdminCall call, ClientState client, ClientKeyPair? keys, string? jwks)
    {
        var attribute = Attribute(call);
        var reported = events.Of(call, AdminOperation.Action, AdminResource.Client, call.ResourcePath, keys?.Write());
        return records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, client.Id, stored => keys is not null
            ? keys.StoreIn(stored, attribute)
            : stored with
            {
                Attributes = new Dictionary<string, string>(stored.Attributes, StringComparer.Ordinal)
                {
                    [ClientAttributes.UseJwks] = "true",
                    [ClientAttributes.Jwks] = jwks!,
                },
            }, reported);
    }

    private static AdminResult.Content Keystore(ClientKeyPair keys, JsonObject settings) =>
        new(KeystoreFile.Write(keys, (string)settings["storePassword"]!), "application/octet-stream");

    private static async Task<JsonObject> ReadSettingsAsync(AdminCall call, bool needsKeyPassword)
    {
        var settings = await call.ReadAsync(Settings);
        return (string?)settings["format"] == "JKS" ? throw Refuse("Keystores of the format JKS are not supported: use PKCS12", null)
            : (string?)settings["format"] is { } format and not KeystoreFile.Pkcs12 && format.Length > 0
                ? throw new AdminRefusalException(AdminResult.Error(406, "Not supported keystore format. Supported keystore formats: [PKCS12]"))
            : needsKeyPassword && settings["keyPassword"] is null ? throw Refuse("password-missing", "Need to specify a key password for jks download")
            : settings["storePassword"] is null ? throw Refuse("password-missing", "Need to specify a store password for jks download")
            : settings;
    }

    private static AdminRefusalException Refuse(string error, string? description) => new(AdminResult.Error(400, error, description));

    private static string Attribute(AdminCall call) =>
        call.Route("attribute") is var name && NamePattern().IsMatch(name) ? name : throw Refuse("invalid_input", "The attribute has up to 100 letters, digits, dots and dashes");

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex NamePattern();
}
