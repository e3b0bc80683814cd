using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Identity.Gateway.Forms;
using Identity.Grains.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Identity.Gateway.Admin.Clients.Certificates;

/// <summary>Reads the file of an upload.</summary>
internal static class UploadedKey
{
    private const int MaxFile = 256 * 1024;
    private const int MaxJwks = 64 * 1024;

    /// <summary>What the form brings: a key, or a JSON Web Key Set as text.</summary>
    public static async Task<(ClientKeyPair? Keys, string? Jwks)> ReadAsync(AdminCall call)
    {
        if (!call.Http.Request.HasFormContentType)
        {
            throw AdminRefusalException.Unreadable("invalid_request");
        }

        IFormCollection form;
        try
        {
            form = await RequestForm.ReadAsync(call.Http.Request, new FormOptions { ValueCountLimit = 20, ValueLengthLimit = MaxFile }, call.Aborted);
        }
        catch (InvalidDataException)
        {
            throw AdminRefusalException.Unreadable("invalid_request");
        }

        var file = await FileAsync(form, call.Aborted);
        return form["keystoreFormat"].ToString() switch
        {
            "Certificate PEM" => (Certificate(file) ?? throw Bad("The file is no certificate"), null),
            "Public Key PEM" => (PublicKey(file) ?? throw Bad("The file is no public key"), null),
            "JSON Web Key Set" => (null, Jwks(file) ?? throw NotFound()),
            KeystoreFile.Pkcs12 => (KeystoreFile.Read(file, form["storePassword"]) ?? throw Bad("error loading keystore"), null),
            "JKS" => throw Bad("Keystores of the format JKS are not supported: use PKCS12"),
            _ => throw Bad("Not supported keystore format. Supported keystore formats: [PKCS12]"),
        };
    }

    private static async Task<byte[]> FileAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form.Files.Count == 0)
        {
            return Encoding.UTF8.GetBytes(form["file"].ToString() is { Length: > 0 } text ? text : throw Bad("file cannot be empty"));
        }

        if (form.Files[0].Length > MaxFile)
        {
            throw Bad("The file is too large");
        }

        using var bytes = new MemoryStream();
        await form.Files[0].CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static ClientKeyPair? Certificate(byte[] file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Der(file));
            return new ClientKeyPair(PrivateKey: null, Convert.ToBase64String(certificate.RawData), PublicKey: null);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static ClientKeyPair? PublicKey(byte[] file)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(Der(file), out _);
            return new ClientKeyPair(PrivateKey: null, Certificate: null, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static string? Jwks(byte[] file)
    {
        try
        {
            return file.Length <= MaxJwks && JsonInput.Element(file) is { ValueKind: JsonValueKind.Object } set
                && set.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array && keys.GetArrayLength() > 0
                    ? set.GetRawText()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // PEM, its base64 alone, or DER.
    private static byte[] Der(byte[] file)
    {
        if (file is [0x30, ..])
        {
            return file;
        }

        var text = Encoding.UTF8.GetString(file);
        return PemEncoding.TryFind(text, out var fields)
            ? Convert.FromBase64String(text[fields.Base64Data])
            : Convert.FromBase64String(string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))));
    }

    private static AdminRefusalException Bad(string error) => new(AdminResult.Error(400, error));

    private static AdminRefusalException NotFound() =>
        new(AdminResult.Error(400, "certificate-not-found", "Certificate or key with given alias not found in the keystore"));
}
