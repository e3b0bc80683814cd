namespace Orleans.Embedded.Tests.Fixtures;

/// <summary>Waits that end with a message that says what did not happen.</summary>
public static class Patience
{
    public static Task OrFail(this Task task, string failure) => Stage.Wait(task, failure);

    public static Task<T> OrFail<T>(this Task<T> task, string failure) => Stage.Wait(task, failure);
}
