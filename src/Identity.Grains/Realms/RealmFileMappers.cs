using Identity.Grains.Claims;
using Identity.Grains.ClientScopes;

namespace Identity.Grains.Realms;

/// <summary>Reads protocol mappers.</summary>
internal static class RealmFileMappers
{
    public static IReadOnlyList<ProtocolMapper> Read(FileNode owner, string ownerId, RealmFileIds ids) =>
        [.. owner.Objects("protocolMappers").Select(node => new ProtocolMapper
        {
            Id = RealmFileIds.Given(node) ?? ids.Derive("mapper", $"{ownerId}/{node.Required("name")}"),
            Name = node.Required("name"),
            Protocol = node.Text("protocol") ?? "openid-connect",
            Mapper = node.Required("protocolMapper"),
            ConsentRequired = node.Flag("consentRequired") ?? false,
            Config = PairwiseSalt.Complete(
                node.Required("protocolMapper"),
                FileMaps.Texts(node.Object("config")).ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>())),
        })];
}
