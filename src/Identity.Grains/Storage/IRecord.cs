using Identity.Grains.Events;
using Identity.Grains.Tokens;

namespace Identity.Grains.Storage;

/// <summary>The record of a grain, which alone changes it. What memory holds is never proof: what a rule decided counts once the row has confirmed
/// it, by the compare-and-swap of a write or by a look at its version (docs/decisions/0006). Whoever only reads asks <see cref="CurrentRecords"/>.</summary>
/// <remarks>Nothing is read before it is asked for.</remarks>
public interface IRecord<TState>
    where TState : class
{
    /// <summary>Calls the rule with the record as held, however old (null when there is none). The record that it answers is written before
    /// this returns; null removes the record; the same instance writes nothing. What it decided counts only once the row is found as held:
    /// by the write, or by a look at the version where nothing is to be written. Otherwise it decides again on what is there now.</summary>
    /// <param name="rule">Pure: it may be called several times.</param>
    /// <param name="reported">Stored in the same commit; a rule that changes nothing stores none.</param>
    /// <exception cref="DuplicateKeyException">A unique value is taken; nothing was written.</exception>
    Task<TResult> ApplyAsync<TResult>(Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported = null);

    /// <summary>As <see cref="ApplyAsync"/> where the record is usually new: begins with none, unread, and finds one when its insert meets it.</summary>
    /// <param name="rule">Pure: it may be called several times.</param>
    /// <param name="reported">Stored in the same commit.</param>
    /// <param name="use">Used up by inserting the record.</param>
    Task<TResult> ApplyNewAsync<TResult>(Func<TState?, (TState? Next, TResult Result)> rule, AdminEvent? reported = null, SingleUse? use = null);

    /// <summary>Carries out a change that was made from a version of the record, with its event, if the record still has that version.</summary>
    Task<WriteResult> CommitAsync(RecordChange<TState> change);
}
