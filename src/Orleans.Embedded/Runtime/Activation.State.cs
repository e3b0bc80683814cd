using Orleans.Storage;

namespace Orleans.Embedded;

internal sealed partial class Activation
{
    internal void Attach(PersistentState state) => _states.Add(state);

    /// <summary>Brings the records up to date; false when the turn went back to the queue to be alone first.</summary>
    /// <remarks>
    /// A record is read again only while no other turn could be between reading and writing it: the newer version would make
    /// that turn's write pass the comparison and undo the other process's change.
    /// </remarks>
    private async ValueTask<bool> TryRefreshAsync(Turn turn)
    {
        foreach (var state in _states)
        {
            if (!await state.IsStaleAsync(turn.MadeAt, _lifetime.Token))
            {
                continue;
            }

            if (GoesBackToBeAlone(turn))
            {
                return false;
            }

            await state.ReadStateAsync(_lifetime.Token);
        }

        return true;
    }

    private bool GoesBackToBeAlone(Turn turn)
    {
        lock (_gate)
        {
            if (_turns.IsAlone())
            {
                return false;
            }

            if (turn.IsAwaitedBy(this))
            {
                throw new InconsistentStateException(
                    $"The state of {GrainId} changed elsewhere while a turn of it waited for this call; call again.");
            }

            _turns.Stop(turn);
            turn.Pause();
            turn.NeedsToBeAlone = true;
            _turns.WaitFirst(turn);
            Continue();
            return true;
        }
    }
}
