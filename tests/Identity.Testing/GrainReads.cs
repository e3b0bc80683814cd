using System.Runtime.CompilerServices;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Grains.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Testing;

/// <summary>What the pod that a grain's reference comes from reads of the grain's record. A read needs no grain; a test names what it reads by it.</summary>
public static class GrainReads
{
    public static async Task<TState?> GetAsync<TState>(this IRecordGrain<TState> grain, CancellationToken cancellationToken)
        where TState : class =>
        (await grain.ReadAsync(cancellationToken))?.State;

    public static Task<StoredRecord<TState>?> ReadAsync<TState>(this IRecordGrain<TState> grain, CancellationToken cancellationToken)
        where TState : class =>
        Service<CurrentRecords>(grain).ReadAsync<TState>(Key(grain), cancellationToken);

    public static async Task<SessionView?> ReadAsync(this ISessionGrain grain, string? clientId, CancellationToken cancellationToken) =>
        await Service<SessionReader>(grain).FindAsync(await RealmAsync(grain), Key(grain), clientId, cancellationToken);

    /// <summary>Null where the token is to be used by the grain.</summary>
    public static async Task<RefreshResult?> TryRefreshAsync(this ISessionGrain grain, RefreshRequest request) =>
        await Service<SessionReader>(grain).TryRefreshAsync(await RealmAsync(grain), Key(grain), request, CancellationToken.None);

    public static async Task<PasswordCheck?> BeginPasswordAsync(this IUserGrain grain) =>
        await grain.GetAsync(CancellationToken.None) is { } user ? UserRules.Begin(user, (await RealmAsync(grain)).Settings, Service<TimeProvider>(grain).GetUtcNow()) : null;

    public static Task<bool> IsRevokedAsync(this IRevokedTokenGrain grain, CancellationToken cancellationToken) =>
        Service<RevokedTokenReader>(grain).IsRevokedAsync(Key(grain), cancellationToken);

    private static EntityKey Key(IAddressable grain) => EntityKey.Parse(grain.GetPrimaryKeyString());

    private static async Task<RealmSnapshot> RealmAsync(IAddressable grain) =>
        (await Service<RealmSnapshots>(grain).FindByIdAsync(Key(grain).RealmId, CancellationToken.None))!;

    private static T Service<T>(IAddressable grain)
        where T : notnull =>
        Shared((GrainReference)grain).ServiceProvider.GetRequiredService<T>();

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Shared")]
    private static extern GrainReferenceShared Shared(GrainReference reference);
}
