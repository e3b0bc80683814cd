using Identity.Grains.Clients;
using Identity.Grains.Sessions;
using Identity.Grains.Tests.Passwords;
using Identity.Testing;

namespace Identity.Grains.Tests.Sessions;

/// <summary>A session on two pods, and what is asked of it.</summary>
internal static class SharedSession
{
    public const string Client = "c1";

    /// <summary>A session that both pods hold, with its client in it.</summary>
    public static async Task<(ISessionGrain Here, ISessionGrain There)> StartAsync(LoginPods pods)
    {
        await pods.Grain<IClientGrain>(0, Client).CreateAsync(new ClientState { Id = Client, ClientId = "app" });
        for (var pod = 0; pod < 2; pod++)
        {
            await Eventually.TrueAsync(async () => (await pods.RealmAsync(pod)).FindClientById(Client) is not null, $"pod {pod} knows the client");
        }

        var id = SessionKey.NewId();
        var (here, there) = (pods.Grain<ISessionGrain>(0, id), pods.Grain<ISessionGrain>(1, id));
        await here.StartAsync(new SessionStart { UserId = pods.UserId, Username = "alice", Client = Code() });
        Assert.NotNull(await there.ReadAsync(Client, CancellationToken.None));
        return (here, there);
    }

    public static ClientAuthorization Code() => new() { ClientId = Client, Code = new CodeRequest { Scope = "openid" } };

    public static CodeRedemption Redemption(string secret) => new() { ClientId = Client, Secret = secret };

    public static RefreshRequest Refresh(string family, int generation) => new() { ClientId = Client, FamilyId = family, Generation = generation };
}
