using System.Text.RegularExpressions;
using Identity.Grains.Realms.Snapshots;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Rows of <c>snapshot_lease</c>, and announcements for what pods say to each other.</summary>
internal sealed partial class PostgresSnapshotLeases(PostgresDatabase database) : ISnapshotLeases
{
    /// <summary>Where barriers are asked for.</summary>
    public const string AskedChannel = "identity_barrier";

    /// <summary>Where they are answered.</summary>
    public const string PassedChannel = "identity_barrier_passed";

    // Instead of a barrier. Earlier releases do not know it, and wait as long as the lease could last.
    private const string Left = "left ";

    // A lease and half a second for clocks; rows of pods that are gone are removed after a minute.
    private const string Others = "SELECT pod FROM snapshot_lease WHERE pod <> $1 AND renewed_at > clock_timestamp() - interval '3.5 seconds'";

    // A process, not an address: another life of the pod is another pod.
    private readonly string _pod = Guid.NewGuid().ToString("N");

    public Task RenewAsync(CancellationToken cancellationToken) => ExecuteAsync(
        """
        WITH gone AS (DELETE FROM snapshot_lease WHERE pod <> $1 AND renewed_at < clock_timestamp() - interval '1 minute')
        INSERT INTO snapshot_lease (pod, renewed_at) VALUES ($1, clock_timestamp())
        ON CONFLICT (pod) DO UPDATE SET renewed_at = excluded.renewed_at
        """,
        [_pod],
        cancellationToken);

    // In one commit: who is told afterwards which pods there are is not told of this one, and who was told before hears of its end.
    public Task EndAsync(CancellationToken cancellationToken) => ExecuteAsync(
        $"WITH gone AS (DELETE FROM snapshot_lease WHERE pod = $1 RETURNING pod) SELECT pg_notify('{PassedChannel}', '{Left}' || pod) FROM gone",
        [_pod],
        cancellationToken);

    public Task<IReadOnlyList<string>> AskAsync(string barrier, string realmName, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                // Nobody is asked where nobody is there.
                await using var command = Command(
                    connection, $"WITH other AS ({Others}) SELECT pod, pg_notify('{AskedChannel}', $2) FROM other", [_pod, $"{barrier} {_pod} {realmName}"]);
                await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var others = new List<string>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                {
                    others.Add(reader.GetString(0));
                }

                return (IReadOnlyList<string>)others;
            },
            cancellationToken);

    public Task AnswerAsync(string barrier, CancellationToken cancellationToken) =>
        ExecuteAsync($"SELECT pg_notify('{PassedChannel}', $1)", [$"{barrier} {_pod}"], cancellationToken);

    /// <summary>What was announced; null when it is nothing that a pod of this release says.</summary>
    public static RealmAnnouncement? Read(string channel, string payload) => (channel, Payload().Match(payload)) switch
    {
        (AskedChannel, { Success: true, Groups: var parts }) when parts["realm"].Success =>
            new RealmAnnouncement.BarrierAsked(parts["barrier"].Value, parts["realm"].Value),
        (PassedChannel, { Success: false }) when payload.StartsWith(Left, StringComparison.Ordinal) => new RealmAnnouncement.PodLeft(payload[Left.Length..]),
        (PassedChannel, { Success: true, Groups: var parts }) => new RealmAnnouncement.BarrierPassed(parts["barrier"].Value, parts["pod"].Value),
        _ => null,
    };

    private Task<int> ExecuteAsync(string sql, string[] values, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var command = Command(connection, sql, values);
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string[] values)
    {
#pragma warning disable CA2100 // Constants of this class.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command;
    }

    [GeneratedRegex("^(?<barrier>[0-9a-f]{32}) (?<pod>[0-9a-f]{32})( (?<realm>.+))?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Payload();
}
