using Identity.Grains.Storage;

namespace Identity.Silo.Storage;

/// <summary>Reads versions of states. Those that are asked for while a read is under way go out together, whatever their kinds, as soon as
/// it is back, and see everything committed before they were asked for.</summary>
/// <remarks>
/// One round trip at a time: the more reads share it, the less each costs. One that takes longer than <see cref="Patience"/>, for its
/// database is far or its connection is lost, no longer holds up those that come then.
/// </remarks>
internal sealed class VersionReads(PostgresDatabase database, TimeProvider time)
{
    /// <summary>After so long a further round trip may be under way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private const int MaxUnderWay = 2;
    private const int MaxTogether = 8;

    private readonly Lock _lock = new();
    private readonly List<VersionQuestion> _waiting = [];
    private int _underWay;
    private long? _lastSent;

    /// <summary>The version of the row, as an ETag; null when there is no row.</summary>
    public Task<string?> ReadAsync(StateTable table, EntityKey key, CancellationToken cancellationToken)
    {
        Task<string?> answer;
        lock (_lock)
        {
            answer = QuestionFor(table).Add(key);
            if (_underWay == 0 || (_underWay < MaxUnderWay && !(_lastSent is { } sent && time.GetElapsedTime(sent) < Patience)))
            {
                _underWay++;
                _lastSent = time.GetTimestamp();

                // Not at once: what others ask for now goes along. Failures are those of the ones that wait.
                ThreadPool.UnsafeQueueUserWorkItem(static reads => _ = reads.SendAsync(), this, preferLocal: false);
            }
        }

        return answer.WaitAsync(cancellationToken);
    }

    private VersionQuestion QuestionFor(StateTable table)
    {
        foreach (var question in _waiting)
        {
            if (question.Takes(table))
            {
                return question;
            }
        }

        var made = new VersionQuestion(table);
        _waiting.Add(made);
        return made;
    }

    private async Task SendAsync()
    {
        while (Take() is { Count: > 0 } together)
        {
            try
            {
                await database.RunAsync((connection, _, token) => VersionQuestion.AskAsync(connection, together, token), CancellationToken.None)
                    .ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                together.ForEach(question => question.Fail(exception));
            }

            // Those who have just been told may want to know more.
            await Task.Yield();
        }
    }

    private List<VersionQuestion> Take()
    {
        lock (_lock)
        {
            var together = _waiting.GetRange(0, Math.Min(_waiting.Count, MaxTogether));
            _waiting.RemoveRange(0, together.Count);
            if (together.Count == 0)
            {
                // Where another one is still under way it was sent before this one.
                _underWay--;
                _lastSent = null;
            }
            else
            {
                _lastSent = time.GetTimestamp();
            }

            return together;
        }
    }
}
