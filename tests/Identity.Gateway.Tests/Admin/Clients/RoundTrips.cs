using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.ClientScopes;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Storage;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>Whatever valid representation is stored comes back as it was.</summary>
public class RoundTrips(GatewayServer server)
{
    private static readonly string[] Types = ["oidc-sub-mapper", "oidc-acr-mapper", "oidc-usermodel-attribute-mapper", "oidc-hardcoded-claim-mapper", "oidc-audience-mapper"];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.Choose(0x21, 0x7e), Gen.Choose(0xc0, 0x17f)).Select(letter => (char)letter).NonEmptyListOf().Select(letters => string.Concat(letters.Take(40)));

    private static readonly Gen<string> Name = Gen.Elements("abcdefghijklmnopqrstuvwxyz0123456789._-".ToCharArray()).NonEmptyListOf().Select(letters => string.Concat(letters.Take(30)));

    private static readonly Gen<string> Address = Name.Select(name => $"https://{name}.example/{name}");

    private static readonly Gen<JsonObject> TextMap = Gen.Two(Name).Select(pair => (pair.Item1, pair.Item2)).ListOf().Select(pairs =>
        new JsonObject(pairs.Take(8).DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, (JsonNode?)pair.Item2))));

    private static readonly Gen<JsonObject> Mapper =
        from name in Text
        from type in Gen.Elements(Types)
        from config in TextMap
        select new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["name"] = name, ["protocol"] = "openid-connect", ["protocolMapper"] = type, ["consentRequired"] = false, ["config"] = config,
        };

    private static readonly Gen<JsonArray> Mappers = Mapper.NonEmptyListOf().Select(mappers =>
        new JsonArray([.. mappers.Take(5).DistinctBy(mapper => (string?)mapper["name"]).Select(mapper => mapper.DeepClone())]));

    private static readonly Gen<JsonObject> Client =
        from texts in Gen.ArrayOf(Text, 4)
        from flags in Gen.ArrayOf(ArbMap.Default.GeneratorFor<bool>(), 10)
        from addresses in Address.NonEmptyListOf()
        from attributes in TextMap
        from mappers in Mappers
        from root in Address
        from notBefore in Gen.Choose(0, int.MaxValue)
        select new JsonObject
        {
            ["clientId"] = texts[0], ["name"] = texts[1], ["description"] = texts[2], ["secret"] = texts[3], ["rootUrl"] = root, ["adminUrl"] = root, ["baseUrl"] = "/home",
            ["surrogateAuthRequired"] = flags[0], ["enabled"] = flags[1], ["alwaysDisplayInConsole"] = flags[2], ["consentRequired"] = flags[3],
            ["standardFlowEnabled"] = flags[4], ["implicitFlowEnabled"] = flags[5], ["directAccessGrantsEnabled"] = flags[6], ["frontchannelLogout"] = flags[7],
            ["fullScopeAllowed"] = flags[8], ["bearerOnly"] = flags[9], ["publicClient"] = false, ["protocol"] = "openid-connect", ["notBefore"] = notBefore,
            ["redirectUris"] = List(addresses), ["webOrigins"] = List(addresses), ["nodeReRegistrationTimeout"] = notBefore, ["attributes"] = WithLogout(attributes),
            ["protocolMappers"] = mappers, ["clientAuthenticatorType"] = "client-secret",
        };

    private static readonly Gen<JsonObject> Scope =
        from name in Name
        from description in Text
        from attributes in TextMap
        from mappers in Mappers
        select new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["name"] = name, ["description"] = description, ["protocol"] = "openid-connect", ["attributes"] = attributes, ["protocolMappers"] = mappers,
        };

    [Fact]
    public async Task A_client_comes_back_as_it_was()
    {
        var realm = await server.RealmAsync(RecRealm.Name);

        Prop.ForAll(Client.ToArbitrary(), body =>
        {
            var client = ClientCreation.New(realm, ClientRepresentation.Fields.Check(Sent(body)), TimeProvider.System.GetUtcNow());
            ClientRules.Demand(realm, client);
            var shown = ClientRepresentation.Write(realm, Stored(client), mayManage: true);
            ((JsonObject)shown["attributes"]!).Remove("realm_client");
            return Differences(body, shown);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Updating_a_client_with_what_was_shown_changes_nothing()
    {
        var realm = await server.RealmAsync(RecRealm.Name);

        Prop.ForAll(Client.ToArbitrary(), body =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var client = Stored(ClientCreation.New(realm, ClientRepresentation.Fields.Check(Sent(body)), now));
            var shown = ClientRepresentation.Write(realm, client, mayManage: true);
            var again = ClientRepresentation.Write(realm, Stored(ClientChange.Apply(realm, client, ClientRepresentation.Fields.Check(Sent(shown)), now)), mayManage: true);
            return Differences(shown, again);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_scope_comes_back_as_it_was() => Prop.ForAll(Scope.ToArbitrary(), body =>
    {
        var scope = ClientScopeRepresentation.Create(ClientScopeRepresentation.Fields.Check(Sent(body)));
        var stored = JsonSerializer.Deserialize(JsonSerializer.Serialize(scope, StateJson.TypeInfo<ClientScopeState>()), StateJson.TypeInfo<ClientScopeState>())!;
        return Differences(body, ClientScopeRepresentation.Write(stored));
    }).QuickCheckThrowOnFailure();

    // As it comes over the wire.
    private static JsonNode Sent(JsonObject body) => JsonNode.Parse(body.ToJsonString())!;

    private static ClientState Stored(ClientState client) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(client, StateJson.TypeInfo<ClientState>()), StateJson.TypeInfo<ClientState>())!;

    private static Property Differences(JsonObject sent, JsonObject shown)
    {
        var wire = Sent(shown);
        var differing = Sent(sent).AsObject().Where(field => !JsonNode.DeepEquals(field.Value, wire[field.Key])).Select(field => field.Key).ToList();
        return (differing.Count == 0).Label($"differs: {string.Join(", ", differing)}");
    }

    // What a client that names its protocol has anyway.
    private static JsonObject WithLogout(JsonObject attributes)
    {
        attributes = (JsonObject)attributes.DeepClone();
        attributes["backchannel.logout.session.required"] = "false";
        attributes["backchannel.logout.revoke.offline.tokens"] = "true";
        return attributes;
    }

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Distinct().Take(6).Select(text => (JsonNode)text)]);
}
