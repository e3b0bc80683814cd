using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Realms;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Localization;

/// <summary>Message texts that a realm has of its own, by locale.</summary>
internal sealed class LocalizationEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private const string Section = "localizationTexts";
    private const int MaxTexts = 5000;
    private const int MaxTextLength = 4096;

    public void Map(AdminRoutes routes)
    {
        routes.Get("/localization", AdminPermission.AnyRole, "Locales that have texts", LocalesAsync);
        routes.Get("/localization/{locale}", AdminPermission.AnyRole, "The texts of a locale", TextsAsync);
        routes.Post("/localization/{locale}", AdminPermission.ManageRealm, "Add texts to a locale", AddAsync);
        routes.Delete("/localization/{locale}", AdminPermission.ManageRealm, "Remove a locale's texts", RemoveLocaleAsync);
        routes.Get("/localization/{locale}/{key}", AdminPermission.AnyRole, "One text", TextAsync);
        routes.Put("/localization/{locale}/{key}", AdminPermission.ManageRealm, "Set one text", SetAsync);
        routes.Delete("/localization/{locale}/{key}", AdminPermission.ManageRealm, "Remove one text", RemoveAsync);
    }

    /// <summary>The realm's own texts of a locale.</summary>
    public static IReadOnlyDictionary<string, string> Of(RealmState realm, string locale) =>
        realm.Extra is { } extra && extra.TryGetValue(Section, out var all) && all.ValueKind == JsonValueKind.Object
        && all.TryGetProperty(locale, out var texts) && texts.ValueKind == JsonValueKind.Object
            ? texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.ToString(), StringComparer.Ordinal)
            : new Dictionary<string, string>();

    private static Task<AdminResult> LocalesAsync(AdminCall call)
    {
        var locales = RealmExtra.Object(call.Realm.Settings, Section)?.Select(locale => locale.Key) ?? [];
        return Task.FromResult(AdminResult.Json(new JsonArray([.. locales.Order(StringComparer.Ordinal).Select(locale => (JsonNode)locale)])));
    }

    private static Task<AdminResult> TextsAsync(AdminCall call)
    {
        var settings = call.Realm.Settings;
        var texts = new JsonObject();
        if (call.Query.Flag("useRealmDefaultLocaleFallback") == true && settings.Extra?.GetValueOrDefault("defaultLocale") is { ValueKind: JsonValueKind.String } locale)
        {
            Merge(texts, Of(settings, locale.GetString()!));
        }

        Merge(texts, Of(settings, call.Route("locale")));
        return Task.FromResult(AdminResult.Json(texts));
    }

    private static Task<AdminResult> TextAsync(AdminCall call) => Task.FromResult(
        Of(call.Realm.Settings, call.Route("locale")).TryGetValue(call.Route("key"), out var text)
            ? new AdminResult.Content(System.Text.Encoding.UTF8.GetBytes(text), "text/plain;charset=UTF-8")
            : AdminResult.NotFound("Localization text not found"));

    private static void Merge(JsonObject texts, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (key, text) in more)
        {
            texts[key] = text;
        }
    }

    private async Task<AdminResult> AddAsync(AdminCall call)
    {
        if (await call.ReadJsonAsync() is not JsonObject given || given.Any(text => text.Value?.GetValueKind() != JsonValueKind.String))
        {
            return AdminResult.Error(400, "unknown_error", "Cannot parse the JSON");
        }

        return await ChangeAsync(call, AdminOperation.Update, texts =>
        {
            foreach (var (key, text) in given)
            {
                texts[key] = text!.DeepClone();
            }
        });
    }

    private async Task<AdminResult> SetAsync(AdminCall call)
    {
        var text = await call.ReadTextAsync();
        return await ChangeAsync(call, AdminOperation.Update, texts => texts[call.Route("key")] = text);
    }

    private async Task<AdminResult> RemoveAsync(AdminCall call) =>
        Of(call.Realm.Settings, call.Route("locale")).ContainsKey(call.Route("key"))
            ? await ChangeAsync(call, AdminOperation.Delete, texts => texts.Remove(call.Route("key")))
            : AdminResult.NotFound("Localization text not found");

    private async Task<AdminResult> RemoveLocaleAsync(AdminCall call) =>
        Of(call.Realm.Settings, call.Route("locale")).Count > 0
            ? await ChangeAsync(call, AdminOperation.Delete, texts => texts.Clear())
            : AdminResult.NotFound("No localization texts for locale " + call.Route("locale") + " found.");

    private async Task<AdminResult> ChangeAsync(AdminCall call, string operation, Action<JsonObject> change)
    {
        var reported = events.Of(call, operation, AdminResource.Realm, call.ResourcePath);
        return await ChangeAsync(call, call.Route("locale"), change, reported);
    }

    private async Task<AdminResult> ChangeAsync(AdminCall call, string locale, Action<JsonObject> change, AdminEvent? reported)
    {
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, realm => Changed(realm, locale, change), reported);
        return result.Answer(AdminResult.NoContent, "Realm not found.", "Conflict");
    }

    private static RealmState Changed(RealmState realm, string locale, Action<JsonObject> change)
    {
        var all = RealmExtra.Object(realm, Section) ?? [];
        var texts = all[locale] as JsonObject ?? [];
        change(texts);
        all.Remove(locale);
        if (texts.Count > 0)
        {
            all[locale] = texts;
        }

        if (all.Sum(one => (one.Value as JsonObject)?.Count ?? 0) > MaxTexts || texts.Any(text => text.Value!.ToString().Length > MaxTextLength))
        {
            throw AdminRefusalException.Invalid($"A realm has at most {MaxTexts} texts of at most {MaxTextLength} characters.");
        }

        return RealmExtra.With(realm, Section, all.Count == 0 ? null : all);
    }
}
