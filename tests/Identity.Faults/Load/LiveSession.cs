namespace Identity.Faults.Load;

/// <summary>A login as its client knows it.</summary>
internal sealed class LiveSession(Account account, string code, Tokens tokens)
{
    private const int Kept = 4;
    private readonly Queue<Tokens> _old = new();

    public Account Account => account;

    /// <summary>The code that it began with.</summary>
    public string Code => code;

    public string Id { get; } = tokens.Session;

    /// <summary>The newest tokens.</summary>
    public Tokens Tokens { get; private set; } = tokens;

    /// <summary>Tokens that the client has replaced at least three times; null: none yet.</summary>
    public Tokens? Old => _old.Count == Kept ? _old.Peek() : null;

    public void Replace(Tokens tokens)
    {
        _old.Enqueue(Tokens);
        if (_old.Count > Kept)
        {
            _old.Dequeue();
        }

        Tokens = tokens;
    }
}
