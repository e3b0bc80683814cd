using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Records;

/// <summary>Turns what became of a write into an answer.</summary>
internal static class WriteAnswers
{
    /// <summary>The answer: <paramref name="saved"/>, 404 with <paramref name="missing"/>, or 409 with <paramref name="taken"/>.</summary>
    public static AdminResult Answer(this WriteResult result, AdminResult saved, string missing, string taken) => result switch
    {
        WriteResult.Saved => saved,
        WriteResult.NotFound => AdminResult.NotFound(missing),
        WriteResult.Duplicate => AdminResult.Conflict(taken),
        WriteResult.Changed => AdminResult.Conflict("The record is being changed by others. Try again."),
        _ => throw new InvalidOperationException("Unknown write result."),
    };
}
