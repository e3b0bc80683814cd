namespace Identity.Grains.Storage;

/// <summary>What is stored is no record of its kind: it was damaged, or written by something else. Only what needs the record fails, with 503:
/// an operator must restore or remove it.</summary>
/// <remarks>An <see cref="OrleansException"/>, so that it crosses between silos as it is.</remarks>
[GenerateSerializer, Alias("identity.unreadable-record")]
public sealed class UnreadableRecordException : OrleansException
{
    /// <summary>Names the record; says nothing of what is in it.</summary>
    public UnreadableRecordException(string message)
        : base(message)
    {
    }
}
