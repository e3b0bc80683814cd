using Identity.Testing.Processes;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>The admin console beside the server that is tested.</summary>
internal static class BuiltConsole
{
    private static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ServerProcess.Assembly)!, "console");

    /// <summary>Skips the test, with the reason, where the server was built without the console.</summary>
    public static void IsNeeded() =>
        Assert.SkipUnless(File.Exists(Path.Combine(Folder, "version")), "The admin console is not built: ./identity console.");
}
