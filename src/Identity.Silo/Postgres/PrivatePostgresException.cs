namespace Identity.Silo.Postgres;

/// <summary>The private PostgreSQL cannot run; the message says why and what to do.</summary>
internal sealed class PrivatePostgresException : Exception
{
    public PrivatePostgresException(string message)
        : base(message)
    {
    }

    public PrivatePostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
