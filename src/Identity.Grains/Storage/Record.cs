using Identity.Grains.Events;
using Identity.Grains.Tokens;
using Orleans.Storage;

namespace Identity.Grains.Storage;

/// <inheritdoc cref="IRecord{TState}"/>
internal sealed class Record<TState>(IRecordStore store, CurrentRecords rows, HeldRecords records, EntityKey key) : IRecord<TState>
    where TState : class
{
    private const int MaxAttempts = 8;

    private static readonly string s_kind = StateNames.Of<TState>();

    private StoredRecord<TState>? Held => records.Find<TState>(key);

    public Task<TResult> ApplyAsync<TResult>(Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported = null) =>
        ApplyAsync(rule, reported, use: null, mayBeNew: false);

    public Task<TResult> ApplyNewAsync<TResult>(Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported = null, SingleUse? use = null) =>
        ApplyAsync(rule, reported, use, mayBeNew: true);

    public async Task<WriteResult> CommitAsync(RecordChange<TState> change)
    {
        try
        {
            await WriteAsync(change.ETag, change.State, change.Event, use: null);
            return WriteResult.Saved.Instance;
        }
        catch (DuplicateKeyException exception)
        {
            return new WriteResult.Duplicate { Index = exception.Index };
        }
        catch (InconsistentStateException)
        {
            return await LoadAsync() switch
            {
                null when change.ETag is not null => WriteResult.NotFound.Instance,
                not null when change.ETag is null => new WriteResult.Duplicate { Index = "id" },
                _ => WriteResult.Changed.Instance,
            };
        }
    }

    private async Task<TResult> ApplyAsync<TResult>(
        Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported, SingleUse? use, bool mayBeNew)
    {
        var seen = Held;
        var isConfirmed = seen is null && !mayBeNew;
        if (isConfirmed)
        {
            seen = await LoadAsync();
        }

        for (var attempt = 1; ; attempt++)
        {
            var (next, result) = rule(seen?.State);
            if (ReferenceEquals(seen?.State, next))
            {
                if (isConfirmed || await store.ReadVersionAsync(s_kind, key, CancellationToken.None) == seen?.ETag)
                {
                    return result;
                }
            }
            else
            {
                try
                {
                    await WriteAsync(seen?.ETag, next, reported, use);
                    return result;
                }
                catch (InconsistentStateException) when (attempt < MaxAttempts)
                {
                    // Another pod wrote in between, or had before.
                }
            }

            seen = await LoadAsync();
            isConfirmed = true;
        }
    }

    private Task<StoredRecord<TState>?> LoadAsync() => rows.LoadAsync<TState>(key, CancellationToken.None);

    // What is held changes only after the write has succeeded.
    private async Task WriteAsync(string? etag, TState? next, AdminEvent? reported, SingleUse? use)
    {
        if (next is not null)
        {
            records.Hold(key, await store.WriteAsync(s_kind, key, etag, next, reported, use));
        }
        else if (etag is not null)
        {
            await store.RemoveAsync(s_kind, key, etag, reported);
            records.Hold<TState>(key, seen: null);
        }
    }
}
