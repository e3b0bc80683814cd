namespace Orleans.Runtime;

/// <summary>The process is stopping and accepts no more calls; another one may.</summary>
public class SiloUnavailableException : OrleansException
{
    /// <summary>An exception without details.</summary>
    public SiloUnavailableException()
        : base("The process is stopping.")
    {
    }

    /// <summary>An exception with a message.</summary>
    public SiloUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
