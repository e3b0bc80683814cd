namespace Identity.Silo.Tests.Postgres;

/// <summary>A temporary folder that other users may pass through.</summary>
internal sealed class PublicFolder : IAsyncDisposable
{
    public PublicFolder() =>
        File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    public string Root { get; } = Directory.CreateTempSubdirectory("identity-pg-").FullName;

    public string Data => Path.Combine(Root, "data");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
