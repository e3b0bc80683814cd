using System.Text.Json;
using System.Text.Json.Serialization;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Sessions;
using Identity.Grains.Tokens;
using Identity.Grains.Users;

namespace Identity.Grains.Storage;

/// <summary>The stored JSON of every grain state: camel case, nulls and empty optional values left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RealmState))]
[JsonSerializable(typeof(ClientState))]
[JsonSerializable(typeof(ClientScopeState))]
[JsonSerializable(typeof(RoleState))]
[JsonSerializable(typeof(GroupState))]
[JsonSerializable(typeof(UserState))]
[JsonSerializable(typeof(SessionState))]
[JsonSerializable(typeof(RevokedTokenState))]
[JsonSerializable(typeof(NetworkFailuresState))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class StateJsonContext : JsonSerializerContext;
