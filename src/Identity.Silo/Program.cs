using System.CommandLine;
using System.Security.Cryptography;
using Identity.Silo.Commands;
using Identity.Silo.Configuration;
using Identity.Silo.DataFolders;
using Identity.Silo.Lifetime;
using Identity.Silo.Logs;
using Identity.Silo.Postgres;

_ = Announcement.Began;
var root = new RootCommand("Identity: an OpenID Connect provider that stands in for Keycloak.")
{
    StartDevCommand.Create(),
    StartCommand.Create(),
    ClusterCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    return Report(parsed.Errors.Select(error => error.Message), exitCode: 2);
}

try
{
    // The verbs drain before they stop: signals are theirs.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (ConfigurationProblemsException exception)
{
    return Report(exception.Problems, exitCode: 2);
}
catch (Exception exception) when (exception is DataFolderException or PrivatePostgresException or CryptographicException)
{
    return Report([exception.Message], exitCode: 1);
}

static int Report(IEnumerable<string> problems, int exitCode)
{
    foreach (var problem in problems)
    {
        Console.Error.WriteLine($"identity: {PrintableText.Line(problem)}");
    }

    return exitCode;
}
