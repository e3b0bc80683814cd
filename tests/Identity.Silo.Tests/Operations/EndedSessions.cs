using Identity.Grains.Operations;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Silo.Tests.Operations;

/// <summary>Sessions of a realm or a client are refused at once; their rows go afterwards.</summary>
public sealed class EndedSessions(PostgresServer server) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly OperationBed _bed = new(server);
    private RealmSnapshot _realm = null!;
    private string _app = null!;
    private string _other = null!;

    public async ValueTask InitializeAsync()
    {
        await _bed.InitializeAsync();
        _realm = await _bed.CreateRealmAsync("shop");
        (_app, _other) = (_realm.FindClient("account")!.Id, _realm.FindClient("admin-cli")!.Id);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _bed.DisposeAsync();
    }

    [Fact]
    public async Task All_sessions_of_a_realm_end_but_offline_ones_and_new_ones_begin_at_once()
    {
        var online = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", _app);
        var offline = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", _app, offline: true);

        Assert.True(await Operations.EndSessionsAsync(_realm.Id, "somebody", null, None));

        Assert.Null(await online.ReadAsync(null, None));
        Assert.NotNull(await offline.ReadAsync(null, None));
        Assert.Equal(1, await _bed.CountAsync("user_session", _realm.Id));
        await _bed.First.Realms.FreshAsync("shop", None);
        var again = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", _app);
        Assert.NotNull(await again.ReadAsync(_app, None));
        Assert.NotNull(Assert.Single(await Operations.ListAsync(_realm.Id, None)).Finished);
    }

    [Fact]
    public async Task Sessions_are_refused_before_their_rows_are_gone()
    {
        var session = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", _app);
        using var dying = new CancellationTokenSource();
        await dying.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operations.EndSessionsAsync(_realm.Id, null, null, dying.Token));

        Assert.Equal(1, await _bed.CountAsync("user_session", _realm.Id));
        await _bed.First.Realms.FreshAsync("shop", None);
        Assert.Null(await session.ReadAsync(null, None));
        Assert.Null(await session.AuthorizeAsync(new ClientAuthorization { ClientId = _app }));
        await OperationBed.FinishAsync(_bed.Second);
        Assert.Equal(0, await _bed.CountAsync("user_session", _realm.Id));
    }

    [Fact]
    public async Task A_clients_sessions_end_and_the_others_stay()
    {
        var alone = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", _app);
        var shared = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", _other);
        await shared.AuthorizeAsync(new ClientAuthorization { ClientId = _app });

        Assert.True(await Operations.EndClientSessionsAsync(_realm.Id, _app, null, None));
        Assert.False(await Operations.EndClientSessionsAsync(_realm.Id, "no such client", null, None));

        Assert.Null(await alone.ReadAsync(null, None));
        Assert.Null(await shared.ReadAsync(_app, None));
        Assert.NotNull(await shared.ReadAsync(_other, None));
    }

    [Fact]
    public async Task A_client_that_is_let_in_again_before_its_old_part_is_gone_stays_in()
    {
        var session = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", _other);
        await session.AuthorizeAsync(new ClientAuthorization { ClientId = _app });
        using var dying = new CancellationTokenSource();
        await dying.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operations.EndClientSessionsAsync(_realm.Id, _app, null, dying.Token));
        await _bed.First.Realms.FreshAsync("shop", None);
        Assert.Null(await session.ReadAsync(_app, None));

        await session.AuthorizeAsync(new ClientAuthorization { ClientId = _app });
        await OperationBed.FinishAsync(_bed.Second);

        Assert.NotNull(await session.ReadAsync(_app, None));
    }

    [Fact]
    public async Task Many_sessions_go_in_batches_and_offline_ones_between_them_stay()
    {
        await _bed.ExecuteAsync($$"""
            INSERT INTO user_session (realm_id, id, version, doc)
            SELECT '{{_realm.Id}}', 's' || number || CASE WHEN number % 3 = 0 THEN '~offline' ELSE '' END, number,
                jsonb_build_object('id', 's' || number, 'userId', 'u', 'username', 'u', 'started', number / 10, 'offline', number % 3 = 0, 'clients', jsonb_build_object('{{_app}}', jsonb_build_object('started', 1)))
            FROM generate_series(1, 3000) number
            """);

        await Operations.EndSessionsAsync(_realm.Id, null, null, None);

        Assert.Equal(1000, await _bed.CountAsync("user_session", _realm.Id));
        Assert.Equal(2000, Assert.Single(await Operations.ListAsync(null, None)).Done);
        await Operations.EndClientSessionsAsync(_realm.Id, _app, null, None);
        Assert.Equal(0, await _bed.CountAsync("user_session", _realm.Id));
    }

    private IOperations Operations => _bed.First.Services.GetRequiredService<IOperations>();
}
