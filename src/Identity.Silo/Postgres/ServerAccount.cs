namespace Identity.Silo.Postgres;

/// <summary>The user who runs the server: this process's own or, as PostgreSQL refuses root, postgres.</summary>
internal sealed class ServerAccount
{
    private const string ServerUser = "postgres";

    private readonly IReadOnlyList<string> _switchUser;
    private readonly string? _setpriv;
    private readonly string? _setsid;

    public ServerAccount()
    {
        IsOther = Environment.IsPrivilegedProcess;
        _setpriv = FindProgram("setpriv");
        _setsid = FindProgram("setsid");
        if (IsOther && _setpriv is null)
        {
            throw new PrivatePostgresException("PostgreSQL does not run as root, and setpriv (package util-linux) is missing. Install it or run as another user.");
        }

        _switchUser = IsOther ? [$"--reuid={ServerUser}", $"--regid={ServerUser}", "--init-groups"] : [];
    }

    /// <summary>Whether it is another user than this process's.</summary>
    public bool IsOther { get; }

    /// <summary>The command as this account runs it.</summary>
    public IReadOnlyList<string> Command(params IReadOnlyList<string> command) =>
        IsOther ? [_setpriv!, .. _switchUser, "--", .. command] : command;

    /// <summary>The command as this account runs it in the background: apart from the terminal, so that Ctrl-C is ours to handle,
    /// and asked to stop when the thread that started it has ended.</summary>
    public IReadOnlyList<string> ServerCommand(params IReadOnlyList<string> command)
    {
        IReadOnlyList<string> bound = _setpriv is null ? command : [_setpriv, .. _switchUser, "--pdeathsig=INT", "--", .. command];
        return _setsid is null ? bound : [_setsid, .. bound];
    }

    /// <summary>Whether the account may enter a folder.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        !IsOther || (await ShortProcess.RunAsync(Command("test", "-x", folder), cancellationToken)).ExitCode == 0;

    /// <summary>Makes an empty folder that only the account can enter.</summary>
    public async Task CreateFolderAsync(string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PrivatePostgresException("A private PostgreSQL needs Linux. Name a database server instead.");
        }

        if (!IsOther)
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }

        var result = await ShortProcess.RunAsync(
            ["install", "-d", "-m", "0700", "-o", ServerUser, "-g", ServerUser, "--", folder], cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new PrivatePostgresException($"The folder {folder} cannot be made for the user {ServerUser}: {result.Output.Trim()}");
        }
    }

    private static string? FindProgram(string name) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/bin:/bin:/usr/sbin"
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
