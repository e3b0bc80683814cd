using Identity.Grains.Events;
using Identity.Grains.Tokens;
using Orleans.Storage;

namespace Identity.Grains.Storage;

/// <inheritdoc cref="IRecord{TState}"/>
internal sealed class Record<TState>(IRecordStore store, string stateName, EntityKey key) : IRecord<TState>
    where TState : class
{
    private const int MaxAttempts = 8;

    // As it was when the row was last seen; meaningless until then.
    private StoredRecord<TState>? _held;
    private bool _wasSeen;

    public async Task<StoredRecord<TState>?> ReadAsync(CancellationToken cancellationToken)
    {
        var held = _held;
        return _wasSeen && await IsStillAsync(held, cancellationToken) ? held : await LoadAsync(cancellationToken);
    }

    public Task<TResult> ApplyAsync<TResult>(Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported = null) =>
        ApplyAsync(rule, reported, use: null, mayGuess: _wasSeen);

    public Task<TResult> ApplyNewAsync<TResult>(Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported = null, SingleUse? use = null) =>
        ApplyAsync(rule, reported, use, mayGuess: true);

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
            return await LoadAsync(CancellationToken.None) switch
            {
                null when change.ETag is not null => WriteResult.NotFound.Instance,
                not null when change.ETag is null => new WriteResult.Duplicate { Index = "id" },
                _ => WriteResult.Changed.Instance,
            };
        }
    }

    private async Task<TResult> ApplyAsync<TResult>(
        Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported, SingleUse? use, bool mayGuess)
    {
        var isConfirmed = !mayGuess;
        if (!mayGuess)
        {
            await LoadAsync(CancellationToken.None);
        }

        for (var attempt = 1; ; attempt++)
        {
            var held = _held;
            var (next, result) = rule(held?.State);
            if (ReferenceEquals(held?.State, next))
            {
                if (isConfirmed || await IsStillAsync(held, CancellationToken.None))
                {
                    return result;
                }
            }
            else
            {
                try
                {
                    await WriteAsync(held?.ETag, next, reported, use);
                    return result;
                }
                catch (InconsistentStateException) when (attempt < MaxAttempts)
                {
                    // Another pod wrote in between, or had before.
                }
            }

            await LoadAsync(CancellationToken.None);
            isConfirmed = true;
        }
    }

    private async ValueTask<bool> IsStillAsync(StoredRecord<TState>? held, CancellationToken cancellationToken) =>
        await store.ReadVersionAsync(stateName, key, cancellationToken) == held?.ETag;

    private async Task<StoredRecord<TState>?> LoadAsync(CancellationToken cancellationToken)
    {
        var row = await store.ReadAsync<TState>(stateName, key, cancellationToken);
        (_held, _wasSeen) = (row, true);
        return row;
    }

    // What is held changes only after the write has succeeded.
    private async Task WriteAsync(string? etag, TState? next, AdminEvent? reported, SingleUse? use)
    {
        if (next is not null)
        {
            var written = await store.WriteAsync(stateName, key, etag, next, reported, use);
            (_held, _wasSeen) = (new StoredRecord<TState> { State = next, ETag = written }, true);
        }
        else if (etag is not null)
        {
            await store.RemoveAsync(stateName, key, etag, reported);
            (_held, _wasSeen) = (null, true);
        }
    }
}
