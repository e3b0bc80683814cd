namespace Identity.Grains.Background;

/// <summary>Has work that the server does by itself. Register it with <see cref="BackgroundRegistration.AddBackgroundWork{T}"/>.</summary>
public interface IBackgroundWorker
{
    /// <summary>The work, asked for once, at the start.</summary>
    IReadOnlyList<BackgroundWork> Works { get; }
}
